"""Reads what key holders met and meet for, as frozen values: who came, when, for what; never a key."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.anonymisation.models_sealing import KeyMeeting, KeyTurn
from contest.anonymisation.rules import holders
from contest.kernel.errors import NotFound
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class TurnView:
    """A holder who came, and when."""

    account_id: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as it stands at the instant it was asked for; `state`: gathering, done or ended.

    `has_answer`: the identity that was asked for waits to be seen by the one who asked.
    """

    id: int
    key: str
    edition_id: int
    purpose: str
    state: str
    begun_at: datetime
    begun_by: int
    until: datetime
    done_at: datetime | None
    count: int
    code: str
    reason: str
    number: str
    place: str
    witnesses: str
    has_answer: bool
    seen_at: datetime | None
    turns: tuple[TurnView, ...]


def of_edition(edition_id: int, *, now: datetime) -> tuple[MeetingView, ...]:
    """Return all meetings of the edition, the latest first."""
    query = select(KeyMeeting).where(KeyMeeting.edition_id == edition_id).order_by(KeyMeeting.id.desc())
    return _views(db.session.scalars(query).all(), now)


def one(key: str, edition_id: int, *, now: datetime) -> MeetingView:
    """Return a meeting of the edition. Raises NotFound."""
    query = select(KeyMeeting).where(KeyMeeting.key == key, KeyMeeting.edition_id == edition_id)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound(key)
    return _views([row], now)[0]


def running(edition_id: int, purpose: str, *, now: datetime) -> MeetingView | None:
    """Return the meeting of that purpose that gathers now, or None."""
    return next(
        (m for m in of_edition(edition_id, now=now) if (m.purpose, m.state) == (purpose, holders.GATHERING)),
        None,
    )


def by_id(meeting_id: int, *, now: datetime) -> MeetingView:
    """Return a meeting, for a letter about it. Raises NotFound."""
    row = db.session.get(KeyMeeting, meeting_id)
    if row is None:
        raise NotFound(meeting_id)
    return _views([row], now)[0]


def _views(rows: Sequence[KeyMeeting], now: datetime) -> tuple[MeetingView, ...]:
    turns: defaultdict[int, list[TurnView]] = defaultdict(list)
    query = select(KeyTurn.meeting_id, KeyTurn.account_id, KeyTurn.entered_at)
    came = query.where(KeyTurn.meeting_id.in_([row.id for row in rows])).order_by(KeyTurn.id)
    for meeting_id, account_id, entered_at in db.session.execute(came):
        turns[meeting_id].append(TurnView(account_id, entered_at))
    return tuple(_view(row, tuple(turns[row.id]), now) for row in rows)


def _view(row: KeyMeeting, turns: tuple[TurnView, ...], now: datetime) -> MeetingView:
    is_over = row.state == holders.GATHERING and now >= row.until
    return MeetingView(
        id=row.id,
        key=row.key,
        edition_id=row.edition_id,
        purpose=row.purpose,
        state=holders.ENDED if is_over else row.state,
        begun_at=row.begun_at,
        begun_by=row.begun_by,
        until=row.until,
        done_at=row.done_at,
        count=row.count,
        code=row.code,
        reason=row.reason,
        number=row.number,
        place=row.place,
        witnesses=row.witnesses,
        has_answer=row.answer is not None,
        seen_at=row.seen_at,
        turns=turns,
    )
