"""Reads which edition stands above which, agreed by both or asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.editions.models_beside import EditionLink
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class LinkView:
    """The lower edition sends works on to the upper one, once that is agreed there."""

    key: str
    lower_id: int
    upper_id: int
    asked_at: datetime
    agreed_at: datetime | None


def above(edition_id: int) -> LinkView | None:
    """Return the link to the edition above, or None."""
    row = db.session.scalar(select(EditionLink).where(EditionLink.lower_id == edition_id))
    return _view(row) if row else None


def below(edition_id: int) -> tuple[LinkView, ...]:
    """Return the links of the editions below, the oldest first."""
    query = select(EditionLink).where(EditionLink.upper_id == edition_id).order_by(EditionLink.id)
    return tuple(_view(row) for row in db.session.scalars(query))


def line(edition_id: int) -> tuple[int, ...]:
    """Return the edition and those above it, agreed or asked for; a loop ends where it closes."""
    found: list[int] = []
    here: int | None = edition_id
    while here is not None and here not in found:
        found.append(here)
        link = above(here)
        here = link.upper_id if link else None
    return tuple(found)


def _view(row: EditionLink) -> LinkView:
    return LinkView(row.key, row.lower_id, row.upper_id, row.asked_at, row.agreed_at)
