"""Tells which works a worker was asked to make blind and has not: the named side, for the office and `flask check`.

Accepted works wait until a secretary asks for their copies, and that is as it should be. Only what was accepted when
the worker was asked, and what nobody has at hand, tells that no worker runs, or that one ended in the middle.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contest.anonymisation import renditions
from contest.anonymisation.service import LEFT
from contest.editions import queries as editions
from contest.editions.rules import schedule
from contest.entries import decisions
from contest.entries import queries as entries
from contest.platform import jobs
from contest.platform.claims import is_any_taken

_EDITIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Unmade:
    """The keys of works that a worker was asked to make at `asked_at`; `is_left`: for an hour nobody does."""

    asked_at: datetime
    keys: tuple[str, ...]
    is_left: bool


def of_edition(edition_id: int, *, now: datetime) -> Unmade | None:
    """Return what of the edition the worker was asked for and has not made; None where there is nothing."""
    asked_at = jobs.asked_at("prepare_blind_copies")
    if asked_at is None:
        return None
    keys = decisions.accepted_by(edition_id, asked_at)
    works = [work for work in entries.accepted_for_coding(edition_id) if work.entry_id in keys]
    there = renditions.states(edition_id, works)
    waiting = tuple(keys[work.entry_id] for work in works if work.entry_id not in there)
    if not waiting:
        return None
    return Unmade(asked_at, waiting, is_left=now - asked_at > LEFT and not _is_worked_at())


def left(*, now: datetime) -> list[str]:
    """Return the keys of all works that a worker was asked for an hour ago, and that nobody makes."""
    known = editions.public_editions(now=now, limit=_EDITIONS)
    before_coding = [e.id for e in known if e.phase in {schedule.OPEN, schedule.CLOSED}]
    found = [of_edition(edition_id, now=now) for edition_id in before_coding]
    return [key for unmade in found if unmade is not None and unmade.is_left for key in unmade.keys]


def _is_worked_at() -> bool:
    """Tell whether a worker of this machine has any work at hand: others wait for their turn then."""
    return is_any_taken("blind-copies")
