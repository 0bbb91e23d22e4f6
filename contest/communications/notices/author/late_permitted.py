"""To one author: works of theirs are taken in though the closing time has passed, until when, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.communications.notices import times
from contest.editions import late
from contest.editions import queries as editions
from contest.editions.events import LatePermitted
from contest.kernel import clock

EVENT = LatePermitted
TEMPLATE = "late_permitted"


def recipients(event: LatePermitted) -> Iterable[tuple[int, Mapping[str, Any]]]:
    yield event.account_id, {"edition_id": event.edition_id, "permission_id": event.permission_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    edition = editions.by_id(ids["edition_id"], now=clock.now())
    given = late.permission(ids["permission_id"])
    return {
        "name": given.person.name,
        "edition": edition,
        "until": times.local(given.until, edition.zone),
        "reason": given.reason,
    }
