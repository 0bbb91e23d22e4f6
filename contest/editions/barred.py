"""Reads who must not take part: the list that was written, and everybody who holds or held a duty."""

from dataclasses import dataclass

from sqlalchemy import select

from contest.access.duties import Duty
from contest.editions.models import Appointment, BarredPerson
from contest.editions.rules.barring import Listed
from contest.people import queries as people
from contest.platform.database import db

# Organisers and observers see no work before it is judged, but the rules of contests bar them all the same.
BARRING = frozenset({Duty.ORGANISER, Duty.SECRETARY, Duty.JUDGE, Duty.CHAIR, Duty.KEY_HOLDER})


@dataclass(frozen=True, slots=True)
class BarredView:
    """A line of the list."""

    key: str
    name: str
    email: str
    why: str
    id_number: str = ""


def rows(edition_id: int) -> tuple[BarredPerson, ...]:
    """Return the rows of the list, by name; for the part's own service."""
    query = select(BarredPerson).where(BarredPerson.edition_id == edition_id)
    return tuple(db.session.scalars(query.order_by(BarredPerson.folded_name, BarredPerson.id)))


def written(edition_id: int) -> tuple[BarredView, ...]:
    """Return the list as it was written, by name."""
    return tuple(BarredView(row.key, row.name, row.email, row.why, row.id_number) for row in rows(edition_id))


def listed(edition_id: int) -> tuple[Listed, ...]:
    """Return everybody to compare authors with: the list, and whoever holds or held a duty; `why` is then the duty."""
    query = (
        select(Appointment.account_id, Appointment.duty)
        .where(Appointment.edition_id == edition_id, Appointment.duty.in_(BARRING))
        .order_by(Appointment.id)
    )
    held = dict(db.session.execute(query).all())
    known = people.people(frozenset(held))
    officials = (Listed(known[who].name, known[who].email, duty, who) for who, duty in held.items())
    return (
        *officials,
        *(Listed(row.name, row.email, row.why, id_number=row.id_number) for row in rows(edition_id)),
    )
