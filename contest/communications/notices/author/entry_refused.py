"""To the authors: the entry was refused, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries.events import EntryRefused

EVENT = EntryRefused
TEMPLATE = "entry_refused"


def recipients(event: EntryRefused) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield from decisions.recipients(event.entry_id, event.decision_id)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return decisions.context(ids)
