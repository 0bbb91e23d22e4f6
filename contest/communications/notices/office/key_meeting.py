"""To the key holders: they are asked to enter their keys, for what and until when."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation.events import MeetingBegun
from contest.communications.notices.office import meeting

EVENT = MeetingBegun
TEMPLATE = "key_meeting"


def recipients(event: MeetingBegun) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return meeting.recipients(Duty.KEY_HOLDER, event.meeting_id, now=event.at)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return meeting.context(ids)
