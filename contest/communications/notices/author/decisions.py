"""What the three letters about a decision of the secretariat have in common."""

from collections.abc import Mapping
from typing import Any

from contest.communications.notices import times
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.kernel import clock
from contest.people import queries as people


def context(decision_id: int) -> Mapping[str, Any]:
    """Return name, contest, title and reason; the closing time as it stands when the letter is rendered."""
    decision = entries.decision_facts(decision_id)
    edition = editions.by_id(decision.edition_id, now=clock.now())
    return {
        "name": people.person(decision.author_id).name,
        "edition": edition.title,
        "decision": decision,
        "closes_at": times.local(edition.takes_until, edition.zone),
    }
