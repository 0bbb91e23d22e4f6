"""Reads the rules that everybody may rely on: what was fixed, when, and every change with its reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.editions.models import FixedRules
from contest.editions.rules import fixing
from contest.editions.rules.fixing import Difference
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class FixedView:
    """The rules as they stood from `fixed_at` on, and what differs from those before; nothing in the first."""

    number: int
    sha256: str
    reason: str
    fixed_at: datetime
    document: str
    differences: tuple[Difference, ...] = ()


def fixed(edition_id: int) -> tuple[FixedView, ...]:
    """Return every version of the fixed rules, the latest first."""
    query = select(FixedRules).where(FixedRules.edition_id == edition_id).order_by(FixedRules.number)
    found: list[FixedView] = []
    for row in db.session.scalars(query):
        differs = fixing.differences(found[-1].document, row.document) if found else ()
        found.append(FixedView(row.number, row.sha256, row.reason, row.fixed_at, row.document, differs))
    return tuple(reversed(found))


def latest(edition_id: int) -> FixedView | None:
    """Return the rules as they are fixed now, without what differs; None before the announcement."""
    query = select(FixedRules).where(FixedRules.edition_id == edition_id)
    row = db.session.scalar(query.order_by(FixedRules.number.desc()).limit(1))
    return FixedView(row.number, row.sha256, row.reason, row.fixed_at, row.document) if row else None


def document(edition_id: int, number: int) -> str | None:
    """Return the document of that number, or None."""
    query = select(FixedRules.document).where(
        FixedRules.edition_id == edition_id, FixedRules.number == number
    )
    return db.session.scalar(query)
