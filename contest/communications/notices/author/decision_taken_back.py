"""To the authors who were told of a decision: the secretariat took it back, and where the work stands now.

Written by communications/recalling.py, which knows whose letter has left.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries.rules import states

EVENT = None
TEMPLATE = "decision_taken_back"


def recipients(_: object) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return ()


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**decisions.context(ids), "is_accepted": ids["state"] == states.ACCEPTED}
