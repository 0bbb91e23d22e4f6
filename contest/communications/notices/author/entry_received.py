"""To the authors: the receipt for a submitted version."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.communications.notices.author import parts
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.entries.events import EntrySubmitted
from contest.people import queries as people
from contest.platform.crypto import keyring

EVENT = EntrySubmitted
TEMPLATE = "entry_received"


def recipients(event: EntrySubmitted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for account_id in event.authors:
        yield account_id, {"receipt_id": event.receipt_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    receipt = entries.receipt_facts(ids["receipt_id"])
    edition = editions.by_id(receipt.edition_id, now=receipt.issued_at)
    return {
        "name": people.person(ids["account_id"]).name,
        "contact": parts.contact(ids, receipt.author_id),
        "edition": edition.title,
        "receipt": receipt,
        "public_key": keyring().public_key,
        "received_at": times.local(receipt.issued_at, edition.zone),
        "closes_at": times.local(edition.takes_until, edition.zone),
    }
