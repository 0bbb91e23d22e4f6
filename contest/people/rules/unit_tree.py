"""The tree of units: what a unit is, which trees are sound, who took the place of whom, and lists from spreadsheets."""

import hashlib
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

CODE, NAME, KIND = 40, 200, 40
DEPTH = 20  # no administration is that deep: a loop in the data ends here
_DAY: Final = timedelta(days=1)
_BETWEEN: Final = ("/", ",", ";", "+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by codes, not ids. Valid from the first day to the last, both included; None: without limit.

    `successors` took its place on the day after the last: one for a merger or a new name, several for a division.
    """

    code: str
    name: str
    kind: str = ""
    parent: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()

    def is_valid(self, on: date) -> bool:
        return is_valid(self.valid_from, self.valid_until, on)


def is_valid(first: date | None, last: date | None, on: date) -> bool:
    """Tell whether the day lies between the two, both included; None is no limit."""
    return (first or on) <= on <= (last or on)


Tree = Mapping[str, Unit]


def digest(tree: Tree) -> str:
    """Return what tells this tree from any other."""
    return hashlib.sha256(repr([tree[code] for code in sorted(tree)]).encode()).hexdigest()


def problems(tree: Tree, code: str) -> Iterator[RuleBroken]:
    """Name everything that is wrong with the unit in its tree, each with the field it belongs beside."""
    unit = tree[code]
    yield from _texts(unit)
    yield from _dates(unit)
    yield from _parent(tree, unit)
    for successor in unit.successors:
        yield from _successor(tree, unit, successor)


def _texts(unit: Unit) -> Iterator[RuleBroken]:
    if any(sign in unit.code for sign in (" ", *_BETWEEN)):
        yield RuleBroken(
            N_("A code has no spaces and none of the signs %(signs)s: they stand between codes."),
            field="code",
            signs=" ".join(_BETWEEN),
        )
    for name, most in (("code", CODE), ("name", NAME), ("kind", KIND)):
        value = getattr(unit, name)
        if not value and name != "kind":
            yield RuleBroken(N_("A unit needs a code and a name."), field=name)
        if len(value) > most:
            yield RuleBroken(
                N_("This has %(length)d characters; there is room for %(most)d. Shorten it."),
                field=name,
                length=len(value),
                most=most,
            )


def _dates(unit: Unit) -> Iterator[RuleBroken]:
    if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
        yield RuleBroken(N_("The last day is before the first. Correct one of the two."), field="valid_until")
    if unit.successors and unit.valid_until is None:
        yield RuleBroken(
            N_("A unit that has successors has ended. Write its last day, or take the successors away."),
            field="valid_until",
        )


def _parent(tree: Tree, unit: Unit) -> Iterator[RuleBroken]:
    if unit.parent is None:
        return
    if unit.parent not in tree:
        yield RuleBroken(N_("There is no unit with the code %(code)s."), field="parent", code=unit.parent)
    elif unit.code in line(tree, unit.parent):
        yield RuleBroken(
            N_("A unit cannot belong to itself or to one below it. Choose another one above it."),
            field="parent",
        )


def _successor(tree: Tree, unit: Unit, successor: str) -> Iterator[RuleBroken]:
    if successor not in tree:
        yield RuleBroken(N_("There is no unit with the code %(code)s."), field="successors", code=successor)
        return
    if unit.code in _later(tree, successor):
        yield RuleBroken(
            N_("%(code)s cannot take the place of a unit that came after it."),
            field="successors",
            code=successor,
        )
    elif unit.valid_until is not None and not tree[successor].is_valid(unit.valid_until + _DAY):
        yield RuleBroken(
            N_("%(code)s is not valid on the day after the last day of the unit whose place it takes."),
            field="successors",
            code=successor,
        )


def line(tree: Tree, code: str | None) -> tuple[str, ...]:
    """Return the unit and those above it, from itself up; a loop ends where it closes."""
    found: list[str] = []
    while code is not None and code in tree and code not in found:
        found.append(code)
        code = tree[code].parent
    return tuple(found)


def current(tree: Tree, code: str, on: date) -> tuple[str, ...]:
    """Return who stands for the unit on that day: itself, or its successors, theirs, and so on; in order of codes."""
    unit = tree[code]
    if unit.is_valid(on) or not unit.successors:
        return (code,)
    return tuple(sorted(each for each in _later(tree, code) if tree[each].is_valid(on))) or (code,)


def _later(tree: Tree, code: str) -> frozenset[str]:
    """Return the unit and all that came after it."""
    found, waiting = set(), [code]
    while waiting:
        each = waiting.pop()
        if each in tree and each not in found:
            found.add(each)
            waiting.extend(tree[each].successors)
    return frozenset(found)


def territory(tree: Tree, code: str) -> frozenset[str]:
    """Return the unit and all those whose place it took, directly or not: whose figures of past years are its own."""
    before: dict[str, list[str]] = {}
    for unit in tree.values():
        for successor in unit.successors:
            before.setdefault(successor, []).append(unit.code)
    found, waiting = set(), [code]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(before.get(each, ()))
    return frozenset(found)


# --- lists --------------------------------------------------------------------------------------------------

COLUMNS: Final = ("code", "name", "kind", "parent", "valid_from", "valid_until", "successors")
# What the columns may be called, folded; the first of each language is what we write.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("ma", "ma don vi", "code"),
    "name": ("ten", "ten don vi", "name", "unit"),
    "kind": ("loai", "loai don vi", "kind"),
    "parent": ("ma don vi cap tren", "ma cap tren", "don vi cap tren", "parent code", "parent"),
    "valid_from": ("tu ngay", "ngay bat dau", "valid from", "from"),
    "valid_until": ("den ngay", "den het ngay", "ngay ket thuc", "valid until", "until"),
    "successors": ("ma don vi ke thua", "don vi ke thua", "ke thua", "successor codes", "successors"),
}
_DATES: Final = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: what it says, and what of it cannot be."""

    number: int
    unit: Unit
    problems: tuple[RuleBroken, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would do to the tree. Units that it does not name stay as they are."""

    rows: tuple[Listed, ...]
    added: tuple[Unit, ...]
    changed: tuple[tuple[Unit, Unit], ...]  # before and after
    unchanged: int

    @property
    def wrong(self) -> tuple[Listed, ...]:
        return tuple(row for row in self.rows if row.problems)


def read(lines: Sequence[tuple[int, Sequence[str]]]) -> tuple[Listed, ...]:
    """Read the rows of a list. Each line is (number as the spreadsheet shows it, cells). Raises RuleBroken."""
    heading = [text.fold(cell) for cell in lines[0][1]] if lines else []
    where = {
        name: position
        for name, called in HEADINGS.items()
        for position, cell in enumerate(heading)
        if cell in called
    }
    if not {"code", "name"} <= where.keys():
        raise RuleBroken(
            N_(
                "The first row must name the columns: at least Code and Name. Take the template to start from,"
                " or write the names above your columns."
            ),
            field="file",
        )
    return tuple(_listed(number, cells, where) for number, cells in lines[1:])


def _listed(number: int, cells: Sequence[str], where: Mapping[str, int]) -> Listed:
    typed = {
        name: cells[where[name]] if name in where and where[name] < len(cells) else "" for name in COLUMNS
    }
    wrong: list[RuleBroken] = []
    days = {name: _day(typed[name], name, wrong) for name in ("valid_from", "valid_until")}
    unit = Unit(
        code=typed["code"],
        name=typed["name"],
        kind=typed["kind"],
        parent=typed["parent"] or None,
        successors=codes(typed["successors"]),
        **days,
    )
    return Listed(number, unit, tuple(wrong))


def codes(typed: str) -> tuple[str, ...]:
    """Read several codes, with spaces or signs between them."""
    for sign in _BETWEEN:
        typed = typed.replace(sign, " ")
    return tuple(sorted(set(typed.split())))


def _day(typed: str, field: str, wrong: list[RuleBroken]) -> date | None:
    if not typed:
        return None
    for form in _DATES:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    wrong.append(
        RuleBroken(N_("“%(typed)s” is no date. Write it like 30/06/2025."), field=field, typed=typed)
    )
    return None


def plan(tree: Tree, listed: Sequence[Listed]) -> Plan:
    """Return what the list would do; rows are judged in the tree as it would be afterwards."""
    afterwards = {**tree, **{row.unit.code: row.unit for row in listed}}
    first: dict[str, int] = {}
    rows = []
    for row in listed:
        code = row.unit.code
        twice = (
            [RuleBroken(N_("The code stands in row %(row)d too. Remove one of the two."), row=first[code])]
            if code in first
            else []
        )
        first.setdefault(code, row.number)
        # A code that stands twice: each of the rows is looked at as if it were the one.
        found = (*row.problems, *twice, *problems(ChainMap({code: row.unit}, afterwards), code))
        rows.append(Listed(row.number, row.unit, found))
    added = tuple(row.unit for row in rows if row.unit.code not in tree)
    changed = tuple(
        (tree[row.unit.code], row.unit)
        for row in rows
        if row.unit.code in tree and tree[row.unit.code] != row.unit
    )
    return Plan(tuple(rows), added, changed, len(rows) - len(added) - len(changed))


def differences(before: Unit, after: Unit) -> tuple[str, ...]:
    """Name the fields in which the two differ."""
    return tuple(f.name for f in fields(Unit) if getattr(before, f.name) != getattr(after, f.name))
