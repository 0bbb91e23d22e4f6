"""To everybody on it: the entry was withdrawn, so that nobody can do it unseen; of a draft only co-authors are told."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.communications.notices.author import parts
from contest.editions import queries as editions
from contest.entries import authorship
from contest.entries import queries as entries
from contest.entries.events import EntryWithdrawn
from contest.entries.rules import states
from contest.kernel import clock
from contest.people import queries as people

EVENT = EntryWithdrawn
TEMPLATE = "entry_withdrawn"


def recipients(event: EntryWithdrawn) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.by_request:
        return  # told in the answer to the request
    for account_id in authorship.addressees(event.entry_id, with_draft=True):
        if event.was != states.DRAFT or account_id != event.author_id:
            yield account_id, {"entry_id": event.entry_id, "at": event.at.isoformat()}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    entry = entries.entry_facts(ids["entry_id"])
    edition = editions.by_id(entry.edition_id, now=clock.now())
    return {
        "name": people.person(ids["account_id"]).name,
        "contact": parts.contact(ids, entry.author_id),
        "edition": edition.title,
        "entry": entry,
        "withdrawn_at": times.local(times.parse(ids["at"]), edition.zone),
    }
