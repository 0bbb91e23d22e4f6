"""Reads what is kept sealed with a work: all its authors at any time, the office what a review has opened."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from contest.entries import own
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_beside import Provenance, ProvenanceOpening
from contest.entries.queries import FileRef
from contest.entries.rules import provenance as rules
from contest.entries.rules.receipt import DRAFTS
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft or note: `size` in bytes, `sha256` as receipts sum it up."""

    key: str
    file_name: str
    kind: str
    size: int
    sha256: str
    note: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """A review: who opened what was sealed, when and why. `entry_key` and `title` of the work."""

    key: str
    entry_key: str
    edition_id: int
    title: str
    number: str
    opened_by: int
    by: str
    reason: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What a letter says of a review."""

    entry_id: int
    reason: str
    opened_at: datetime


def of_entry(entry_key: str, author_id: int) -> tuple[Kept, ...]:
    """Return what is kept with an entry that the person has a part in, the oldest first. Raises NotFound."""
    return _kept(own.readable(entry_key, author_id).id)


def openings_of(entry_key: str, author_id: int) -> tuple[Opening, ...]:
    """Return the reviews of an entry that the person has a part in. Raises NotFound."""
    entry = own.readable(entry_key, author_id)
    return _openings(ProvenanceOpening.entry_id == entry.id)


def own_file(entry_key: str, author_id: int, key: str) -> FileRef:
    """Return the file of a draft or note to an author of the work. Raises NotFound."""
    return _file(own.readable(entry_key, author_id).id, key)


def openings(edition_id: int, account_id: int, *, sees_all: bool) -> tuple[Opening, ...]:
    """Return the reviews of an edition that the person opened; all of them for a secretary."""
    which = [Entry.edition_id == edition_id]
    if not sees_all:
        which.append(ProvenanceOpening.opened_by == account_id)
    return _openings(*which)


def opening(edition_id: int, key: str, account_id: int, *, sees_all: bool) -> Opening:
    """Return one of these reviews. Raises NotFound."""
    found = openings(edition_id, account_id, sees_all=sees_all)
    one = next((each for each in found if each.key == key), None)
    if one is None:
        raise NotFound(key)
    return one


def opened(opened_by_review: Opening) -> tuple[Kept, ...]:
    """Return what a review has opened: all that is kept with the work."""
    return _kept(_entry_id(opened_by_review))


def opened_file(opened_by_review: Opening, key: str) -> FileRef:
    """Return a file that a review has opened. Raises NotFound."""
    return _file(_entry_id(opened_by_review), key)


def opening_facts(opening_id: int) -> OpeningFacts:
    """Return what a letter says of the review. Raises NotFound."""
    row = db.session.get(ProvenanceOpening, opening_id)
    if row is None:
        raise NotFound(opening_id)
    return OpeningFacts(row.entry_id, row.reason, row.opened_at)


# --- for receipts ---------------------------------------------------------------------------------------------------


def digests(entry_id: int, at: datetime) -> dict[str, str]:
    """Return by its name the digest of all that was kept with the entry at that moment; nothing where nothing was."""
    there = _at(_rows([entry_id]), at)
    return {DRAFTS: rules.digest(row.sha256 for row in there)} if there else {}


def count_of(entry_key: str, at: datetime) -> int:
    """Count what was kept with the entry at that moment."""
    return len(_at(_rows(select(Entry.id).where(Entry.key == entry_key)), at))


def _at(rows: Iterable[Provenance], at: datetime) -> list[Provenance]:
    return [row for row in rows if row.added_at <= at and (row.removed_at is None or row.removed_at > at)]


def _rows(entry_ids: Collection[int] | Select[int]) -> list[Provenance]:
    query = select(Provenance).where(Provenance.entry_id.in_(entry_ids)).order_by(Provenance.id)
    return list(db.session.scalars(query))


def _kept(entry_id: int) -> tuple[Kept, ...]:
    rows = db.session.scalars(_present(entry_id).order_by(Provenance.id)).all()
    return tuple(
        Kept(row.key, row.file.file_name, row.file.kind, row.file.size, row.sha256, row.note, row.added_at)
        for row in rows
        if row.file is not None
    )


def _present(entry_id: int) -> Select[Provenance]:
    present = select(Provenance).where(Provenance.entry_id == entry_id, Provenance.removed_at.is_(None))
    return present.options(joinedload(Provenance.file))


def _file(entry_id: int, key: str) -> FileRef:
    row = db.session.scalar(_present(entry_id).where(Provenance.key == key))
    if row is None or row.file is None:
        raise NotFound(key)
    return FileRef(row.file.kind, row.file.storage_key, row.file.file_name)


def _entry_id(found: Opening) -> int:
    entry_id = db.session.scalar(select(Entry.id).where(Entry.key == found.entry_key))
    if entry_id is None:
        raise NotFound(found.entry_key)
    return entry_id


def _openings(*which: ColumnElement[bool]) -> tuple[Opening, ...]:
    query = (
        select(ProvenanceOpening, Entry.key, Entry.edition_id, Version.title, Receipt.number)
        .join(Entry, Entry.id == ProvenanceOpening.entry_id)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .join(Receipt, Receipt.version_id == Version.id)
        .where(*which)
        .order_by(ProvenanceOpening.id.desc())
    )
    rows = db.session.execute(query).all()
    names = people.people(frozenset(row[0].opened_by for row in rows))
    return tuple(
        Opening(
            row[0].key, row[1], row[2], row[3], row[4],
            row[0].opened_by, names[row[0].opened_by].name, row[0].reason, row[0].opened_at,
        )
        for row in rows
    )  # fmt: skip
