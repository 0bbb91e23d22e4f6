"""To a judge who got one work more to read while judging runs; why is not told."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.assignment import queries as assignment
from contest.assignment.events import ReadingAdded
from contest.communications.notices.judge import waiting

EVENT = ReadingAdded
TEMPLATE = "reading_added"


def recipients(event: ReadingAdded) -> Iterable[tuple[int, Mapping[str, Any]]]:
    judge_id = assignment.by_id(event.reading_id).judge_id
    yield judge_id, waiting.ids(judge_id, event.edition_id, 1)


context = waiting.context
