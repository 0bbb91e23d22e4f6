"""What the three letters about a decision of the secretariat have in common."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.communications.notices.author import parts
from contest.editions import queries as editions
from contest.entries import authorship
from contest.entries import queries as entries
from contest.kernel import clock
from contest.people import queries as people


def recipients(entry_id: int, decision_id: int) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Give every author of the version that was decided about."""
    for account_id in authorship.addressees(entry_id):
        yield account_id, {"decision_id": decision_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return name, contest, title and reason; the closing time as it stands when the letter is rendered."""
    decision = entries.decision_facts(ids["decision_id"])
    edition = editions.by_id(decision.edition_id, now=clock.now())
    return {
        "name": people.person(ids["account_id"]).name,
        "contact": parts.contact(ids, decision.author_id),
        "edition": edition.title,
        "collects_only": edition.collects_only,
        "decision": decision,
        "closes_at": times.local(edition.takes_until, edition.zone),
    }
