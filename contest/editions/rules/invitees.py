"""A list of people to invite, as it comes from a spreadsheet: columns found, each row read or told what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.people.rules import addresses, details

# What the columns may be called, folded; without a heading they come in this order.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("ho ten", "ho va ten", "ten", "name", "full name"),
    "email": ("email", "e-mail", "thu dien tu", "dia chi email", "e-mail address", "dia chi e-mail"),
    "unit": ("don vi", "co quan", "don vi cong tac", "unit", "organisation"),
    "categories": ("tieu ban", "the loai", "category", "categories", "sub-panel", "panel"),
}
_BETWEEN: Final = "/"


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list. `problems` say what to mend; ids are of the unit and categories that were named."""

    number: int
    name: str
    email: str
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


def rows(lines: Sequence[tuple[int, Sequence[str]]], known: Known) -> tuple[Row, ...]:
    """Read the list. Each line is (number as the spreadsheet shows it, cells)."""
    heading = columns(lines[0][1]) if lines else None
    where = heading or {name: position for position, name in enumerate(HEADINGS)}
    seen: dict[str, int] = {}
    return tuple(_row(number, cells, where, known, seen) for number, cells in lines[1 if heading else 0 :])


def _row(
    number: int, cells: Sequence[str], where: Mapping[str, int], known: Known, seen: dict[str, int]
) -> Row:
    typed = {name: _cell(cells, where.get(name)) for name in HEADINGS}
    problems: list[RuleBroken] = []
    email = typed["email"]
    try:
        details.full_name(typed["name"])
    except RuleBroken as error:
        problems.append(error)
    try:
        email = addresses.canonical(email)
        problems.extend(_twice(email, number, seen))
    except RuleBroken as error:
        problems.append(error)
    unit_id, wrong_unit = _unit(typed["unit"], known)
    category_ids, wrong_category = _categories(typed["categories"], known)
    problems += [*wrong_unit, *wrong_category]
    return Row(
        number,
        typed["name"],
        email,
        typed["unit"],
        typed["categories"],
        unit_id,
        category_ids,
        tuple(problems),
    )


def _cell(cells: Sequence[str], position: int | None) -> str:
    return cells[position] if position is not None and position < len(cells) else ""


def _twice(email: str, number: int, seen: dict[str, int]) -> Iterator[RuleBroken]:
    if email in seen:
        yield RuleBroken(
            N_("This e-mail address stands in row %(row)d too. Remove one of the two."), row=seen[email]
        )
    seen.setdefault(email, number)


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
            N_("There is no unit “%(unit)s”. Write its name or code as in the list of units."), unit=typed
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
