"""To the organisers of the contest above: another contest asks to send works on to theirs."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.editions import queries
from contest.editions.events import LinkAsked
from contest.kernel import clock
from contest.people import queries as people

EVENT = LinkAsked
TEMPLATE = "link_asked"


def recipients(event: LinkAsked) -> Iterable[tuple[int, Mapping[str, Any]]]:
    ids = {"lower_id": event.edition_id, "upper_id": event.upper_id}
    for organiser in queries.appointed(event.upper_id, Duty.ORGANISER):
        if organiser != event.actor_id:
            yield organiser, ids


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    now = clock.now()
    return {
        "name": people.person(ids["account_id"]).name,
        "lower": queries.by_id(ids["lower_id"], now=now),
        "upper": queries.by_id(ids["upper_id"], now=now),
    }
