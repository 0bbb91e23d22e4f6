"""To everybody else on a work: a co-author took their name off it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from contest.communications.notices.author import parts
from contest.entries.events import CoAuthorLeft
from contest.people import queries as people

EVENT = CoAuthorLeft
TEMPLATE = "co_author_left"


def recipients(event: CoAuthorLeft) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for account_id in event.told:
        yield account_id, {"entry_id": event.entry_id, "left_id": event.account_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    left = people.person(ids["left_id"])
    return {**parts.about(ids), "who": gettext("A co-author") if left.is_erased else left.name}
