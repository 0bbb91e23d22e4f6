"""Who must not take part (committee, jury, staff): lists read row by row, and authors compared with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

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
}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list; `problems` say what to mend."""

    number: int
    name: str
    email: str
    why: str
    problems: tuple[RuleBroken, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who is barred. `account_id` where the person is known by an account, as officials are."""

    name: str
    email: str
    why: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An author who is perhaps somebody on the list: `by` is account, email or name."""

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

    return Row(
        number,
        cell("name"),
        cell("email"),
        cell("why"),
        tuple(_problems(cell("name"), cell("email"), cell("why"))),
    )


def _problems(name: str, email: str, why: str) -> Iterator[RuleBroken]:
    try:
        details.full_name(name)
    except RuleBroken as error:
        yield error
    if email:
        try:
            addresses.canonical(email)
        except RuleBroken as error:
            yield error
    if len(why) > WHY:
        yield RuleBroken(N_("The reason is too long: at most %(most)d characters."), most=WHY)


def matches(name: str, email: str, account_id: int, listed: Sequence[Listed]) -> tuple[Match, ...]:
    """Return who on the list an author perhaps is, each once, by the surest sign. A person decides, never this."""
    found = []
    for each in listed:
        if each.account_id is not None and each.account_id == account_id:
            found.append(Match(each, "account"))
        elif each.email and each.email == email:
            found.append(Match(each, "email"))
        elif _words(each.name) == _words(name) and len(_words(name)) > 1:
            found.append(Match(each, "name"))
    return tuple(found)


def _words(name: str) -> tuple[str, ...]:
    """Give the words of a name without diacritics and in one order: family names stand first or last."""
    return tuple(sorted(text.fold(name).split()))
