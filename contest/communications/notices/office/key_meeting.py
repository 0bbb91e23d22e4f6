"""To the key holders: they are asked to enter their keys, for what and until when."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation import key_meetings
from contest.anonymisation.events import MeetingBegun
from contest.editions import queries
from contest.kernel import clock
from contest.people import queries as people

EVENT = MeetingBegun
TEMPLATE = "key_meeting"


def recipients(event: MeetingBegun) -> Iterable[tuple[int, Mapping[str, Any]]]:
    edition_id = key_meetings.by_id(event.meeting_id, now=event.at).edition_id
    for holder in queries.appointed(edition_id, Duty.KEY_HOLDER):
        yield holder, {"meeting_id": event.meeting_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    now = clock.now()
    meeting = key_meetings.by_id(ids["meeting_id"], now=now)
    return {
        "name": people.person(ids["account_id"]).name,
        "meeting": meeting,
        "edition": queries.by_id(meeting.edition_id, now=now),
    }
