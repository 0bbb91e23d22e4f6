"""Reads who may enter an edition, and tells whether a unit is among those that may."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select

from contest.editions.models import Edition, EnteringUnit
from contest.editions.rules.conditions import Conditions
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.people import units
from contest.platform.database import db


def conditions(edition_id: int) -> Conditions:
    """Return the conditions, units by their codes. Raises NotFound."""
    edition = db.session.get(Edition, edition_id)
    if edition is None:
        raise NotFound(edition_id)
    codes = sorted(units.one(unit_id).code for unit_id in _unit_ids(edition_id))
    return Conditions(
        edition.works_in_all,
        edition.born_from,
        edition.born_until,
        tuple(codes),
        tuple(edition.countries),
        edition.countries_by,
    )


def unit_names(edition_id: int) -> tuple[str, ...]:
    """Return the names of the units that may enter, in the order of their codes; nothing where all may."""
    names = people.unit_names(frozenset(_unit_ids(edition_id)))
    return tuple(sorted(names.values()))


def admits_unit(edition_id: int, unit_id: int | None, *, on: date) -> bool:
    """Tell whether a person of that unit may enter: it is one of the units, below one, or took the place of one."""
    named = set(_unit_ids(edition_id))
    if not named:
        return True
    line = {unit.id for unit in people.unit_line(unit_id)}
    if line & named:
        return True
    # The tree is read only here: where a unit that was named has ended, those that stand for it now may enter.
    codes = {code for one in named for code in units.current(one, on)}
    return bool(line & set(units.ids(codes).values()))


def admitted_units(edition_id: int, unit_ids: Collection[int | None], *, on: date) -> dict[int | None, bool]:
    """Tell of each of these units whether people of it may enter."""
    if not _unit_ids(edition_id):
        return dict.fromkeys(unit_ids, True)
    return {unit_id: admits_unit(edition_id, unit_id, on=on) for unit_id in unit_ids}


_UNIT_IDS = select(EnteringUnit.unit_id).where(EnteringUnit.edition_id == bindparam("edition_id"))


def _unit_ids(edition_id: int) -> tuple[int, ...]:
    return tuple(db.session.scalars(_UNIT_IDS, {"edition_id": edition_id}))
