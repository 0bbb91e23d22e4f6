"""Reads who belongs to a unit: the unit with all below it, through successors."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from contest.kernel.names import sort_key
from contest.people import units
from contest.people.models import Account, Consent, UnitSuccession
from contest.people.models import Unit as Row
from contest.people.rules import unit_domain
from contest.platform.database import db


def domain(unit_id: int, on: date) -> frozenset[int]:
    """Return the ids of all units whose figures are the unit's. Raises NotFound.

    Those are the unit, who stands for it on that day if it has ended, all below them, and all whose place those took.
    """
    standing = {unit_id, *units.ids(units.current(unit_id, on)).values()}
    below = unit_domain.pairs(db.session.execute(select(Row.parent_id, Row.id)).all())
    before = unit_domain.pairs(
        db.session.execute(select(UnitSuccession.successor_id, UnitSuccession.predecessor_id)).all()
    )
    return unit_domain.reached(standing, below, before)


def accounts(unit_ids: frozenset[int]) -> frozenset[int]:
    """Return the accounts of people who name one of these units."""
    query = select(Account.id, Account.unit_id).where(
        Account.unit_id.is_not(None), Account.unclaimed_since.is_(None)
    )
    return frozenset(row[0] for row in db.session.execute(query) if row[1] in unit_ids)


def agreed(unit_ids: frozenset[int], purpose: str) -> tuple[tuple[int, str], ...]:
    """Return id and name of the people of these units who agree to the purpose, in the order of Vietnamese names.

    Left out is who lets the own data lie unused.
    """
    query = (
        select(Account.id, Account.full_name, Account.unit_id)
        .join(Consent, Consent.account_id == Account.id)
        .where(
            Account.unit_id.is_not(None), Account.restricted_at.is_(None),
            Consent.purpose == purpose, Consent.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    found = {row[0]: row[1] for row in db.session.execute(query) if row[2] in unit_ids}
    return tuple(sorted(found.items(), key=lambda each: (sort_key(each[1]), each[0])))


@dataclass(frozen=True, slots=True)
class Label:
    """What a unit is called."""

    code: str
    name: str


def labels(unit_ids: frozenset[int]) -> dict[int, Label]:
    """Return code and name of these units, by id."""
    query = select(Row.id, Row.code, Row.name)
    if len(unit_ids) <= units.FEW:
        query = query.where(Row.id.in_(unit_ids))
    return {row[0]: Label(row[1], row[2]) for row in db.session.execute(query) if row[0] in unit_ids}


def kinds(unit_ids: frozenset[int]) -> dict[int, str]:
    """Return the kind of each of these units, by id; "" where none is named."""
    query = select(Row.id, Row.kind)
    if len(unit_ids) <= units.FEW:
        query = query.where(Row.id.in_(unit_ids))
    return {row[0]: row[1] for row in db.session.execute(query) if row[0] in unit_ids}


def successions() -> unit_domain.Further:
    """Return who took the place of whom: units to their successors, in the order of ids."""
    query = select(UnitSuccession.predecessor_id, UnitSuccession.successor_id)
    return unit_domain.pairs(
        db.session.execute(query.order_by(UnitSuccession.predecessor_id, UnitSuccession.successor_id)).all()
    )
