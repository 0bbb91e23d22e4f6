"""When somebody who holds a duty may leave it by having the account erased."""

from typing import Final

from contest.access.duties import Duty
from contest.editions.rules import schedule

OVER: Final = frozenset({schedule.PUBLISHED, schedule.ARCHIVED})


def must_wait(duty: Duty, phase: str) -> bool:
    """Tell whether the duty is still needed: until the results are published, an organiser's until the archiving."""
    return phase != schedule.ARCHIVED if duty is Duty.ORGANISER else phase not in OVER
