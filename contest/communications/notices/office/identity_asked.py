"""To the chair: one identity was asked for before the results, by whom and why; never whose it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation.events import MeetingBegun
from contest.anonymisation.rules.holders import ONE
from contest.communications.notices.office import meeting

EVENT = MeetingBegun
TEMPLATE = "identity_asked"


def recipients(event: MeetingBegun) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.purpose != ONE:
        return ()
    return meeting.recipients(Duty.CHAIR, event.meeting_id, now=event.at)


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return meeting.context(ids)
