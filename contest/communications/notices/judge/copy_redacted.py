"""To a judge who told that a work says who wrote it, and who still reads it: it was blacked out."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.anonymisation import telling
from contest.anonymisation.events import CopyRedacted
from contest.assignment import queries as assignment
from contest.communications.notices.judge import waiting

EVENT = CopyRedacted
TEMPLATE = "copy_redacted"


def recipients(event: CopyRedacted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for judge_id in telling.answered(event.round_id, event.code, event.at):
        if any(each.code == event.code for each in assignment.desk(judge_id, event.round_id)):
            yield judge_id, {**waiting.ids(judge_id, event.edition_id, 1), "code": event.code}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**waiting.context(ids), "code": ids["code"]}
