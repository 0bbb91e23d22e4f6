"""To the author: the entry was accepted and goes to the judges."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries import queries as entries
from contest.entries.events import EntryAccepted

EVENT = EntryAccepted
TEMPLATE = "entry_accepted"


def recipients(event: EntryAccepted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield entries.decision_facts(event.decision_id).author_id, {"decision_id": event.decision_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return decisions.context(ids["decision_id"])
