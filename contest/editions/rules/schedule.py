"""Phases of an edition: recorded acts, and open or closed as the schedule says at an instant."""

from dataclasses import dataclass
from datetime import datetime

from contest.editions.rules import grace

DRAFT, ANNOUNCED, OPEN, CLOSED = "draft", "announced", "open", "closed"
JUDGING, DELIBERATION, PUBLISHED, ARCHIVED = "judging", "deliberation", "published", "archived"

# Each recorded act leads from one stored phase to the next; open and closed are never stored.
NEXT = {
    DRAFT: ANNOUNCED,
    ANNOUNCED: JUDGING,
    JUDGING: DELIBERATION,
    DELIBERATION: PUBLISHED,
    PUBLISHED: ARCHIVED,
}
# Of an edition that only collects works and sends them on.
NEXT_OF_COLLECTION = {DRAFT: ANNOUNCED, ANNOUNCED: ARCHIVED}


@dataclass(frozen=True, slots=True)
class Schedule:
    """When works are taken in: from `opens_at` on, before `closes_at`, and for `grace_minutes` after it."""

    opens_at: datetime
    closes_at: datetime
    grace_minutes: int = 0


def phase(stored: str, schedule: Schedule, now: datetime) -> str:
    """Return the phase at `now`: an announced edition opens and closes at the instants of its schedule."""
    if stored != ANNOUNCED or now < schedule.opens_at:
        return stored
    return OPEN if now < grace.ends(schedule.closes_at, schedule.grace_minutes) else CLOSED
