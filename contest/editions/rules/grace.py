"""The grace after the closing time: how long it may be, and until when works are taken in because of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from contest.kernel.errors import N_, RuleBroken

LONGEST: Final = 24 * 60  # minutes; a longer one is another closing time


def problems(minutes: int) -> Iterator[RuleBroken]:
    """Name what is wrong with so many minutes of grace."""
    if not 0 <= minutes <= LONGEST:
        yield RuleBroken(
            N_("Write a whole number of minutes from 0 to %(most)d. For longer, set a later closing time."),
            field="grace_minutes",
            most=LONGEST,
        )


def ends(closes_at: datetime, minutes: int) -> datetime:
    """Return the instant from which on nothing is taken in any more."""
    return closes_at + timedelta(minutes=minutes)
