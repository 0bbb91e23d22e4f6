"""Applies a prize table to the standings: a proposal that the chair decides on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contest.assignment.rules.reasons import Reason
from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.ranking import Decision, Standing, decided_by


@dataclass(frozen=True, slots=True)
class Prize:
    """A line of a category's prize table; `at_least` is the least value that may win it."""

    name: str
    count: int
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Award:
    category: str
    code: str
    prize: str


@dataclass(frozen=True, slots=True)
class Unfilled:
    """`count` prizes that nobody gets, and why."""

    category: str
    prize: str
    count: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Border:
    """A tie that the end of a prize cuts through: the chair should look at it.

    `codes` are all entries of that value in order of rank, `last_in` the last that gets `prize`; `decision`
    is the rule that put the next one below it.
    """

    category: str
    prize: str
    codes: tuple[str, ...]
    last_in: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Proposal:
    """All in order of category, prize and rank."""

    awards: tuple[Award, ...]
    unfilled: tuple[Unfilled, ...]
    borders: tuple[Border, ...]


def propose(standings: Iterable[Standing], table: Mapping[str, Sequence[Prize]]) -> Proposal:
    """Give the prizes of each category from the best rank down; a prize below its threshold stays empty.

    `table` holds each category's prizes, the highest first. Raises RuleBroken for a senseless table.
    """
    ranked = sorted(standings, key=lambda standing: (standing.category, standing.rank))
    awards: list[Award] = []
    unfilled: list[Unfilled] = []
    borders: list[Border] = []
    for category in sorted(table):
        _check_prizes(table[category])
        own = [standing for standing in ranked if standing.category == category]
        for prize, start, end in _seats(own, table[category]):
            awards.extend(Award(category, standing.code, prize.name) for standing in own[start:end])
            if end - start < prize.count:
                unfilled.append(_unfilled(category, prize, prize.count - (end - start), own[end:]))
            borders.extend(_border(prize.name, own, start, end))
    return Proposal(tuple(awards), tuple(unfilled), tuple(borders))


def _seats(own: Sequence[Standing], prizes: Sequence[Prize]) -> Iterator[tuple[Prize, int, int]]:
    """Yield each prize with the first and the past-the-last standing that get it."""
    end = 0
    for prize in prizes:
        start = end
        while end < min(len(own), start + prize.count) and _reaches(own[end], prize):
            end += 1
        yield prize, start, end


def _reaches(standing: Standing, prize: Prize) -> bool:
    return prize.at_least is None or standing.value >= Fraction(prize.at_least)


def _unfilled(category: str, prize: Prize, count: int, rest: Sequence[Standing]) -> Unfilled:
    if rest:
        why = Reason(N_("No further entry reaches %(threshold)s points."), {"threshold": prize.at_least})
    else:
        why = Reason(N_("No entry is left in this category."))
    return Unfilled(category, prize.name, count, why)


def _border(prize: str, own: Sequence[Standing], start: int, end: int) -> Iterator[Border]:
    if start < end < len(own) and own[end - 1].value == own[end].value:
        last, value = own[end - 1], own[end].value
        tied = tuple(standing.code for standing in own if standing.value == value)
        yield Border(last.category, prize, tied, last.code, decided_by(last.score, own[end].score))


def _check_prizes(prizes: Sequence[Prize]) -> None:
    names = [prize.name for prize in prizes]
    for prize in prizes:
        if prize.count < 1:
            raise RuleBroken(
                N_('The prize "%(prize)s" needs a count of 1 or more. Take it out if it is not given.'),
                field="count",
                prize=prize.name,
            )
        if names.count(prize.name) > 1:
            raise RuleBroken(
                N_('The prize "%(prize)s" stands twice. Make one line with the sum of both.'),
                field="name",
                prize=prize.name,
            )
