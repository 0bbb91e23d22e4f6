"""Works that units received and keep: numbers by unit and category, apart from the works of the contest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from contest.entries.models_paper import ReportedCount
from contest.platform.database import begin_writing, db


@dataclass(frozen=True, slots=True)
class Kept:
    """How many works of how many authors a unit keeps, in all categories together."""

    unit_id: int
    works: int
    authors: int


def write(edition_id: int, counts: Sequence[Mapping[str, Any]], *, actor_id: int, now: datetime) -> None:
    """Keep these numbers in place of those that stood there for the same unit and category."""
    begin_writing()
    for count in counts:
        here = (
            ReportedCount.edition_id == edition_id,
            ReportedCount.unit_id == count["unit_id"],
            ReportedCount.category_id == count["category_id"],
        )
        row = db.session.scalar(select(ReportedCount).where(*here))
        if row is None:
            row = ReportedCount(
                edition_id=edition_id, unit_id=count["unit_id"], category_id=count["category_id"]
            )
            db.session.add(row)
        row.works, row.authors = count["works"], count["authors"]
        row.reported_by, row.reported_at = actor_id, now
    db.session.flush()


def by_unit(edition_id: int) -> tuple[Kept, ...]:
    """Return what units keep, in the order of their ids."""
    query = (
        select(ReportedCount.unit_id, func.sum(ReportedCount.works), func.sum(ReportedCount.authors))
        .where(ReportedCount.edition_id == edition_id)
        .group_by(ReportedCount.unit_id)
        .order_by(ReportedCount.unit_id)
    )
    return tuple(Kept(row[0], int(row[1]), int(row[2])) for row in db.session.execute(query))
