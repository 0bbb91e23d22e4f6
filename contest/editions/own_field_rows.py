"""Writes the fields of an edition's own from a spec, keeping the rows whose ids it names."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from contest.editions import models
from contest.editions.own_fields import PLAIN
from contest.editions.rules.own_fields import OwnField
from contest.kernel.errors import N_, Conflict
from contest.platform.database import db


def forget(category_id: int) -> None:
    """Delete the fields of a category that is removed from a draft."""
    db.session.execute(delete(models.OwnField).where(models.OwnField.category_id == category_id))


def write(edition_id: int, wanted: Mapping[int | None, Sequence[OwnField]]) -> None:
    """Write the fields of the edition (None) and of each category; rows whose ids are named stay. Raises Conflict."""
    query = select(models.OwnField).where(models.OwnField.edition_id == edition_id)
    known = {row.id: row for row in db.session.scalars(query)}
    named = [each.id for asked_here in wanted.values() for each in asked_here if each.id is not None]
    if len(set(named)) != len(named) or not known.keys() >= set(named):
        raise Conflict(N_("Somebody changed these settings meanwhile. Look at the page again."))
    for row_id in known.keys() - set(named):
        db.session.delete(known[row_id])
    for category_id, asked_here in wanted.items():
        for position, each in enumerate(asked_here):
            row = known[each.id] if each.id is not None else models.OwnField(edition_id=edition_id)
            row.category_id, row.position = category_id, position
            _fill(row, each)
    db.session.flush()


def _fill(row: models.OwnField, asks: OwnField) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(asks, name))
    row.options, row.file_kinds = list(asks.options), list(asks.file_kinds)
    db.session.add(row)
