"""To the chair: one identity was asked for before the results, by whom and why; never whose it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation import key_meetings
from contest.anonymisation.events import MeetingBegun
from contest.anonymisation.rules.holders import ONE
from contest.editions import queries
from contest.kernel import clock
from contest.people import queries as people

EVENT = MeetingBegun
TEMPLATE = "identity_asked"


def recipients(event: MeetingBegun) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if event.purpose != ONE:
        return
    edition_id = key_meetings.by_id(event.meeting_id, now=event.at).edition_id
    for chair in queries.appointed(edition_id, Duty.CHAIR):
        yield chair, {"meeting_id": event.meeting_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    now = clock.now()
    meeting = key_meetings.by_id(ids["meeting_id"], now=now)
    return {
        "name": people.person(ids["account_id"]).name,
        "meeting": meeting,
        "asker": people.person(meeting.begun_by).name,
        "edition": queries.by_id(meeting.edition_id, now=now),
    }
