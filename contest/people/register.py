"""Reads the register of requests about people's data, and the holidays that its terms leave out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask import current_app
from sqlalchemy import func, select

from contest.kernel.errors import NotFound
from contest.people.models import DataRequest, PublicHoliday
from contest.people.rules import data_requests as rules
from contest.people.rules.data_requests import Terms
from contest.platform.database import db
from contest.settings import Settings

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request and how far it has come."""

    id: int
    key: str
    account_id: int
    kind: str
    words: str
    state: str
    asked_at: datetime
    terms: Terms
    answer: str
    answered_at: datetime | None
    extension_reason: str
    extended_at: datetime | None
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def due_next(self) -> date | None:
        return rules.due_next(self.state, self.terms)

    def is_overdue(self, today: date) -> bool:
        return rules.is_overdue(self.state, self.terms, today)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday that was entered by hand."""

    day: date
    name: str


def today(now: datetime) -> date:
    """Return the day that it is where this installation is."""
    settings: Settings = current_app.extensions["contest_settings"]
    return now.astimezone(settings.time_zone).date()


def terms(now: datetime) -> Terms:
    """Return by when a request that comes in now is to be answered and done."""
    settings: Settings = current_app.extensions["contest_settings"]
    days = frozenset(each.day for each in holidays())
    return rules.terms(today(now), days, with_processors=settings.has_processors)


def by_key(key: str) -> RequestView:
    """Return a request. Raises NotFound."""
    row = db.session.scalar(select(DataRequest).where(DataRequest.key == key))
    if row is None:
        raise NotFound(key)
    return view(row)


def by_id(request_id: int) -> RequestView:
    """Return a request. Raises NotFound."""
    row = db.session.get(DataRequest, request_id)
    if row is None:
        raise NotFound(request_id)
    return view(row)


def own(key: str, account_id: int) -> RequestView:
    """Return a request of this person. Raises NotFound, for another's as well."""
    found = by_key(key)
    if found.account_id != account_id:
        raise NotFound(key)
    return found


def of_person(account_id: int) -> tuple[RequestView, ...]:
    """Return what the person asked, the newest first."""
    query = select(DataRequest).where(DataRequest.account_id == account_id)
    return _views(db.session.scalars(query.order_by(DataRequest.id.desc())).all())


def waiting() -> tuple[RequestView, ...]:
    """Return what is not settled, by what is due next."""
    rows = db.session.scalars(select(DataRequest).where(DataRequest.state.in_(rules.OPEN))).all()
    return tuple(sorted(_views(rows), key=lambda each: (each.due_next or date.max, each.id)))


def settled(*, limit: int = PAGE) -> tuple[RequestView, ...]:
    """Return what was settled last."""
    query = select(DataRequest).where(DataRequest.state.not_in(rules.OPEN))
    return _views(db.session.scalars(query.order_by(DataRequest.settled_at.desc()).limit(limit)).all())


def count_waiting() -> int:
    """Return how many requests are not settled."""
    query = select(func.count()).select_from(DataRequest).where(DataRequest.state.in_(rules.OPEN))
    return db.session.scalar(query) or 0


def holidays() -> tuple[Holiday, ...]:
    """Return the holidays that were entered, in their order."""
    rows = db.session.scalars(select(PublicHoliday).order_by(PublicHoliday.day))
    return tuple(Holiday(row.day, row.name) for row in rows)


def _views(rows: Sequence[DataRequest]) -> tuple[RequestView, ...]:
    return tuple(view(row) for row in rows)


def view(row: DataRequest) -> RequestView:
    """Freeze a request."""
    return RequestView(
        id=row.id,
        key=row.key,
        account_id=row.account_id,
        kind=row.kind,
        words=row.words,
        state=row.state,
        asked_at=row.asked_at,
        terms=Terms(row.answer_by, row.done_by),
        answer=row.answer,
        answered_at=row.answered_at,
        extension_reason=row.extension_reason,
        extended_at=row.extended_at,
        settled_at=row.settled_at,
    )
