"""Who may hold which duty, how long an invitation is good, and who may sit on a panel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contest.access.duties import Duty, excluded_by
from contest.kernel.errors import N_, RuleBroken

INVITATION_LASTS = timedelta(days=14)
CAPACITY = 10_000
# Duties that people are invited to. Authors come by themselves.
INVITED = (
    Duty.ORGANISER,
    Duty.SECRETARY,
    Duty.JUDGE,
    Duty.CHAIR,
    Duty.OBSERVER,
    Duty.UNIT_CONTACT,
    Duty.TREASURER,
    Duty.KEY_HOLDER,
)

APART: Mapping[Duty, str] = {
    Duty.AUTHOR: N_(
        "This person takes part in this contest with a work of their own and so may not judge or"
        " screen works or pay the prizes. Choose somebody else."
    ),
    Duty.SECRETARY: N_(
        "This person is or was a secretary of this contest and knows the authors, so may not judge or"
        " chair it. Choose somebody else."
    ),
    Duty.JUDGE: N_(
        "This person is or was a judge of this contest and so may not see the authors' names or"
        " run the contest. Choose somebody else."
    ),
    Duty.CHAIR: N_(
        "This person chairs or chaired the jury of this contest and so may not see the authors' names."
        " Choose somebody else."
    ),
    Duty.ORGANISER: N_(
        "This person organises or organised this contest and so may not judge it. Choose somebody else."
    ),
    Duty.UNIT_CONTACT: N_(
        "This person is or was the contact of a unit in this contest and knows who of it takes part, so may not"
        " judge or chair it. Choose somebody else."
    ),
    Duty.KEY_HOLDER: N_(
        "This person holds or held a key to the identities of this contest and so may neither judge it nor take part."
        " Choose somebody else."
    ),
    Duty.TREASURER: N_(
        "This person pays or paid the prizes of this contest and so may not judge it. Choose somebody else."
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A duty that a person holds or held, until `ended_at`."""

    duty: Duty
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is asked to take up a duty, and the language of the letter.

    `unit_id` becomes the person's unit if they name no other, and is the one a contact of a unit stands for; a judge
    gets seats in `category_ids`.
    """

    email: str
    name: str
    duty: Duty
    language: str = "vi"
    unit_id: int | None = None
    category_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """Which categories a judge reads, and at most how many works; None for no ceiling."""

    categories: tuple[int, ...]
    capacity: int | None = None


def refuse_duty(duty: Duty, held: Iterable[Held], *, opens_at: datetime) -> None:
    """Raise RuleBroken where the person holds the duty already or another that excludes it.

    A duty that ended before works were taken in counts no more: a mistaken appointment can be mended. One
    that ended later still counts, as what was seen stays known.
    """
    held = tuple(held)
    if any(h.duty == duty and h.ended_at is None for h in held):
        raise RuleBroken(N_("This person holds that duty already."), field="email")
    counting = frozenset(h.duty for h in held if h.ended_at is None or h.ended_at > opens_at)
    other = excluded_by(duty, counting)
    if other is not None:
        raise RuleBroken(APART[other], field="email")


def refuse_unit(duty: Duty, unit_id: int | None) -> None:
    """Raise RuleBroken where a contact is to stand for no unit."""
    if duty == Duty.UNIT_CONTACT and unit_id is None:
        raise RuleBroken(N_("Write of which unit this person is the contact."), field="unit")


def refuse_last_organiser(duty: Duty, organisers: int) -> None:
    """Raise RuleBroken where ending the duty would leave nobody who can run the contest."""
    if duty == Duty.ORGANISER and organisers <= 1:
        raise RuleBroken(N_("A contest needs an organiser. Appoint another one first."))


def invitation_state(
    *, accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> str:
    """Return accepted, revoked, expired or open."""
    if accepted_at is not None:
        return "accepted"
    if revoked_at is not None:
        return "revoked"
    return "expired" if now >= expires_at else "open"


def refuse_other_account(email: str, *, invited: str) -> None:
    """Raise RuleBroken where the invitation went to another address."""
    if email != invited:
        raise RuleBroken(
            N_(
                "This invitation is for %(invited)s, and you are signed in as %(email)s."
                " Sign out, then open the link in the letter again."
            ),
            invited=invited,
            email=email,
        )


def refuse_invitation(state: str) -> None:
    """Raise RuleBroken unless the invitation is open."""
    sentences = {
        "accepted": N_("This invitation has been accepted already. Sign in to see your duties."),
        "revoked": N_("This invitation was withdrawn. Ask the organisers if you think this is a mistake."),
        "expired": N_("This invitation has expired. Ask the organisers to send a new one."),
    }
    if state in sentences:
        raise RuleBroken(sentences[state])


def refuse_seats(seats: Mapping[int, Seat], *, judges: Iterable[int], categories: Iterable[int]) -> None:
    """Raise RuleBroken for a seat of somebody who is no judge, in no category, or with a wrong capacity."""
    if not frozenset(judges).issuperset(seats):
        raise RuleBroken(N_("Only judges of this contest can sit on the panel. Look at the page again."))
    known = frozenset(categories)
    for seat in seats.values():
        if not known.issuperset(seat.categories):
            raise RuleBroken(N_("One of the categories is no longer there. Look at the page again."))
        if seat.capacity is not None and not 1 <= seat.capacity <= CAPACITY:
            raise RuleBroken(
                N_("Write how many works a judge reads at most: a number from 1 to %(most)d, or nothing."),
                field="capacity",
                most=CAPACITY,
            )
