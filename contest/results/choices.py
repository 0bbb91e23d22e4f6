"""Reads what the chair decided beside the awards themselves, and what an approval thereby stands for."""

from sqlalchemy import select

from contest.platform.database import db
from contest.results.models import PrizeReason


def reasons(edition_id: int) -> dict[tuple[int, str], str]:
    """Return the chair's reasons by prize and what they are about: empty or tie."""
    query = select(PrizeReason).where(PrizeReason.edition_id == edition_id)
    rows = db.session.scalars(query.order_by(PrizeReason.prize_id, PrizeReason.about))
    return {(row.prize_id, row.about): row.reason for row in rows}


def content(edition_id: int) -> list[list[object]]:
    """Return all of it as an approval stands for it; nothing where nothing was decided."""
    return [[*key, reason] for key, reason in reasons(edition_id).items()]
