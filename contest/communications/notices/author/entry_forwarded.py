"""To the author: the work was sent on to the contest above, with the receipt that it got there."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.entries.events import EntryForwarded
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.crypto import keyring

EVENT = EntryForwarded
TEMPLATE = "entry_forwarded"


def recipients(event: EntryForwarded) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for author in event.authors:
        yield author, {"edition_id": event.edition_id, "receipt_id": event.receipt_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    receipt = entries.receipt_facts(ids["receipt_id"])
    lower = editions.by_id(ids["edition_id"], now=clock.now())
    upper = editions.by_id(receipt.edition_id, now=clock.now())
    return {
        "name": people.person(ids["account_id"]).name,
        "lower": lower.title,
        "upper": upper.title,
        "receipt": receipt,
        "public_key": keyring().public_key,
        "received_at": times.local(receipt.issued_at, upper.zone),
    }
