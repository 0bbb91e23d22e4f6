"""Reads who may still hand works in after the closing time, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select

from contest.editions.models import Edition, LatePermission, Round
from contest.editions.queries import EditionView
from contest.editions.rules import grace, rounds, schedule
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import db

# A work whose request began in time may come in a little later (entries/rules/lateness.py).
_ON_THE_WAY: Final = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class LateView:
    """One permission, with who has it."""

    key: str
    person: Person
    until: datetime
    reason: str
    given_at: datetime
    taken_back_at: datetime | None


def given(edition_id: int) -> tuple[LateView, ...]:
    """Return all permissions of the edition, the latest first."""
    query = select(LatePermission).where(LatePermission.edition_id == edition_id)
    rows = tuple(db.session.scalars(query.order_by(LatePermission.id.desc())))
    known = people.people(frozenset(row.account_id for row in rows))
    return tuple(
        LateView(
            row.key, known[row.account_id], row.until, row.reason, row.given_at, row.taken_back_at
        )
        for row in rows
    )  # fmt: skip


def permission(permission_id: int) -> LateView:
    """Return one permission."""
    row = db.session.get_one(LatePermission, permission_id)
    person = people.person(row.account_id)
    return LateView(row.key, person, row.until, row.reason, row.given_at, row.taken_back_at)


def running(edition_id: int, *, now: datetime) -> int:
    """Count the permissions that still run."""
    query = select(func.count()).where(LatePermission.edition_id == edition_id, *_runs(now))
    return db.session.scalar(query) or 0


def over(*, now: datetime) -> list[int]:
    """Return the contests that take in no more, grace and permissions included, and whose works have no codes yet."""
    query = (
        select(Edition)
        .where(Edition.phase == schedule.ANNOUNCED, Edition.closes_at < now)
        .order_by(Edition.id)
    )
    return [
        each.id
        for each in db.session.scalars(query)
        if now > grace.ends(each.closes_at, each.grace_minutes) + _ON_THE_WAY
        and not running(each.id, now=now)
    ]


def permissions(account_id: int, *, now: datetime) -> dict[int, datetime]:
    """Return until when the person may still hand works in, by edition; of editions whose works have no codes yet."""
    query = (
        select(LatePermission.edition_id, func.max(LatePermission.until))
        .join(Edition, Edition.id == LatePermission.edition_id)
        .join(Round, Round.edition_id == Edition.id)
        .where(LatePermission.account_id == account_id, *_runs(now))
        .where(Edition.phase == schedule.ANNOUNCED, Round.position == 0, Round.state == rounds.WAITING)
        .group_by(LatePermission.edition_id)
    )
    return dict(db.session.execute(query).all())


def for_author(edition: EditionView, account_id: int | None, *, now: datetime) -> EditionView:
    """Return the edition as it stands for this person: still open, until their own time, with a permission."""
    if account_id is None or edition.phase != schedule.CLOSED:
        return edition
    return extended(edition, permissions(account_id, now=now).get(edition.id))


def extended(edition: EditionView, until: datetime | None) -> EditionView:
    """Return the edition as open until `until` where it is closed; as it is where there is no permission."""
    if until is None or edition.phase != schedule.CLOSED:
        return edition
    return replace(edition, phase=schedule.OPEN, closes_at=until, grace_minutes=0)


def _runs(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return LatePermission.taken_back_at.is_(None), LatePermission.until > now
