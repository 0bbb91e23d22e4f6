"""Lets one author hand works in after the closing time, with a reason; takes that back."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from contest.access.duties import Duty, excluded_by
from contest.editions import events, queries
from contest.editions.appointments import locked
from contest.editions.models import LatePermission
from contest.editions.rules import phases
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

LONGEST: Final = timedelta(days=31)  # an exception, not another closing time


def permit(
    edition_id: int, email: str, until: datetime, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Let the person with that address hand works in until `until`. Raises RuleBroken."""
    begin_writing()
    edition = locked(edition_id)
    phases.refuse_late_permission(edition.phase, queries.rounds(edition_id)[0].state)
    _refuse_until(until, closes_at=edition.closes_at, now=now)
    person = _person(email)
    if excluded_by(Duty.AUTHOR, queries.duties(person.id, edition_id)):
        raise RuleBroken(
            N_("This person holds a duty in the contest and so cannot take part in it."), field="email"
        )
    row = LatePermission(
        edition_id=edition_id,
        account_id=person.id,
        until=until,
        reason=phases.reason(reason),
        given_at=now,
        given_by=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.LatePermitted(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            permission_id=row.id,
            account_id=person.id,
            until=until.isoformat(),
        )
    )


def take_back(edition_id: int, key: str, *, actor_id: int, now: datetime) -> None:
    """End a permission; what was handed in under it stays. Raises NotFound."""
    begin_writing()
    query = select(LatePermission).where(LatePermission.edition_id == edition_id, LatePermission.key == key)
    row = db.session.scalar(query.with_for_update())
    if row is None or row.taken_back_at is not None:
        raise NotFound(key)
    row.taken_back_at = now
    publish(
        events.LatePermissionTakenBack(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            permission_id=row.id,
            account_id=row.account_id,
        )
    )


def _person(email: str) -> Person:
    person = people.by_email(email)
    if person is None:
        raise RuleBroken(
            N_("Nobody has registered with this address. Check its spelling, or ask the author to register."),
            field="email",
        )
    return person


def _refuse_until(until: datetime, *, closes_at: datetime, now: datetime) -> None:
    if until <= max(now, closes_at):
        raise RuleBroken(
            N_("Choose a moment that is still to come, and after the closing time."), field="until"
        )
    if until - max(now, closes_at) > LONGEST:
        raise RuleBroken(
            N_("An exception may last at most %(days)d days. For longer put the closing time off."),
            field="until",
            days=LONGEST.days,
        )
