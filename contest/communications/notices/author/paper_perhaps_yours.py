"""To the account whose address stands on a work on paper, which may be theirs."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices.author import parts
from contest.entries.events import PaperTakenIn
from contest.people import queries as people

EVENT = PaperTakenIn
TEMPLATE = "paper_perhaps_yours"


def recipients(event: PaperTakenIn) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for person in people.people(frozenset(event.noted)).values():
        account = people.by_email(person.email) if person.is_unclaimed and person.email else None
        if account is not None and account.is_confirmed:
            yield account.id, {"entry_id": event.entry_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return parts.about(ids)
