"""To whoever submitted the work: what the secretariat asks about it, and where to answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import parts
from contest.entries import questioned
from contest.entries.events import AuthorQuestioned

EVENT = AuthorQuestioned
TEMPLATE = "question_asked"


def recipients(event: AuthorQuestioned) -> Iterable[tuple[int, Mapping[str, Any]]]:
    asked = questioned.by_id(event.question_id)
    yield asked.author_id, {"entry_id": event.entry_id, "question_id": event.question_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**parts.about(ids), "asked": questioned.by_id(ids["question_id"])}
