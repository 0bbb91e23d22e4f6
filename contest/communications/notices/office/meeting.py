"""Letters about a meeting of the key holders: whom they go to, and what they say of it; never whose a code is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contest.access.duties import Duty
from contest.anonymisation import key_meetings
from contest.editions import queries
from contest.kernel import clock
from contest.people import queries as people


def recipients(duty: Duty, meeting_id: int, *, now: datetime) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Give everybody who holds this duty in the edition of the meeting."""
    edition_id = key_meetings.by_id(meeting_id, now=now).edition_id
    for account_id in queries.appointed(edition_id, duty):
        yield account_id, {"meeting_id": meeting_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the meeting, who asked for it, and its edition."""
    now = clock.now()
    meeting = key_meetings.by_id(ids["meeting_id"], now=now)
    return {
        "name": people.person(ids["account_id"]).name,
        "meeting": meeting,
        "asker": people.person(meeting.begun_by).name,
        "edition": queries.by_id(meeting.edition_id, now=now),
    }
