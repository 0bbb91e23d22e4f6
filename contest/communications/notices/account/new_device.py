"""To the owner of an account that was signed in on a device that was never used for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext

from contest.people import queries
from contest.people.events import NewDeviceUsed
from contest.people.rules import devices

EVENT: Final = NewDeviceUsed
TEMPLATE: Final = "new_device"


def recipients(event: NewDeviceUsed) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The owner of the account."""
    yield event.account_id, {"at": event.at.isoformat(), "device": event.device}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the person, the moment, and the device in words."""
    return {
        "person": queries.person(ids["account_id"]),
        "at": datetime.fromisoformat(ids["at"]),
        "device": devices.spoken(ids["device"], gettext),
    }
