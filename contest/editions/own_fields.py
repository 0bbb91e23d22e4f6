"""Reads the fields of an edition's own: as they are asked, and as settings."""

from collections.abc import Collection
from dataclasses import dataclass, fields

from sqlalchemy import bindparam, select

from contest.editions import models
from contest.editions.rules.own_fields import OwnField
from contest.platform.database import db

PLAIN = tuple(f.name for f in fields(OwnField) if f.name not in {"id", "options", "file_kinds"})


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it is asked; without a category in all of them. `key` names it in forms and addresses."""

    id: int
    key: str
    category_id: int | None
    asks: OwnField


_OF_EDITION = (  # asked for nearly every page of a contest, and so put together once
    select(models.OwnField)
    .where(models.OwnField.edition_id == bindparam("edition_id"))
    .order_by(models.OwnField.category_id.is_not(None), models.OwnField.category_id, models.OwnField.position)
)


def of_edition(edition_id: int) -> tuple[FieldView, ...]:
    """Return all fields of the edition: those of all categories first, each list in its order."""
    return tuple(_view(row) for row in db.session.scalars(_OF_EDITION, {"edition_id": edition_id}))


def asked(edition_id: int, category_id: int | None) -> tuple[FieldView, ...]:
    """Return what is asked in the category: the common fields first; these alone where no category is chosen."""
    return tuple(f for f in of_edition(edition_id) if f.category_id in {None, category_id})


def by_ids(ids: Collection[int]) -> dict[int, FieldView]:
    """Return these fields by id."""
    rows = db.session.scalars(select(models.OwnField).where(models.OwnField.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


def specs(edition_id: int) -> dict[int | None, tuple[OwnField, ...]]:
    """Return the settings by the category that asks, None for all, each list in its order."""
    found: dict[int | None, tuple[OwnField, ...]] = {}
    for view in of_edition(edition_id):
        found[view.category_id] = (*found.get(view.category_id, ()), view.asks)
    return found


def _view(row: models.OwnField) -> FieldView:
    plain = {name: getattr(row, name) for name in PLAIN}
    asks = OwnField(**plain, options=tuple(row.options), file_kinds=tuple(row.file_kinds), id=row.id)
    return FieldView(row.id, row.key, row.category_id, asks)
