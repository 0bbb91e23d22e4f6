"""Reads the people of an edition: who holds which duty, who held it, who is invited."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from contest.access.duties import Duty
from contest.editions.models import Appointment, Invitation
from contest.editions.rules.officials import Held, invitation_state
from contest.kernel.errors import NotFound
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Official:
    """A person who holds a duty."""

    account_id: int
    duty: Duty
    appointed_at: datetime
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation to a duty, as it stands at the instant it was asked for."""

    id: int
    key: str
    edition_id: int
    email: str
    name: str
    duty: Duty
    language: str
    invited_by: int
    invited_at: datetime
    expires_at: datetime
    state: str
    unit_id: int | None
    category_ids: tuple[int, ...]


def officials(edition_id: int) -> tuple[Official, ...]:
    """Return who holds duties now, by duty, then by when they took it up."""
    query = (
        select(Appointment)
        .where(Appointment.edition_id == edition_id, Appointment.ended_at.is_(None))
        .order_by(Appointment.appointed_at, Appointment.id)
    )
    found = [
        Official(a.account_id, Duty(a.duty), a.appointed_at, a.unit_id) for a in db.session.scalars(query)
    ]
    order = tuple(Duty)
    return tuple(sorted(found, key=lambda official: order.index(official.duty)))


def held_at(edition_id: int, duty: Duty, at: datetime) -> tuple[int, ...]:
    """Return the accounts that held the duty at that instant, in the order of their ids."""
    query = select(Appointment.account_id).where(
        Appointment.edition_id == edition_id,
        Appointment.duty == duty,
        Appointment.appointed_at <= at,
        or_(Appointment.ended_at.is_(None), Appointment.ended_at > at),
    )
    return tuple(db.session.scalars(query.order_by(Appointment.account_id)))


def held(account_id: int, edition_id: int) -> tuple[Held, ...]:
    """Return the duties that the person holds or ever held in the edition."""
    query = select(Appointment).where(
        Appointment.edition_id == edition_id, Appointment.account_id == account_id
    )
    rows = db.session.scalars(query.order_by(Appointment.id))
    return tuple(Held(Duty(row.duty), row.ended_at) for row in rows)


def contact_unit(account_id: int, edition_id: int) -> int:
    """Return the unit whose contact the person is in the edition. Raises NotFound."""
    query = select(Appointment.unit_id).where(
        Appointment.edition_id == edition_id,
        Appointment.account_id == account_id,
        Appointment.duty == Duty.UNIT_CONTACT,
        Appointment.ended_at.is_(None),
    )
    unit_id = db.session.scalar(query)
    if unit_id is None:
        raise NotFound("unit")
    return unit_id


def invitations(edition_id: int, *, now: datetime) -> tuple[InvitationView, ...]:
    """Return the invitations that nobody has accepted or withdrawn, the newest first."""
    query = (
        select(Invitation)
        .where(
            Invitation.edition_id == edition_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )
    return tuple(_invitation(row, now) for row in db.session.scalars(query))


def invitation(key: str, *, now: datetime) -> InvitationView:
    """Return the invitation with that key. Raises NotFound."""
    row = db.session.scalar(select(Invitation).where(Invitation.key == key))
    if row is None:
        raise NotFound("invitation")
    return _invitation(row, now)


def invitation_by_id(invitation_id: int, *, now: datetime) -> InvitationView:
    """Return the invitation. Raises NotFound."""
    row = db.session.get(Invitation, invitation_id)
    if row is None:
        raise NotFound(invitation_id)
    return _invitation(row, now)


def _invitation(row: Invitation, now: datetime) -> InvitationView:
    return InvitationView(
        id=row.id,
        key=row.key,
        edition_id=row.edition_id,
        email=row.email,
        name=row.name,
        duty=Duty(row.duty),
        language=row.language,
        invited_by=row.invited_by,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        state=invitation_state(
            accepted_at=row.accepted_at, revoked_at=row.revoked_at, expires_at=row.expires_at, now=now
        ),
        unit_id=row.unit_id,
        category_ids=tuple(row.category_ids),
    )
