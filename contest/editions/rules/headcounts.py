"""Lists of how many people units have, read row by row: a code (or a name) first, the number last."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

MOST: Final = 10_000_000
# What the columns may be called, folded; without a heading the unit stands first and the number last.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": ("ma", "ma don vi", "code", "unit code", "unit", "don vi"),
    "people": ("so nguoi", "quan so", "so can bo", "so doan vien", "so dang vien", "people", "headcount"),
}
_WRITTEN: Final = re.compile(r"[0-9]{1,3}([ .,\u00a0])[0-9]{3}(\1[0-9]{3})*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list. `people` 0 takes a number away; `problems` say what to mend."""

    number: int
    unit: str
    typed: str
    unit_id: int | None = None
    people: int = 0
    problems: tuple[RuleBroken, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Known:
    """Units by what they may be called (a code, a folded name), and for those not ranked the name of who is instead.

    "" where their works count for no unit.
    """

    units: Mapping[str, Sequence[int]]
    instead: Mapping[int, str]


def rows(lines: Sequence[tuple[int, Sequence[str]]], known: Known) -> tuple[Row, ...]:
    """Read a list; each line is (number as the spreadsheet shows it, cells). Rows without a number are left out."""
    heading = _heading(lines[0][1]) if lines else None
    found: list[Row] = []
    for number, cells in lines[1 if heading else 0 :]:
        row = _row(number, cells, heading, known)
        if row.typed or len(cells) < 2:
            twice = [each.number for each in found if row.unit_id is not None and each.unit_id == row.unit_id]
            found.append(replace(row, problems=(*row.problems, *_twice(twice))))
    return tuple(found)


def _heading(first: Sequence[str]) -> dict[str, int] | None:
    found = {
        name: position
        for position, cell in reversed(list(enumerate(first)))
        for name, called in HEADINGS.items()
        if text.fold(cell) in called
    }
    return found if found.keys() == HEADINGS.keys() else None


def _row(number: int, cells: Sequence[str], heading: dict[str, int] | None, known: Known) -> Row:
    where = heading or {"unit": 0, "people": len(cells) - 1 if len(cells) > 1 else 1}
    unit, typed = (
        text.one_line(cells[where[name]]) if where[name] < len(cells) else "" for name in ("unit", "people")
    )
    ids = known.units.get(unit, ()) or known.units.get(text.fold(unit), ())
    written = _WRITTEN.fullmatch(typed)
    people = int(re.sub("[^0-9]", "", typed)) if written and len(typed) < 20 else -1
    row = Row(number, unit, typed, ids[0] if len(ids) == 1 else None, max(people, 0))
    return replace(row, problems=tuple(_problems(row, len(ids), people, known)))


def _problems(row: Row, fitting: int, people: int, known: Known) -> Iterator[RuleBroken]:
    if not fitting:
        yield RuleBroken(N_("There is no unit with the code or name “%(unit)s”."), unit=row.unit)
    elif fitting > 1:
        yield RuleBroken(N_("Several units are called “%(unit)s”. Write the code."), unit=row.unit)
    elif row.unit_id is not None and row.unit_id in known.instead:
        instead = known.instead[row.unit_id]
        if instead:
            yield RuleBroken(
                N_("“%(unit)s” is not ranked itself: its works count for “%(other)s”."),
                unit=row.unit,
                other=instead,
            )
        else:
            yield RuleBroken(N_("“%(unit)s” is not ranked: its works count for no unit."), unit=row.unit)
    if not 0 <= people <= MOST:
        yield RuleBroken(
            N_("“%(typed)s” is no number of people. Write a whole number up to %(most)d."),
            typed=row.typed,
            most=MOST,
        )


def _twice(before: Sequence[int]) -> Iterator[RuleBroken]:
    for number in before[:1]:
        yield RuleBroken(N_("The unit stands in row %(row)d too. Remove one of the two."), row=number)
