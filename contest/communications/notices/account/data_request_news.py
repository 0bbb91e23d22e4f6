"""To a person who asked about the own data: it came in with its terms, an answer, more time, or how it ended."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import queries, register
from contest.people.events import DataRequestMoved
from contest.people.rules import data_requests as rules

EVENT: Final = DataRequestMoved
TEMPLATE: Final = "data_request_news"


def recipients(event: DataRequestMoved) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The person; not of what they did themselves, nor of an erasure, which has a letter of its own."""
    if event.what != rules.TAKEN_BACK and (event.kind, event.what) != (rules.ERASE, rules.DONE):
        yield event.account_id, {"request_id": event.request_id, "what": event.what}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, the request as it stands now, and what is new about it."""
    return {
        "person": queries.person(ids["account_id"]),
        "asked": register.by_id(ids["request_id"]),
        "what": ids["what"],
    }
