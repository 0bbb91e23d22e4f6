"""What becomes of a work whose author has the account erased."""

from enum import StrEnum

from contest.editions.rules import schedule
from contest.entries.rules import states


class Fate(StrEnum):
    """GOES: title, text and file are erased. WAITS: it is with the judges. STAYS: a published prize.

    LEAVES: the person's name goes from a work that others wrote with them; it stays for these.
    """

    GOES = "goes"
    WAITS = "waits"
    STAYS = "stays"
    LEAVES = "leaves"


def fate(state: str, phase: str, *, has_prize: bool, is_own: bool = True) -> Fate:
    """Tell what becomes of a work in that state, of a contest in that phase; `is_own`: not a co-author's."""
    if has_prize:
        return Fate.STAYS
    is_published = phase in {schedule.PUBLISHED, schedule.ARCHIVED}
    if state == states.CODED and not is_published:
        return Fate.WAITS
    return Fate.GOES if is_own else Fate.LEAVES


def leaves_contest(state: str) -> bool:
    """Tell whether the work was still on its way to the judges, so that it is withdrawn when it is erased."""
    return state in {states.SUBMITTED, states.RETURNED, states.ACCEPTED}
