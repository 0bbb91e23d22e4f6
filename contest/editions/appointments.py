"""Gives people duties in an edition, by appointment and by invitation."""

from datetime import datetime

from sqlalchemy import Select, delete, select

from contest.access.duties import Duty
from contest.editions import events, queries, roster
from contest.editions.models import Appointment, Edition, Invitation, PanelSeat, Round
from contest.editions.rules import officials
from contest.editions.rules.officials import Invitee
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules import addresses, details
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def appoint(
    edition_id: int,
    account_id: int,
    duty: Duty,
    *,
    actor_id: int | None,
    now: datetime,
    unit_id: int | None = None,
) -> None:
    """Give the person the duty; a contact stands for `unit_id`.

    Raises RuleBroken where another duty or an own work excludes it.
    """
    begin_writing()
    edition = locked(edition_id)
    people.person(account_id)
    officials.refuse_unit(duty, unit_id)
    officials.refuse_duty(duty, roster.held(account_id, edition_id), opens_at=edition.opens_at)
    row = db.session.scalar(_appointment(edition_id, account_id, duty))
    if row is None:
        row = Appointment(edition_id=edition_id, account_id=account_id, duty=duty.value)
        db.session.add(row)
    row.appointed_at, row.ended_at = now, None
    row.unit_id = unit_id if duty == Duty.UNIT_CONTACT else None
    db.session.flush()
    publish(
        events.Appointed(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            account_id=account_id,
            duty=duty.value,
            unit_id=row.unit_id,
        )
    )


def end_appointment(
    edition_id: int, account_id: int, duty: Duty, *, actor_id: int | None, now: datetime
) -> None:
    """Relieve the person of the duty; a judge also leaves the panels of rounds that are not closed."""
    begin_writing()
    locked(edition_id)
    row = db.session.scalar(_appointment(edition_id, account_id, duty))
    if row is None or row.ended_at is not None:
        raise NotFound(account_id)
    officials.refuse_last_organiser(duty, len(queries.appointed(edition_id, Duty.ORGANISER)))
    row.ended_at = now
    if duty == Duty.JUDGE:
        going_on = select(Round.id).where(Round.edition_id == edition_id, Round.state != "closed")
        db.session.execute(
            delete(PanelSeat).where(PanelSeat.account_id == account_id, PanelSeat.round_id.in_(going_on)),
            execution_options={"synchronize_session": False},
        )
    publish(
        events.AppointmentEnded(
            at=now, actor_id=actor_id, edition_id=edition_id, account_id=account_id, duty=duty.value
        )
    )


def invite(edition_id: int, invitee: Invitee, *, actor_id: int, now: datetime) -> int:
    """Invite somebody to a duty for 14 days and return the invitation's id. The caller sends the letter."""
    begin_writing()
    locked(edition_id)
    check_invitee(edition_id, invitee, now=now)
    row = Invitation(
        key=new_key(),
        edition_id=edition_id,
        email=addresses.canonical(invitee.email),
        name=details.full_name(invitee.name),
        duty=invitee.duty.value,
        language=invitee.language,
        invited_by=actor_id,
        invited_at=now,
        expires_at=now + officials.INVITATION_LASTS,
        unit_id=invitee.unit_id,
        category_ids=list(invitee.category_ids),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.PersonInvited(
            at=now, actor_id=actor_id, edition_id=edition_id, invitation_id=row.id, duty=row.duty
        )
    )
    return row.id


def check_invitee(edition_id: int, invitee: Invitee, *, now: datetime) -> None:
    """Raise RuleBroken where the person cannot be invited to the duty; writes nothing."""
    email = addresses.canonical(invitee.email)
    details.full_name(invitee.name)
    officials.refuse_unit(invitee.duty, invitee.unit_id)
    _refuse_second_invitation(edition_id, email, invitee.duty, now)
    known = people.by_email(email)
    if known is not None:
        opens_at = queries.by_id(edition_id, now=now).opens_at
        officials.refuse_duty(invitee.duty, roster.held(known.id, edition_id), opens_at=opens_at)


