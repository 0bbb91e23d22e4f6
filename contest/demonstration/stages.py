"""The stages at which a demonstration can stand, and when in its calendar each thing happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """In the order of the contest; a demonstration at a stage has gone through all before it."""

    OPEN = "open"
    SCREENING = "screening"
    JUDGING = "judging"
    DELIBERATION = "deliberation"
    PUBLISHED = "published"

    def reaches(self, other: "Stage") -> bool:
        order = list(Stage)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When things happened, so that the contest stands at its stage now."""

    announced: datetime
    opens: datetime
    closes: datetime
    screened: datetime
    coded: datetime
    judged: datetime
    decided: datetime


def calendar(stage: Stage, now: datetime) -> Calendar:
    """Lay a contest of three months so that `now` is at the stage."""
    ends = {
        Stage.OPEN: now + timedelta(days=20),
        Stage.SCREENING: now - timedelta(days=4),
        Stage.JUDGING: now - timedelta(days=15),
        Stage.DELIBERATION: now - timedelta(days=25),
        Stage.PUBLISHED: now - timedelta(days=35),
    }
    closes = ends[stage].replace(minute=0, second=0, microsecond=0)
    return Calendar(
        announced=closes - timedelta(days=75),
        opens=closes - timedelta(days=60),
        closes=closes,
        screened=closes + timedelta(days=2),
        coded=closes + timedelta(days=5),
        judged=closes + timedelta(days=15),
        decided=closes + timedelta(days=20),
    )
