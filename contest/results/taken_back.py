"""Works that their authors took back while they were judged: known by code alone, and only once they matter."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select

from contest.entries import queries as works
from contest.platform.database import db
from contest.results.models import Publication, WithdrawalCheck, WithdrawnResult
from contest.results.rules import leaving_out


def known(edition_id: int) -> frozenset[str]:
    """Return the codes that the chair has been told of; once taken back, a work stays so."""
    row = db.session.scalar(select(WithdrawalCheck).where(WithdrawalCheck.edition_id == edition_id))
    return frozenset(row.codes) if row else frozenset()


def copies(edition_id: int, entries: Mapping[int, int]) -> frozenset[int]:
    """Return the blind copies of works that were taken back; `entries`: what the seals lead to."""
    gone = works.withdrawn_late(edition_id)
    return frozenset(copy_id for copy_id, entry_id in entries.items() if entry_id in gone)


def left_out(edition_id: int) -> tuple[WithdrawnResult, ...]:
    """Return what was ranked and not published; nothing before the publication."""
    query = select(WithdrawnResult).where(WithdrawnResult.edition_id == edition_id)
    return tuple(db.session.scalars(query.order_by(WithdrawnResult.id)))


def count(edition_id: int) -> int:
    """Count the works that were left out: the ranking of the round that had most of them."""
    in_rounds = Counter(row.round_id for row in left_out(edition_id))
    return max(in_rounds.values(), default=0)


def places(edition_id: int) -> Mapping[tuple[int, int], list[int]]:
    """Return the places that are left out, by round and category."""
    rows = left_out(edition_id)
    return leaving_out.by_ranking(((row.round_id, row.category_id), row.place) for row in rows)


def faults() -> list[str]:
    """Name publications that leave out more works than their authors took back."""
    published = db.session.scalars(select(Publication.edition_id).order_by(Publication.edition_id)).all()
    return [
        f"edition {edition_id}: more works were left out of the results than were taken back"
        for edition_id in published
        if count(edition_id) > len(works.withdrawn_late(edition_id))
    ]
