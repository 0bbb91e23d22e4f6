"""Prizes for units: by which formula and gates units are ranked for them, and what is wrong with what was set.

The formula ranks, people choose: how collective awards are given differs from contest to contest and from year to year
(domain.md 1.11), and the committee has the last word everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from contest.editions.rules import prizes as winning
from contest.editions.rules.prizes import COUNT, NAME
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.people.rules.unit_tree import DEPTH
from contest.people.rules.unit_tree import KIND as KIND_LENGTH

# Which units are ranked: those that authors name, those of a kind ("kind:commune"), or a level of the tree ("level:2",
# from the top). Works of units below count for them.
OWN, KIND, LEVEL = "own", "kind:", "level:"
# Whom a work by authors of several units counts for (domain.md 8.2, row 1).
CONTACT, SPLIT, EACH = "contact", "split", "each"
CREDITS: Final = (CONTACT, SPLIT, EACH)
MEASURES: Final = ("submitted", "admitted", "finalists", "rate")
MOST: Final = 20
WEIGHT: Final = Decimal(1000)
LEAST: Final = 100_000
# Suggested for the prizes of the tables from the highest down, and for all below.
_SUGGESTED: Final = (10, 7, 5, 3, 2)
_AT_THE_END: Final = 1
_ENOUGH: Final = 2  # prizes from the top down of which one is enough: "prize B or higher"


@dataclass(frozen=True, slots=True)
class UnitPrize:
    """A prize for units; `amount` in whole đồng for each, None where it brings no money."""

    name: str
    count: int = 1
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class PrizePoints:
    """What a prize of the tables is worth to the unit of its winner. `is_enough`: having one opens the gate."""

    prize: str
    points: Decimal = Decimal(0)
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class UnitPrizes:
    """The prizes for units and how they are ranked.

    Points for each work `submitted`, `admitted` by the screening and brought to the last round (`finalists`), for each
    submitted work on 100 people of the unit (`rate`), and for each prize of the tables. Gates: `admitted_least` works
    admitted, and one of the prizes that are enough, where there are any.
    """

    is_on: bool = False
    prizes: tuple[UnitPrize, ...] = ()
    counted: str = OWN
    credit: str = CONTACT
    submitted: Decimal = Decimal(0)
    admitted: Decimal = Decimal(0)
    finalists: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    points: tuple[PrizePoints, ...] = ()
    admitted_least: int | None = None

    @property
    def enough(self) -> tuple[str, ...]:
        """The prizes of which a unit needs one; none: that gate is open."""
        return tuple(each.prize for each in self.points if each.is_enough)

    @property
    def asks_headcount(self) -> bool:
        return self.is_on and self.rate > 0


NO_UNIT_PRIZES: Final = UnitPrizes()
Tables = Sequence[Sequence[str]]


def kind(counted: str) -> str:
    """Return the kind of unit that is counted by, "" where it is not by a kind."""
    return counted.removeprefix(KIND) if counted.startswith(KIND) else ""


def level(counted: str) -> int | None:
    """Return the level of the tree that is counted by, 1 for the top; None where it is not by a level."""
    number = counted.removeprefix(LEVEL)
    is_level = counted.startswith(LEVEL) and number.isascii() and number.isdigit() and len(number) < 3
    return int(number) if is_level and 1 <= int(number) <= DEPTH else None


def is_way(counted: str) -> bool:
    """Tell whether units can be counted so."""
    return counted == OWN or level(counted) is not None or 1 <= len(kind(counted)) <= KIND_LENGTH


def names(tables: Tables) -> tuple[str, ...]:
    """Return the names of all prizes of the tables, each once, in the order of the tables."""
    return tuple(dict.fromkeys(name for table in tables for name in table))


def suggested(tables: Tables, *, name: str, rounds: int) -> UnitPrizes:
    """Return a formula to begin with: quality first, as most contests have it, and a gate of one high prize.

    `name` is what the prize may be called; `rounds`: only with two of them it says something to be in the last.
    """
    listed = names(tables)
    worth = (*_SUGGESTED, *[_AT_THE_END] * len(listed))
    enough = _enough(tables)
    return UnitPrizes(
        is_on=True,
        prizes=(UnitPrize(name, 3),),
        admitted=Decimal(1),
        finalists=Decimal(3 if rounds > 1 else 0),
        points=tuple(
            PrizePoints(each, Decimal(points), each in enough)
            for each, points in zip(listed, worth, strict=False)
        ),
    )


def _enough(tables: Tables) -> frozenset[str]:
    """Return the highest prizes of the first table, of another one where it has none of them, and all above those."""
    found: set[str] = set()
    for table in tables:
        if not found.intersection(table):
            found.update(table[:_ENOUGH])
    while more := {above for _, above in _holes(tables, found)}:
        found |= more
    return frozenset(found)


def _holes(tables: Tables, enough: set[str]) -> Iterator[tuple[str, str]]:
    """Give (a prize that is enough, one above it in a table that is not)."""
    for table in tables:
        for position, name in enumerate(table):
            if name in enough:
                yield from ((name, above) for above in table[:position] if above not in enough)


def clean(set_up: UnitPrizes) -> UnitPrizes:
    """Bring names into the form they are kept in; nothing is kept of what is switched off."""
    if not set_up.is_on:
        return NO_UNIT_PRIZES
    return replace(
        set_up,
        prizes=tuple(replace(each, name=text.one_line(each.name)) for each in set_up.prizes),
        counted=text.one_line(set_up.counted),
        points=tuple(each for each in set_up.points if each.points or each.is_enough),
    )


def problems(set_up: UnitPrizes, tables: Tables) -> Iterator[RuleBroken]:
    """Name what is wrong; `tables`: the names of the categories' prizes. `field` is a path like unit_prizes-0-name."""
    if not set_up.is_on:
        return
    yield from _prizes(set_up.prizes)
    if not is_way(set_up.counted):
        yield RuleBroken(N_("Choose from the list."), field="unit_counted")
    if set_up.credit not in CREDITS:
        yield RuleBroken(N_("Choose from the list."), field="unit_credit")
    yield from _weights(set_up)
    yield from _points(set_up.points, tables)
    if set_up.admitted_least is not None and not 1 <= set_up.admitted_least <= LEAST:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d, or nothing."),
            field="unit_admitted_least",
            least=1,
            most=LEAST,
        )


