"""Writes and reads how prizes are given: how many may win, how ties are decided, prizes beside the tables."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TypedDict

from sqlalchemy import delete, select

from contest.editions import models, unit_awards
from contest.editions.models import Edition
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.prizes import Caps
from contest.editions.rules.unit_prizes import UnitPrizes
from contest.kernel.errors import NotFound
from contest.platform.database import db


class Settings(TypedDict):
    """The settings of a spec that stand here, by their names."""

    caps: Caps
    ties: tuple[str, ...]
    extra_prizes: tuple[ExtraPrize, ...]
    unit_prizes: UnitPrizes


@dataclass(frozen=True, slots=True)
class ExtraPrizeView:
    """A prize beside the tables, with the row that results point to."""

    id: int
    prize: ExtraPrize


def fill(edition: Edition, spec: EditionSpec) -> None:
    """Set the columns of the edition's own row."""
    for name in Caps.__slots__:
        setattr(edition, name, getattr(spec.caps, name))
    edition.ties = list(spec.ties)


def write(edition_id: int, spec: EditionSpec) -> None:
    """Write the prizes beside the tables in place of those there are; of a draft only, as results point to them."""
    db.session.execute(delete(models.ExtraPrize).where(models.ExtraPrize.edition_id == edition_id))
    db.session.add_all(
        models.ExtraPrize(edition_id=edition_id, position=position, **asdict(each))
        for position, each in enumerate(spec.extra_prizes)
    )
    unit_awards.write(edition_id, spec.unit_prizes)


def settings(edition_id: int) -> Settings:
    """Return all of it as a spec holds it. Raises NotFound."""
    return Settings(
        caps=caps(edition_id),
        ties=ties(edition_id),
        extra_prizes=tuple(each.prize for each in extra_prizes(edition_id)),
        unit_prizes=unit_awards.settings(edition_id),
    )


def caps(edition_id: int) -> Caps:
    """Return how many may win. Raises NotFound."""
    row = _edition(edition_id)
    return Caps(**{name: getattr(row, name) for name in Caps.__slots__})


def ties(edition_id: int) -> tuple[str, ...]:
    """Return how ties are decided, in order; after the last comes the draw. Raises NotFound."""
    return tuple(_edition(edition_id).ties)


def extra_prizes(edition_id: int) -> tuple[ExtraPrizeView, ...]:
    """Return the prizes beside the tables, in order."""
    query = select(models.ExtraPrize).where(models.ExtraPrize.edition_id == edition_id)
    rows: Sequence[models.ExtraPrize] = db.session.scalars(query.order_by(models.ExtraPrize.position)).all()
    return tuple(
        ExtraPrizeView(row.id, ExtraPrize(**{name: getattr(row, name) for name in ExtraPrize.__slots__}))
        for row in rows
    )


def _edition(edition_id: int) -> Edition:
    row = db.session.get(Edition, edition_id)
    if row is None:
        raise NotFound(edition_id)
    return row
