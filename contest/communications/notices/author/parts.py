"""What letters about a work have in common: whom they go to, and which work of which contest it is."""

from collections.abc import Mapping
from typing import Any

from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.kernel import clock
from contest.people import queries as people


def about(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the name of the recipient, the contest and the work."""
    entry = entries.entry_facts(ids["entry_id"])
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": editions.by_id(entry.edition_id, now=clock.now()).title,
        "entry": entry,
    }


def contact(ids: Mapping[str, Any], author_id: int) -> str:
    """Return who writes and submits the work, where the letter goes to somebody else on it; "" to the author."""
    return "" if ids["account_id"] == author_id else people.person(author_id).name
