"""What the three letters about a decision of the secretariat have in common."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from contest.communications.notices import times
from contest.communications.notices.author import parts
from contest.editions import queries as editions
from contest.entries import authorship
from contest.entries import decisions as decided
from contest.kernel import clock
from contest.people import queries as people


def recipients(entry_id: int, decision_id: int) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Give every author of the version that was decided about."""
    for account_id in authorship.addressees(entry_id):
        yield account_id, {"decision_id": decision_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return name, contest, title and reason; the closing time as it stands when the letter is rendered."""
    decision = decided.facts(ids["decision_id"])
    edition = editions.by_id(decision.edition_id, now=clock.now())
    return {
        "name": people.person(ids["account_id"]).name,
        "contact": parts.contact(ids, decision.author_id),
        "edition": edition.title,
        "collects_only": edition.collects_only,
        "decision": decision,
        "causes": [gettext(cause) for cause in decision.causes],
        "closes_at": times.local(edition.takes_until, edition.zone),
        "asked_by": times.local(decision.return_by, edition.zone) if decision.return_by else "",
    }
