"""Counts works by the unit of their author: numbers only, no titles and no names."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from contest.entries.models import Entry, Version, VersionAuthor
from contest.entries.rules import states
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many entries a unit has in each state; no unit is id None and an empty name."""

    unit_id: int | None
    name: str
    by_state: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def counts_by_unit(edition_id: int) -> tuple[UnitCount, ...]:
    """Count submitted entries by the unit the author had at the first submit, the largest unit first."""
    query = (
        select(Entry.unit_id, Entry.state, func.count())
        .where(Entry.edition_id == edition_id, Entry.version_number > 0)
        .group_by(Entry.unit_id, Entry.state)
        .order_by(Entry.state)
    )
    counts: dict[int | None, dict[str, int]] = {}
    for unit_id, state, count in db.session.execute(query):
        counts.setdefault(unit_id, {})[state] = count
    names = people.unit_names(frozenset(unit_id for unit_id in counts if unit_id is not None))
    units = (UnitCount(unit_id, names.get(unit_id or 0, ""), those) for unit_id, those in counts.items())
    return tuple(sorted(units, key=lambda unit: (-unit.total, unit.name, unit.unit_id or 0)))


@dataclass(frozen=True, slots=True)
class Credited:
    """A work that was submitted and not withdrawn, with the units of its authors, of who sent it in first.

    `units`: as they were at the submit, None for an author without one.
    """

    entry_id: int
    is_accepted: bool
    units: tuple[int | None, ...]


def credited(edition_id: int) -> tuple[Credited, ...]:
    """Return whom the works of an edition count for: units and no people, in the order of the works."""
    here = (Entry.edition_id == edition_id, Entry.version_number > 0, Entry.state != states.WITHDRAWN)
    others: dict[int, list[int | None]] = {}
    query = (
        select(Entry.id, VersionAuthor.unit_id)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .where(*here, VersionAuthor.left_at.is_(None), VersionAuthor.account_id != Entry.author_id)
        .order_by(Entry.id, VersionAuthor.position)
    )
    for entry_id, unit_id in db.session.execute(query):
        others.setdefault(entry_id, []).append(unit_id)
    rows = db.session.execute(select(Entry.id, Entry.state, Entry.unit_id).where(*here).order_by(Entry.id))
    taken = {states.ACCEPTED, states.CODED}
    return tuple(Credited(row.id, row.state in taken, (row.unit_id, *others.get(row.id, ()))) for row in rows)


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
