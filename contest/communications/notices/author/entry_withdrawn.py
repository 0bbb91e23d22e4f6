"""To the author: the entry was withdrawn, so that nobody else can do it unseen."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.entries.events import EntryWithdrawn
from contest.entries.rules import states
from contest.kernel import clock
from contest.people import queries as people

EVENT = EntryWithdrawn
TEMPLATE = "entry_withdrawn"


def recipients(event: EntryWithdrawn) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.was != states.DRAFT:
        yield event.author_id, {"entry_id": event.entry_id, "at": event.at.isoformat()}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    entry = entries.entry_facts(ids["entry_id"])
    edition = editions.by_id(entry.edition_id, now=clock.now())
    return {
        "name": people.person(entry.author_id).name,
        "edition": edition.title,
        "entry": entry,
        "withdrawn_at": times.local(times.parse(ids["at"]), edition.zone),
    }
