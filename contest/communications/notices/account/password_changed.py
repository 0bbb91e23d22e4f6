"""To the owner of an account whose password was changed: if it was somebody else, there is time to act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from contest.people import queries
from contest.people.events import PasswordChanged

EVENT: Final = PasswordChanged
TEMPLATE: Final = "password_changed"


def recipients(event: PasswordChanged) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The owner of the account."""
    yield event.account_id, {"at": event.at.isoformat()}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person and the moment."""
    return {"person": queries.person(ids["account_id"]), "at": datetime.fromisoformat(ids["at"])}
