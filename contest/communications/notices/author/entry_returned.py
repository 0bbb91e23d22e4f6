"""To the authors: the entry was returned with a reason and may be submitted again."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries.events import EntryReturned

EVENT = EntryReturned
TEMPLATE = "entry_returned"


def recipients(event: EntryReturned) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield from decisions.recipients(event.entry_id, event.decision_id)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return decisions.context(ids)
