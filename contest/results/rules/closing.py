"""What stands between a round of judging and its end, as sentences that say how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest.kernel.errors import N_, RuleBroken


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a round still lacks.

    `waiting`: readings not submitted. `unread`: works that lie on nobody's desk. `short`: works with fewer
    readings than the round asks for. `unsettled`: works with readings too far apart and no third one.
    """

    waiting: int = 0
    unread: int = 0
    short: int = 0
    unsettled: int = 0


def obstacles(gaps: Gaps) -> Iterator[RuleBroken]:
    """Name what must be mended: without it an author would be wronged."""
    if gaps.waiting:
        yield RuleBroken(
            N_(
                "Readings that have not been submitted: %(count)d. Wait for them, or take them back from a"
                " judge who cannot go on and give them to others."
            ),
            count=gaps.waiting,
        )
    if gaps.unread:
        yield RuleBroken(
            N_("Works that no judge reads: %(count)d. Give each of them to a judge."), count=gaps.unread
        )


def weaknesses(gaps: Gaps) -> Iterator[RuleBroken]:
    """Name what should be mended, and may be left where nobody is there to do it."""
    if gaps.short:
        yield RuleBroken(
            N_(
                "Works with fewer readings than this round asks for: %(count)d. Give them to other judges, or"
                " tick the box to count the readings there are."
            ),
            field="accept_gaps",
            count=gaps.short,
        )
    if gaps.unsettled:
        yield RuleBroken(
            N_(
                "Works whose readings lie too far apart and that no judge was free to read a third time:"
                " %(count)d. Add a judge to the panel and ask again, or tick the box to count the readings"
                " there are."
            ),
            field="accept_gaps",
            count=gaps.unsettled,
        )
