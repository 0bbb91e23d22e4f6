"""What the chair still has to say before the awards can be approved, as sentences that say how to mend it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contest.assignment.rules.reasons import Reason
from contest.editions.rules.prizes import EDITION, Caps, most
from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.awards import Border, Ceiling

# What a reason of the chair can be about.
EMPTY, TIE = "empty", "tie"
ABOUT: Final = (EMPTY, TIE)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a category's prize table as it is decided now.

    `excused`: how many the table itself leaves empty, and `why`. `reason`: why the chair leaves some empty.
    `border`: the tie at its end, where there is one, and how the chair `settled` it.
    """

    prize_id: int
    category_id: int
    category: str
    prize: str
    count: int
    given: int
    excused: int = 0
    why: tuple[Reason, ...] = ()
    reason: str = ""
    border: Border | None = None
    settled: str = ""

    @property
    def left(self) -> int:
        """How many are not awarded."""
        return max(0, self.count - self.given)

    @property
    def needs_reason(self) -> bool:
        return self.left > self.excused and not self.reason

    @property
    def is_open(self) -> bool:
        """The tie at its end is one that the rules leave to the jury."""
        return self.border is not None and self.border.decision.is_open

    @property
    def needs_vote(self) -> bool:
        return self.is_open and not self.settled


def ceiling(caps: Caps, bases: Mapping[str, int], everybody: int) -> Ceiling:
    """Return how many works may have a prize.

    `bases`: what the share is taken of in each category; `everybody`: the same for all categories together, which for
    authors is fewer than the sum where somebody entered several.
    """
    if caps.share is None:
        return Ceiling()
    if caps.share_in == EDITION:
        return Ceiling(in_all=most(caps.share, everybody))
    return Ceiling({category: most(caps.share, base) for category, base in bases.items()})


def problems(decided: Iterable[TableLine], limit: Ceiling) -> Iterator[RuleBroken]:
    """Name what stands in the way of an approval."""
    lines = tuple(decided)
    for line in lines:
        if line.needs_reason:
            yield RuleBroken(
                N_(
                    "“%(prize)s” (%(category)s) is not awarded: %(count)d. The chair says why, below the ranking of"
                    " the category."
                ),
                prize=line.prize,
                category=line.category,
                count=line.left,
            )
        if line.needs_vote:
            yield RuleBroken(
                N_(
                    "The tie at “%(prize)s” (%(category)s) is not settled. The chair says how the jury decided,"
                    " below the ranking of the category."
                ),
                prize=line.prize,
                category=line.category,
            )
    yield from _beyond(lines, limit)


def _beyond(lines: tuple[TableLine, ...], limit: Ceiling) -> Iterator[RuleBroken]:
    total = sum(line.given for line in lines)
    if limit.in_all is not None and total > limit.in_all:
        yield RuleBroken(
            N_("%(given)d works have a prize; by the rules at most %(most)d may. Take some prizes back."),
            given=total,
            most=limit.in_all,
        )
    for category, limited in limit.in_category.items():
        own = [line for line in lines if str(line.category_id) == category]
        given = sum(line.given for line in own)
        if given > limited:
            yield RuleBroken(
                N_(
                    "%(given)d works have a prize in “%(category)s”; by the rules at most %(most)d may. Take some"
                    " prizes back."
                ),
                given=given,
                category=own[0].category,
                most=limited,
            )
