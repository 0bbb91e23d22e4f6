"""To the authors: the entry was accepted and goes to the judges."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries.events import EntryAccepted

EVENT = EntryAccepted
TEMPLATE = "entry_accepted"


def recipients(event: EntryAccepted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield from decisions.recipients(event.entry_id, event.decision_id)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return decisions.context(ids)
