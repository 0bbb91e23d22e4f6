"""To the administrators: a request about somebody's data came in, or its term comes near or has run out."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contest.people import queries, register
from contest.people.events import DataRequestDue

EVENT: Final = DataRequestDue
TEMPLATE: Final = "data_request_due"


def recipients(event: DataRequestDue) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Every administrator: the terms are short, and one may be away."""
    for account_id in queries.administrators():
        yield account_id, {"request_id": event.request_id, "what": event.what}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the terms, and what is to be done; who asked and what stands on the page only."""
    return {
        "person": queries.person(ids["account_id"]),
        "asked": register.by_id(ids["request_id"]),
        "what": ids["what"],
    }