def renew_invitation(key: str, *, edition_id: int, actor_id: int, now: datetime) -> int:
    """Give an invitation of the edition that nobody has accepted a new term; the caller sends the letter again."""
    begin_writing()
    row = _open_invitation(key, edition_id)
    row.invited_at, row.invited_by = now, actor_id
    row.expires_at = now + officials.INVITATION_LASTS
    publish(events.InvitationRenewed(at=now, actor_id=actor_id, edition_id=edition_id, invitation_id=row.id))
    return row.id


def _refuse_second_invitation(edition_id: int, email: str, duty: Duty, now: datetime) -> None:
    open_ones = (i for i in roster.invitations(edition_id, now=now) if i.state == "open")
    if any((i.email, i.duty) == (email, duty) for i in open_ones):
        raise RuleBroken(
            N_("This person has been invited to that duty already. Withdraw it to send a new one."),
            field="email",
        )


def revoke_invitation(key: str, *, edition_id: int, actor_id: int | None, now: datetime) -> None:
    """Withdraw an invitation of the edition that nobody has accepted: its link is worthless from now on."""
    begin_writing()
    row = _open_invitation(key, edition_id)
    row.revoked_at = now
    publish(events.InvitationRevoked(at=now, actor_id=actor_id, edition_id=edition_id, invitation_id=row.id))


def _open_invitation(key: str, edition_id: int) -> Invitation:
    row = _locked_invitation(key)
    if row.edition_id != edition_id or row.revoked_at is not None:
        raise NotFound("invitation")
    if row.accepted_at is not None:
        raise RuleBroken(N_("The invitation has been accepted meanwhile. You can end the duty instead."))
    return row


def accept(key: str, account_id: int, *, now: datetime) -> Duty:
    """Take up the duty of the invitation, as the person it went to, and return that duty."""
    begin_writing()
    row = _locked_invitation(key)
    officials.refuse_invitation(
        officials.invitation_state(
            accepted_at=row.accepted_at, revoked_at=row.revoked_at, expires_at=row.expires_at, now=now
        )
    )
    officials.refuse_other_account(people.person(account_id).email, invited=row.email)
    row.accepted_at = now
    publish(
        events.InvitationAccepted(
            at=now,
            actor_id=account_id,
            edition_id=row.edition_id,
            invitation_id=row.id,
            account_id=account_id,
        )
    )
    appoint(row.edition_id, account_id, Duty(row.duty), actor_id=account_id, now=now, unit_id=row.unit_id)
    if row.unit_id is not None and people.person(account_id).unit_id is None:
        accounts.give_unit(account_id, row.unit_id, now=now)
    if row.duty == Duty.JUDGE:
        _seat(row, account_id)
    return Duty(row.duty)


def _seat(row: Invitation, account_id: int) -> None:
    """Seat the judge on the panels of the rounds to come, for the categories that there still are."""
    there = {category.id for category in queries.categories(row.edition_id)}
    rounds = [each for each in queries.rounds(row.edition_id) if each.state in {"waiting", "coded"}]
    taken = {
        (each.id, s.category_id)
        for each in rounds
        for s in queries.panel(each.id)
        if s.account_id == account_id
    }
    wanted = {(each.id, category) for each in rounds for category in there.intersection(row.category_ids)}
    db.session.add_all(
        PanelSeat(round_id=round_id, category_id=category_id, account_id=account_id)
        for round_id, category_id in sorted(wanted - taken)
    )


def locked(edition_id: int) -> Edition:
    """Return the edition's row afresh, so that nobody else changes the edition or its people meanwhile."""
    row = db.session.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(edition_id)
    return row


def _locked_invitation(key: str) -> Invitation:
    query = select(Invitation).where(Invitation.key == key).with_for_update()
    row = db.session.scalar(query, execution_options={"populate_existing": True})
    if row is None:
        raise NotFound("invitation")
    return row


def _appointment(edition_id: int, account_id: int, duty: Duty) -> Select[Appointment]:
    return select(Appointment).where(
        Appointment.edition_id == edition_id, Appointment.account_id == account_id, Appointment.duty == duty
    )
