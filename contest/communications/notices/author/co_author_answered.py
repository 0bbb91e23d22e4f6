"""To the author: somebody who was asked confirmed being a co-author, or declined."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import parts
from contest.entries import authorship
from contest.entries.events import CoAuthorAnswered
from contest.people import queries as people

EVENT = CoAuthorAnswered
TEMPLATE = "co_author_answered"


def recipients(event: CoAuthorAnswered) -> Iterable[tuple[int, Mapping[str, Any]]]:
    asked = authorship.question_by_id(event.co_author_id)
    ids = {"co_author_id": event.co_author_id, "entry_id": event.entry_id, "answer": event.answer}
    yield asked.author_id, {**ids, "by_id": event.actor_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = authorship.question_by_id(ids["co_author_id"])
    by = people.person(ids["by_id"]) if ids["by_id"] else None
    return {
        **parts.about(ids),
        "who": f"{by.name if by else asked.name} ({asked.email})",
        "has_confirmed": ids["answer"] == "confirmed",
    }
