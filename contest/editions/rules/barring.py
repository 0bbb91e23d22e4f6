"""Who must not take part (committee, jury, staff): lists read row by row, and authors compared with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from contest.editions.rules import identity
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.people.rules import addresses, details

WHY = 120
MOST = 2000
# What the columns may be called, folded; without a heading they come in this order.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("ho ten", "ho va ten", "ten", "name", "full name"),
    "email": ("email", "e-mail", "thu dien tu", "dia chi email", "e-mail address", "dia chi e-mail"),
    "why": ("ly do", "chuc danh", "nhiem vu", "vai tro", "why", "role", "reason", "duty"),
    "id_number": (
        "cccd", "so cccd", "cmnd", "so cmnd", "cccd/cmnd", "so cccd/cmnd", "can cuoc", "so can cuoc",
        "so can cuoc cong dan", "so dinh danh", "id number", "citizen id number",
    ),
}  # fmt: skip
# A spreadsheet that takes the number for one to reckon with drops the noughts before it.
_CUT: Final[Mapping[int, int]] = {8: 9, 10: 12, 11: 12}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list; `problems` say what to mend."""

    number: int
    name: str
    email: str
    why: str
    id_number: str = ""
    problems: tuple[RuleBroken, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who is barred. `account_id` where the person is known by an account, as officials are."""

    name: str
    email: str
    why: str
    account_id: int | None = None
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An author who is perhaps somebody on the list: `by` is account, id_number, email or name."""

    listed: Listed
    by: str


def rows(lines: Sequence[tuple[int, Sequence[str]]]) -> tuple[Row, ...]:
    """Read a list. Each line is (number as the spreadsheet shows it, cells)."""
    heading = _columns(lines[0][1]) if lines else None
    where = heading or {name: position for position, name in enumerate(HEADINGS)}
    return tuple(_row(number, cells, where) for number, cells in lines[1 if heading else 0 :])


def _columns(first: Sequence[str]) -> Mapping[str, int] | None:
    found = {
        name: position
        for position, cell in enumerate(first)
        for name, called in HEADINGS.items()
        if text.fold(cell) in called
    }
    return found if "name" in found else None


def _row(number: int, cells: Sequence[str], where: Mapping[str, int]) -> Row:
    def cell(name: str) -> str:
        position = where.get(name)
        return text.one_line(cells[position]) if position is not None and position < len(cells) else ""

    row = Row(number, cell("name"), cell("email"), cell("why"), _with_noughts(cell("id_number")))
    found = tuple(_problems(row))
    return (
        replace(row, problems=found) if found else replace(row, id_number=identity.id_number(row.id_number))
    )


def _with_noughts(typed: str) -> str:
    return typed.zfill(_CUT.get(len(typed), 0)) if typed.isascii() and typed.isdigit() else typed


def _problems(row: Row) -> Iterator[RuleBroken]:
    rules: tuple[tuple[Callable[[str], object], str], ...] = (
        (details.full_name, row.name),
        (lambda email: email and addresses.canonical(email), row.email),
        (identity.id_number, row.id_number),
    )
    for rule, value in rules:
        try:
            rule(value)
        except RuleBroken as error:
            yield error
    if len(row.why) > WHY:
        yield RuleBroken(N_("The reason is too long: at most %(most)d characters."), most=WHY)


def matches(
    name: str, email: str, account_id: int, listed: Sequence[Listed], *, id_number: str = ""
) -> tuple[Match, ...]:
    """Return who on the list an author perhaps is, each once, by the surest sign. A person decides, never this."""
    found = []
    for each in listed:
        if each.account_id is not None and each.account_id == account_id:
            found.append(Match(each, "account"))
        elif each.id_number and each.id_number == id_number:
            found.append(Match(each, "id_number"))
        elif each.email and each.email == email:
            found.append(Match(each, "email"))
        elif _words(each.name) == _words(name) and len(_words(name)) > 1:
            found.append(Match(each, "name"))
    return tuple(found)


def _words(name: str) -> tuple[str, ...]:
    """Give the words of a name without diacritics and in one order: family names stand first or last."""
    return tuple(sorted(text.fold(name).split()))
