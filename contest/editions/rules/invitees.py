"""A list of people to invite, as it comes from a spreadsheet: columns found, each row read or told what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from contest.access.duties import EXCLUDED, Duty
from contest.editions.rules.officials import INVITED
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.people.rules import addresses, details

# What the columns may be called, folded; without a heading they come in this order, the duty only where there is one.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("ho ten", "ho va ten", "ten", "name", "full name"),
    "email": ("email", "e-mail", "thu dien tu", "dia chi email", "e-mail address", "dia chi e-mail"),
    "duty": ("nhiem vu", "vai tro", "duty", "role"),
    "unit": ("don vi", "co quan", "don vi cong tac", "unit", "organisation"),
    "categories": ("tieu ban", "the loai", "category", "categories", "sub-panel", "panel"),
}
# What duties may be called, folded, in both languages: as the pages name them, and shorter.
DUTY_WORDS: Final[Mapping[Duty, tuple[str, ...]]] = {
    # not "ban to chuc": offices are called so, and a unit must not make an organiser
    Duty.ORGANISER: ("thanh vien ban to chuc", "nguoi to chuc", "organiser", "organizer"),
    Duty.SECRETARY: ("thu ky", "to thu ky", "thanh vien to thu ky", "secretary"),
    Duty.JUDGE: ("giam khao", "judge", "jury", "juror"),
    Duty.CHAIR: ("chu tich hoi dong", "chu tich", "chair of the jury", "chair"),
    Duty.OBSERVER: ("quan sat vien", "observer"),
    Duty.UNIT_CONTACT: ("dau moi don vi", "dau moi", "contact of a unit", "unit contact", "contact"),
    Duty.TREASURER: ("thu quy", "treasurer"),
    Duty.KEY_HOLDER: ("nguoi giu khoa", "key holder"),
    Duty.AUTHOR: ("tac gia", "nguoi du thi", "author"),
}
_DUTY_OF: Final = {word: duty for duty, words in DUTY_WORDS.items() for word in words}
_NOT_INVITED: Final[Mapping[Duty, str]] = {
    Duty.AUTHOR: N_("Nobody is invited as an author: authors register by themselves. Take this row out."),
}
_ALL_COLUMNS: Final = 5
_BETWEEN: Final = "/"


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list, counted from 1. `problems` say what to mend; ids are of what was named.

    `typed_duty` stands in the list, `duty` is what it means: without a word, the duty of all who have none.
    """

    number: int
    name: str
    email: str
    typed_duty: str
    duty: Duty
    unit: str
    categories: str
    unit_id: int | None = None
    category_ids: tuple[int, ...] = ()
    problems: tuple[RuleBroken, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name: units by code and by folded name (several may share one), categories by folded name."""

    units: Mapping[str, Sequence[int]]
    categories: Mapping[str, int]


def columns(first: Sequence[str]) -> Mapping[str, int] | None:
    """Return where each column stands if the row is a heading, None if it is a person already."""
    if any("@" in cell for cell in first):
        return None
    found = {
        name: position
        for position, cell in enumerate(first)
        for name, called in HEADINGS.items()
        if text.fold(cell) in called
    }
    return found if {"name", "email"} <= found.keys() else None


def rows(lines: Sequence[Sequence[str]], known: Known, otherwise: Duty) -> tuple[Row, ...]:
    """Read the list, cells by line. `otherwise`: the duty of whoever has none in it."""
    heading = columns(lines[0]) if lines else None
    seen: dict[str, list[tuple[int, Duty]]] = {}
    return tuple(
        _row(number, _named(cells, heading), known, otherwise, seen)
        for number, cells in enumerate(lines[1 if heading else 0 :], start=1)
    )


def duty_named(word: str) -> Duty | None:
    """Return the duty that a word of either language names, None for any other word."""
    return _DUTY_OF.get(text.fold(word))


def _named(cells: Sequence[str], heading: Mapping[str, int] | None) -> Mapping[str, str]:
    """Return each cell by the name of its column; without a heading the duty may be left out altogether."""
    if heading is not None:
        return {name: _cell(cells, heading.get(name)) for name in HEADINGS}
    names = list(HEADINGS)
    if len(cells) < _ALL_COLUMNS and duty_named(_cell(cells, names.index("duty"))) is None:
        names.remove("duty")
    return {name: _cell(cells, names.index(name) if name in names else None) for name in HEADINGS}


def _row(
    number: int,
    typed: Mapping[str, str],
    known: Known,
    otherwise: Duty,
    seen: dict[str, list[tuple[int, Duty]]],
) -> Row:
    problems: list[RuleBroken] = []
    email = typed["email"]
    duty, wrong_duty = _duty(typed["duty"], otherwise)
    try:
        details.full_name(typed["name"])
    except RuleBroken as error:
        problems.append(error)
    try:
        email = addresses.canonical(email)
        problems.extend(_twice(email, number, duty, seen))
    except RuleBroken as error:
        problems.append(error)
    unit_id, wrong_unit = _unit(typed["unit"], known)
    category_ids, wrong_category = _categories(typed["categories"], known)
    problems += [*wrong_duty, *wrong_unit, *wrong_category]
    return Row(
        number,
        typed["name"],
        email,
        typed["duty"],
        duty,
        typed["unit"],
        typed["categories"],
        unit_id,
        category_ids,
        tuple(problems),
    )


def _duty(typed: str, otherwise: Duty) -> tuple[Duty, list[RuleBroken]]:
    if not typed:
        return otherwise, []
    duty = duty_named(typed)
    if duty is None:
        return otherwise, [
            RuleBroken(
                N_(
                    "There is no duty “%(duty)s”. Write organiser, secretary, judge, chair, observer, contact of a"
                    " unit, treasurer or key holder, or nothing."
                ),
                duty=typed,
            )
        ]
    return duty, [] if duty in INVITED else [RuleBroken(_NOT_INVITED[duty])]


def _cell(cells: Sequence[str], position: int | None) -> str:
    return cells[position] if position is not None and position < len(cells) else ""


def _twice(
    email: str, number: int, duty: Duty, seen: dict[str, list[tuple[int, Duty]]]
) -> Iterator[RuleBroken]:
    """Refuse the same duty twice, and two that exclude each other; a person may have several that do not."""
    before = seen.setdefault(email, [])
    same = next((row for row, other in before if other == duty), None)
    apart = next((row for row, other in before if frozenset((other, duty)) in EXCLUDED), None)
    if same is not None:
        yield RuleBroken(
            N_("This e-mail address stands in row %(row)d too. Remove one of the two."), row=same
        )
    elif apart is not None:
        yield RuleBroken(
            N_(
                "Row %(row)d gives this person another duty, and the two do not go together. Remove one of the two."
            ),
            row=apart,
        )
    before.append((number, duty))


def _unit(typed: str, known: Known) -> tuple[int | None, list[RuleBroken]]:
    if not typed:
        return None, []
    found = known.units.get(typed) or known.units.get(text.fold(typed)) or ()
    if len(found) == 1:
        return found[0], []
    if found:
        return None, [
            RuleBroken(N_("Several units are called “%(unit)s”. Write the unit's code."), unit=typed)
        ]
    return None, [
        RuleBroken(
            N_(
                "There is no unit “%(unit)s”. Write a unit by its name or code as in the list of units, a duty as in"
                " the example."
            ),
            unit=typed,
        )
    ]


def _categories(typed: str, known: Known) -> tuple[tuple[int, ...], list[RuleBroken]]:
    found: list[int] = []
    for part in filter(None, (text.one_line(each) for each in typed.split(_BETWEEN))):
        category = known.categories.get(text.fold(part))
        if category is None:
            return (), [
                RuleBroken(
                    N_("There is no category “%(category)s”. Several are written with / between them."),
                    category=part,
                )
            ]
        found.append(category)
    return tuple(dict.fromkeys(found)), []
