"""To the chair: one identity was opened before the results, by whom and why; never whose it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation.events import IdentityOpened
from contest.communications.notices.office import meeting

EVENT = IdentityOpened
TEMPLATE = "identity_opened"


def recipients(event: IdentityOpened) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return meeting.recipients(Duty.CHAIR, event.meeting_id, now=event.at)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return meeting.context(ids)
