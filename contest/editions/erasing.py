"""Erases what the editions hold of people: invitations, lines of lists, reasons of exceptions; ends duties."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from contest.access.duties import Duty
from contest.editions import events, queries
from contest.editions.models import Appointment, BarredPerson, Edition, Invitation, LatePermission
from contest.editions.rules import leaving
from contest.kernel.errors import RuleBroken
from contest.kernel.events import Event
from contest.people import queries as people
from contest.people.events import ErasureDecided
from contest.people.rules.erasure import DUTY, WAITS
from contest.platform.database import db
from contest.platform.events import publish

# A contest that was never brought to its results counts as over so long after its closing time.
NEVER_ENDED: Final = timedelta(days=365)
_AS_THEY_ARE: Final = {"synchronize_session": False}


def has_needed_duty(account_id: int, *, now: datetime) -> bool:
    """Tell whether the person holds a duty in a contest that needs it still."""
    held = queries.editions_of(account_id, now=now)
    return any(leaving.must_wait(duty, edition.phase) for edition, duties in held for duty in duties)


def erase_traces(event: Event) -> None:
    """Listen to people: erase what the editions hold of somebody who is erased. Raises RuleBroken for a duty."""
    if not isinstance(event, ErasureDecided):
        return
    if has_needed_duty(event.account_id, now=event.at):
        raise RuleBroken(WAITS[DUTY])
    email = people.person(event.account_id).email
    over = select(Edition.id).where(Edition.phase.in_(leaving.OVER))
    for statement in (
        delete(Invitation).where(Invitation.email == email),
        delete(BarredPerson).where(BarredPerson.email == email, BarredPerson.edition_id.in_(over)),
        update(LatePermission).where(LatePermission.account_id == event.account_id).values(reason=""),
    ):
        db.session.execute(statement, execution_options=_AS_THEY_ARE)
    _end_duties(event)


def _end_duties(event: ErasureDecided) -> None:
    held = select(Appointment).where(
        Appointment.account_id == event.account_id, Appointment.ended_at.is_(None)
    )
    for row in db.session.scalars(held.order_by(Appointment.id)).all():
        row.ended_at = event.at
        publish(
            events.AppointmentEnded(
                at=event.at,
                actor_id=event.actor_id,
                edition_id=row.edition_id,
                account_id=row.account_id,
                duty=Duty(row.duty).value,
            )
        )


# --- kept long enough ---------------------------------------------------------------------------------------


def over(*, before: datetime) -> tuple[int, ...]:
    """Return the editions whose results were published before, and those that closed long before without any."""
    never = and_(Edition.published_at.is_(None), Edition.closes_at < before - NEVER_ENDED)
    query = select(Edition.id).where(or_(Edition.published_at < before, never))
    return tuple(db.session.scalars(query.order_by(Edition.id)))


def old_invitations(*, before: datetime) -> tuple[int, ...]:
    """Return the invitations that ran out before."""
    return tuple(db.session.scalars(select(Invitation.id).where(Invitation.expires_at < before)))


def drop_invitations(ids: Sequence[int]) -> None:
    """Delete these invitations."""
    _drop(Invitation, Invitation.id.in_(ids))


def old_lines(*, before: datetime) -> tuple[int, ...]:
    """Return the lines of lists of people who may not take part in contests that are over since before."""
    return tuple(
        db.session.scalars(select(BarredPerson.id).where(BarredPerson.edition_id.in_(over(before=before))))
    )


def drop_lines(ids: Sequence[int]) -> None:
    """Delete these lines."""
    _drop(BarredPerson, BarredPerson.id.in_(ids))


def _drop(table: type[Invitation] | type[BarredPerson], which: ColumnElement[bool]) -> None:
    db.session.execute(delete(table).where(which), execution_options=_AS_THEY_ARE)


def officials(account_ids: Collection[int]) -> frozenset[int]:
    """Return those of these people who ever held a duty."""
    query = select(Appointment.account_id).where(Appointment.account_id.in_(account_ids))
    return frozenset(db.session.scalars(query))
