"""To each judge who got works to read: how many, and nothing of the works."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.assignment import queries as assignment
from contest.assignment.events import AssignmentConfirmed
from contest.communications.notices.judge import waiting

EVENT = AssignmentConfirmed
TEMPLATE = "readings_assigned"


def recipients(event: AssignmentConfirmed) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for judge_id, count in sorted(assignment.proposal(event.proposal_id).given.items()):
        yield judge_id, waiting.ids(judge_id, event.edition_id, count)


context = waiting.context
