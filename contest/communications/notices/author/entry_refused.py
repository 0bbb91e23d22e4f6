"""To the author: the entry was refused, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import decisions
from contest.entries import queries as entries
from contest.entries.events import EntryRefused

EVENT = EntryRefused
TEMPLATE = "entry_refused"


def recipients(event: EntryRefused) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield entries.decision_facts(event.decision_id).author_id, {"decision_id": event.decision_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return decisions.context(ids["decision_id"])
