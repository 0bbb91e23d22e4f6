"""To the owner of an account whose second factor or passkeys were changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from contest.people import queries
from contest.people.events import ProtectionChanged

EVENT: Final = ProtectionChanged
TEMPLATE: Final = "protection_changed"


def recipients(event: ProtectionChanged) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The owner of the account."""
    yield event.account_id, {"at": event.at.isoformat(), "what": event.what}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, the moment, and what was changed."""
    return {
        "person": queries.person(ids["account_id"]),
        "at": datetime.fromisoformat(ids["at"]),
        "what": ids["what"],
    }
