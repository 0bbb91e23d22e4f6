"""To the authors: the drafts and notes that they keep sealed with a work were opened in a review, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.communications.notices.author import parts
from contest.editions import queries as editions
from contest.entries import authorship, sealed
from contest.entries import queries as entries
from contest.entries.events import ProvenanceOpened
from contest.kernel import clock

EVENT = ProvenanceOpened
TEMPLATE = "provenance_opened"


def recipients(event: ProvenanceOpened) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for account_id in authorship.addressees(event.entry_id):
        yield account_id, {"entry_id": event.entry_id, "opening_id": event.opening_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    opening = sealed.opening_facts(ids["opening_id"])
    entry = entries.entry_facts(ids["entry_id"])
    zone = editions.by_id(entry.edition_id, now=clock.now()).zone
    return {**parts.about(ids), "reason": opening.reason, "opened_at": times.local(opening.opened_at, zone)}
