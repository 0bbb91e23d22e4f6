"""Dates that follow the closing time: until when works are looked through and read, results, ceremony.

They are plans that people rely on, shown to everybody. Nothing happens by itself when one of them comes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from contest.kernel.errors import N_, RuleBroken

RUBRIC, SCREENING, PUBLICATION, CEREMONY = "rubric", "screening", "publication", "ceremony"
ROUNDS: Final = ("round_1", "round_2")
# In the order in which they come; the rubric may be fixed at any time before the first round is over.
KINDS: Final = (RUBRIC, SCREENING, *ROUNDS, PUBLICATION, CEREMONY)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One of KINDS and its moment."""

    kind: str
    at: datetime


def ordered(milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Return them in the order of KINDS."""
    return tuple(sorted(milestones, key=lambda milestone: KINDS.index(milestone.kind)))


def problems(milestones: Sequence[Milestone], *, closes_at: datetime, rounds: int) -> Iterator[RuleBroken]:
    """Name what contradicts. `field` is milestone_KIND."""
    last, before = closes_at, "closes_at"
    for each in ordered(milestones):
        field = f"milestone_{each.kind}"
        if each.kind == ROUNDS[1] and rounds < len(ROUNDS):
            yield RuleBroken(
                N_("The contest has one round only. Leave this empty, or add a round."), field=field
            )
        if each.kind == RUBRIC:
            yield from _rubric(each, milestones, field)
            continue
        if each.at < last:
            yield RuleBroken(_TOO_EARLY[before], field=field)
        last, before = max(each.at, last), each.kind


_TOO_EARLY: Final = {
    "closes_at": N_("This would be before the closing time. Choose a later date."),
    SCREENING: N_("This would be before the end of the screening. Correct one of the two."),
    ROUNDS[0]: N_("This would be before the end of the first round. Correct one of the two."),
    ROUNDS[1]: N_("This would be before the end of the second round. Correct one of the two."),
    PUBLICATION: N_("This would be before the results are published. Correct one of the two."),
}


def _rubric(rubric: Milestone, milestones: Sequence[Milestone], field: str) -> Iterator[RuleBroken]:
    if any(each.kind == ROUNDS[0] and each.at < rubric.at for each in milestones):
        yield RuleBroken(
            N_("The rubric would come after the end of the first round. Correct one of the two."), field=field
        )


def moved(
    milestones: Sequence[Milestone], *, before: datetime, after: datetime, zone: ZoneInfo
) -> tuple[Milestone, ...]:
    """Return them later by as much as the closing time went from `before` to `after`, by the clocks of the zone.

    The date of the rubric stays: it does not depend on the works.
    """
    by = after.astimezone(zone).replace(tzinfo=None) - before.astimezone(zone).replace(tzinfo=None)
    return tuple(
        each
        if each.kind == RUBRIC
        else replace(each, at=(each.at.astimezone(zone).replace(tzinfo=None) + by).replace(tzinfo=zone))
        for each in ordered(milestones)
    )
