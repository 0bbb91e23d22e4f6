"""To the organisers of the contest below: the contest above takes works from theirs."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.editions import queries
from contest.editions.events import LinkAgreed
from contest.kernel import clock
from contest.people import queries as people

EVENT = LinkAgreed
TEMPLATE = "link_agreed"


def recipients(event: LinkAgreed) -> Iterable[tuple[int, Mapping[str, Any]]]:
    ids = {"lower_id": event.edition_id, "upper_id": event.upper_id}
    for organiser in queries.appointed(event.edition_id or 0, Duty.ORGANISER):
        if organiser != event.actor_id:
            yield organiser, ids


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    now = clock.now()
    return {
        "name": people.person(ids["account_id"]).name,
        "lower": queries.by_id(ids["lower_id"], now=now),
        "upper": queries.by_id(ids["upper_id"], now=now),
    }
