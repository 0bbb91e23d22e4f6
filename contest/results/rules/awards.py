"""Applies a prize table to the standings: a proposal that the chair decides on."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from contest.assignment.rules.reasons import Reason
from contest.editions.rules import ties
from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.ranking import Decision, Standing


@dataclass(frozen=True, slots=True)
class Prize:
    """A line of a category's prize table; `at_least` is the least value that may win it."""

    name: str
    count: int
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How many works may have a prize: in each category, and in all together; None and absent: as many as there are."""

    in_category: Mapping[str, int] = field(default_factory=dict)
    in_all: int | None = None


NO_CEILING = Ceiling()
_ANY = sys.maxsize


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
    """A tie that the end of a prize cuts through, or a place that more share than the prize has left.

    `codes` are all entries of that value in order of rank, `last_in` the last that gets `prize`; `decision`
    is the rule that put the next one below it. The chair should look at it, and must where the decision is open.
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


def propose(
    standings: Iterable[Standing], table: Mapping[str, Sequence[Prize]], ceiling: Ceiling = NO_CEILING
) -> Proposal:
    """Give the prizes of each category from the best rank down; a prize below its threshold stays empty.

    `table` holds each category's prizes, the highest first. Works that share a place get the same prize, and use up
    the places that follow. Raises RuleBroken for a senseless table.
    """
    ranked = sorted(standings, key=lambda standing: (standing.category, standing.position))
    by_category = {
        category: [standing for standing in ranked if standing.category == category]
        for category in sorted(table)
    }
    room = _room(by_category, table, ceiling)
    awards: list[Award] = []
    unfilled: list[Unfilled] = []
    borders: list[Border] = []
    for category, own in by_category.items():
        for seats in _seats(own, table[category], room[category]):
            prize, start, end = seats.prize, seats.start, seats.end
            awards.extend(Award(category, standing.code, prize.name) for standing in own[start:end])
            unfilled.extend(_unfilled(category, seats, own[end:], is_full=end >= room[category]))
            borders.extend(_border(seats, own))
    return Proposal(tuple(awards), tuple(unfilled), tuple(borders))


@dataclass(frozen=True, slots=True)
class _Seats:
    """Who gets a prize: from the standing at `start` up to the one before `end`.

    `taken`: how many of its places are used up by places shared above.
    """

    prize: Prize
    start: int
    end: int
    taken: int


def _room(
    by_category: Mapping[str, Sequence[Standing]], table: Mapping[str, Sequence[Prize]], ceiling: Ceiling
) -> Mapping[str, int]:
    """Return how many works of each category may have a prize.

    What is too much for all together goes from the ends of the tables: the lowest line first, in it the lower score.
    """
    for prizes in table.values():
        _check_prizes(prizes)
    room = {category: ceiling.in_category.get(category, _ANY) for category in by_category}
    if ceiling.in_all is None:
        return room
    won = [
        (line, -standing.value, standing.position, category)
        for category, own in by_category.items()
        for line, seats in enumerate(_seats(own, table[category], room[category]))
        for standing in own[seats.start : seats.end]
    ]
    left = Counter(category for *_, category in sorted(won)[: ceiling.in_all])
    return {category: left[category] for category in by_category}


def _seats(own: Sequence[Standing], prizes: Sequence[Prize], room: int) -> Iterator[_Seats]:
    end = over = 0
    for prize in prizes:
        start, taken = end, min(over, prize.count)
        stop = min(len(own), room, start + prize.count - taken)
        while end < stop and _reaches(own[end], prize):
            end += 1
        end = _whole(own, start, end, room)
        over = max(0, over + end - start - prize.count)
        yield _Seats(prize, start, end, taken)


def _whole(own: Sequence[Standing], start: int, end: int, room: int) -> int:
    """Return the end so that no shared place is cut: all of it where there is room, else none of it."""
    if not start < end < len(own) or not _is_shared(own[end]):
        return end
    first = last = end
    while _is_shared(own[first]):
        first -= 1
    while last < len(own) and _is_shared(own[last]):
        last += 1
    return last if last <= room else first


def _is_shared(standing: Standing) -> bool:
    """Tell whether it has the place of the one above it."""
    return standing.tie is not None and standing.tie.rule == ties.SHARED


def _reaches(standing: Standing, prize: Prize) -> bool:
    return prize.at_least is None or standing.value >= Fraction(prize.at_least)


def _unfilled(category: str, seats: _Seats, rest: Sequence[Standing], *, is_full: bool) -> Iterator[Unfilled]:
    prize = seats.prize
    if seats.taken:
        yield Unfilled(category, prize.name, seats.taken, Reason(N_("A place above it is shared.")))
    count = prize.count - seats.taken - (seats.end - seats.start)
    if count <= 0:
        return
    if not rest:
        why = Reason(N_("No entry is left in this category."))
    elif is_full or _reaches(rest[0], prize):
        why = Reason(N_("By the rules no more works may have a prize."))
    else:
        why = Reason(N_("No further entry reaches %(threshold)s points."), {"threshold": prize.at_least})
    yield Unfilled(category, prize.name, count, why)


def _border(seats: _Seats, own: Sequence[Standing]) -> Iterator[Border]:
    start, end = seats.start, seats.end
    if start == end:
        return
    last = own[end - 1]
    tied = tuple(standing.code for standing in own if standing.value == last.value)
    if _is_shared(last) and seats.taken + end - start > seats.prize.count:
        yield Border(last.category, seats.prize.name, tied, last.code, Decision(ties.SHARED))
    elif end < len(own) and own[end].value == last.value:
        yield Border(last.category, seats.prize.name, tied, last.code, own[end].tie or Decision("value"))


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
