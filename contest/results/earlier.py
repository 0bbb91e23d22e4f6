"""Reads which works of other contests won a prize that was published: a person may have won before."""

from collections.abc import Collection

from sqlalchemy import select

from contest.editions import queries as editions
from contest.platform.database import db
from contest.results.models import PublishedResult


def prizes(entry_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Return the prize of each of these works that has one: its name, and the edition."""
    query = select(PublishedResult.entry_id, PublishedResult.edition_id, PublishedResult.prize_id).where(
        PublishedResult.entry_id.in_(entry_ids), PublishedResult.prize_id.is_not(None)
    )
    rows = db.session.execute(query).all()
    names = {
        prize.id: prize.name
        for edition_id in {row.edition_id for row in rows}
        for category in editions.categories(edition_id)
        for prize in category.prizes
    }
    return {row.entry_id: (names[row.prize_id or 0], row.edition_id) for row in rows}