def _prizes(listed: Sequence[UnitPrize]) -> Iterator[RuleBroken]:
    if not 1 <= len(listed) <= MOST:
        yield RuleBroken(
            N_("Write from 1 to %(most)d prizes for units, or switch them off."),
            field="unit_prizes",
            most=MOST,
        )
    called = [each.name.casefold() for each in listed]
    for position, each in enumerate(listed):
        path = f"unit_prizes-{position}"
        if not 1 <= len(each.name) <= NAME:
            yield RuleBroken(N_("Write a name of 1 to %(most)d characters."), field=f"{path}-name", most=NAME)
        if each.name.casefold() in called[:position]:
            yield RuleBroken(
                N_("“%(name)s” is here twice. Give each a name of its own."),
                field=f"{path}-name",
                name=each.name,
            )
        if not 1 <= each.count <= COUNT:
            yield RuleBroken(
                N_("Write a whole number from %(least)d to %(most)d."),
                field=f"{path}-count",
                least=1,
                most=COUNT,
            )
        yield from winning.amount(each.amount, f"{path}-amount")


def _weights(set_up: UnitPrizes) -> Iterator[RuleBroken]:
    for measure in MEASURES:
        yield from _weight(getattr(set_up, measure), f"unit_{measure}")
    if not any(getattr(set_up, measure) for measure in MEASURES) and not any(p.points for p in set_up.points):
        yield RuleBroken(
            N_(
                "Without any points all units are equal. Write points for at least one of the things that count."
            ),
            field="unit_submitted",
        )


def _weight(points: Decimal, path: str) -> Iterator[RuleBroken]:
    if not (points.is_finite() and 0 <= points <= WEIGHT):
        yield RuleBroken(N_("Write points from 0 to %(most)d, or nothing."), field=path, most=int(WEIGHT))


def _points(listed: Sequence[PrizePoints], tables: Tables) -> Iterator[RuleBroken]:
    known = names(tables)
    enough = {each.prize for each in listed if each.is_enough}
    holes = dict(_holes(tables, enough))
    for position, each in enumerate(listed):
        path = f"unit_points-{position}"
        yield from _weight(each.points, f"{path}-points")
        if each.prize not in known:
            yield RuleBroken(
                N_(
                    "The formula of the unit prizes names “%(prize)s”, and no prize table has it. On the page Unit"
                    " prizes take its points and its tick away."
                ),
                field=f"{path}-points",
                prize=each.prize,
            )
        if each.is_enough and each.prize in holes:
            yield RuleBroken(
                N_(
                    "“%(lower)s” is enough for a unit prize, and “%(higher)s”, which is higher, is not. Tick that"
                    " one too."
                ),
                field=f"{path}-is_enough",
                lower=each.prize,
                higher=holes[each.prize],
            )
