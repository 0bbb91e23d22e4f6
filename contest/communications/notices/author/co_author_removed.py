"""To a co-author: the author took them off the work."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import parts
from contest.entries import authorship
from contest.entries.events import CoAuthorRemoved
from contest.people import queries as people

EVENT = CoAuthorRemoved
TEMPLATE = "co_author_removed"


def recipients(event: CoAuthorRemoved) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.account_id is not None:
        is_named = authorship.names_a_version(event.entry_id, event.account_id)
        yield event.account_id, {"entry_id": event.entry_id, "is_named": is_named}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    about = parts.about(ids)
    by = people.person(about["entry"].author_id).name
    return {**about, "by": by, "is_named": ids["is_named"]}
