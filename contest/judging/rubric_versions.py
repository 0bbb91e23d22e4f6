"""Reads how a rubric came to be what it is: every version that was kept, and what differs between them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from contest.judging.models import RubricVersion
from contest.judging.rules import versions
from contest.judging.rules.versions import Difference
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class VersionView:
    """A rubric as it stood from `saved_at` on (None: from before versions were kept), with what it changed."""

    number: int
    saved_at: datetime | None
    saved_by: int | None
    differences: tuple[Difference, ...]


def all_of(round_id: int, category_id: int | None) -> tuple[VersionView, ...]:
    """Return the versions of the category's own rubric, or (None) of the one for all, the latest first."""
    found: list[VersionView] = []
    before = ""
    rows = db.session.scalars(of(round_id, category_id).order_by(RubricVersion.id))
    for number, row in enumerate(rows, start=1):
        differs = versions.differences(before, row.document)
        found.append(VersionView(number, row.saved_at, row.saved_by, differs))
        before = row.document
    return tuple(reversed(found))


def of(round_id: int, category_id: int | None) -> Select[RubricVersion]:
    """Return the query for the rows of exactly this rubric."""
    query = select(RubricVersion).where(RubricVersion.round_id == round_id)
    if category_id is None:
        return query.where(RubricVersion.category_id.is_(None))
    return query.where(RubricVersion.category_id == category_id)
