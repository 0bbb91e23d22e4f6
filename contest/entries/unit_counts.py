"""Counts works by the unit of their author: numbers only, no titles and no names."""

from collections import Counter

from sqlalchemy import func, select

from contest.entries.models import Entry
from contest.entries.rules import states
from contest.platform.database import db


def drafts_by_author(edition_id: int) -> Counter[int]:
    """Count by author the works that were begun and never submitted."""
    query = (
        select(Entry.author_id, func.count())
        .where(Entry.edition_id == edition_id, Entry.state == states.DRAFT)
        .group_by(Entry.author_id)
    )
    return Counter(dict(db.session.execute(query).all()))


def submitted(edition_id: int, unit_ids: frozenset[int]) -> dict[int, Counter[str]]:
    """Count by author and state what was submitted from these units and not withdrawn."""
    query = (
        select(Entry.author_id, Entry.unit_id, Entry.state, func.count())
        .where(
            Entry.edition_id == edition_id,
            Entry.unit_id.is_not(None),
            Entry.version_number > 0,
            Entry.state != states.WITHDRAWN,
        )
        .group_by(Entry.author_id, Entry.unit_id, Entry.state)
    )
    found: dict[int, Counter[str]] = {}
    for author_id, unit_id, state, count in db.session.execute(query):
        if unit_id in unit_ids:
            found.setdefault(author_id, Counter())[state] += count
    return found
