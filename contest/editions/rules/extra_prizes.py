"""Prizes of an edition beside the categories' tables: for young authors, the oldest, the youngest, or for a theme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contest.editions.rules.conditions import EARLIEST_BIRTH
from contest.editions.rules.prizes import COUNT, NAME, amount
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

# The best among those born in a year or later; by the year of birth; chosen by the jury, by code and with a reason.
PROMISING, OLDEST, YOUNGEST, THEMATIC = "promising", "oldest", "youngest", "thematic"
KINDS: Final = (PROMISING, OLDEST, YOUNGEST, THEMATIC)
# Among which works: those ranked in the last round, or all that were judged.
RANKED, JUDGED = "ranked", "judged"
AMONG: Final = (RANKED, JUDGED)
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class ExtraPrize:
    """Such a prize. `born_from`: of promising authors, the first year of birth; `only_without`: no other prize won."""

    name: str
    kind: str
    count: int = 1
    amount: int | None = None
    among: str = RANKED
    born_from: int | None = None
    only_without: bool = False


def clean(prizes: Sequence[ExtraPrize]) -> tuple[ExtraPrize, ...]:
    """Bring names into the form they are kept in, and leave out what does not belong to a kind."""
    return tuple(
        replace(
            each,
            name=text.one_line(each.name),
            born_from=each.born_from if each.kind == PROMISING else None,
            among=RANKED if each.kind == THEMATIC else each.among,
            only_without=each.only_without and each.kind != THEMATIC,
        )
        for each in prizes
    )


def later(prizes: Sequence[ExtraPrize], years: int) -> tuple[ExtraPrize, ...]:
    """Return the prizes of an edition that many years later: whoever is young then was born as much later."""
    return tuple(
        replace(each, born_from=each.born_from + years) if each.born_from is not None else each
        for each in prizes
    )


def problems(prizes: Sequence[ExtraPrize], *, year: int) -> Iterator[RuleBroken]:
    """Name what is wrong; `year` is the edition's. `field` is a path like extra_prizes-0-name."""
    if len(prizes) > MOST:
        yield RuleBroken(
            N_("There is room for %(most)d here, and you wrote %(count)d. Remove some."),
            field="extra_prizes",
            most=MOST,
            count=len(prizes),
        )
    names = [each.name.casefold() for each in prizes]
    for position, each in enumerate(prizes):
        path = f"extra_prizes-{position}"
        yield from _name(each.name, f"{path}-name", twice=each.name.casefold() in names[:position])
        yield from _choices(each, path)
        yield from amount(each.amount, f"{path}-amount")
        if not 1 <= each.count <= COUNT:
            yield _whole(f"{path}-count", 1, COUNT)
        if each.kind == PROMISING and not EARLIEST_BIRTH <= (each.born_from or 0) <= year:
            yield _whole(f"{path}-born_from", EARLIEST_BIRTH, year)


def _name(name: str, path: str, *, twice: bool) -> Iterator[RuleBroken]:
    if not 1 <= len(name) <= NAME:
        yield RuleBroken(N_("Write a name of 1 to %(most)d characters."), field=path, most=NAME)
    if twice:
        yield RuleBroken(N_("“%(name)s” is here twice. Give each a name of its own."), field=path, name=name)


def _choices(each: ExtraPrize, path: str) -> Iterator[RuleBroken]:
    if each.kind not in KINDS:
        yield RuleBroken(N_("Choose from the list."), field=f"{path}-kind")
    if each.among not in AMONG:
        yield RuleBroken(N_("Choose from the list."), field=f"{path}-among")


def _whole(path: str, least: int, most: int) -> RuleBroken:
    return RuleBroken(
        N_("Write a whole number from %(least)d to %(most)d."), field=path, least=least, most=most
    )
