"""What lies in sealed storage, as the rows say: for checks, and for works that are erased while they are sealed."""

import hashlib
from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.entries import kept_locked
from contest.entries.files import storage
from contest.entries.models import Entry, Version
from contest.entries.models_sealed import SealedChunk, SealedWork
from contest.kernel.errors import NotFound
from contest.platform.database import db


def storage_keys() -> frozenset[str]:
    """Return the keys of all chunks; for `flask check`."""
    return frozenset(db.session.scalars(select(SealedChunk.storage_key)))


def faults() -> Iterator[str]:
    """Name chunks that are gone or altered, and works of a sealed edition that are not sealed."""
    keeper = storage()
    query = select(SealedChunk.storage_key, SealedChunk.sha256).order_by(SealedChunk.id)
    for key, digest in db.session.execute(query).all():
        try:
            found = hashlib.sha256(keeper.get(key)).hexdigest()
        except NotFound:
            yield f"sealed chunk {key} is missing: restore it from a backup"
            continue
        if found != digest:
            yield f"sealed chunk {key} was altered: restore it from a backup"
    closed = select(SealedWork.edition_id).where(SealedWork.opened_at.is_(None)).distinct()
    for edition_id in db.session.scalars(closed).all():
        yield from _bare(edition_id)
    damaged = select(Entry.key).join(SealedWork, SealedWork.entry_id == Entry.id)
    for key in db.session.scalars(damaged.where(SealedWork.damaged_at.is_not(None)).order_by(Entry.id)):
        yield f"entry {key} cannot be put back from sealed storage: restore the storage from a backup"


def _bare(edition_id: int) -> Iterator[str]:
    """Name works that stand readable beside sealed ones; those that were erased meanwhile have nothing to seal."""
    query = (
        select(Entry.key)
        .outerjoin(SealedWork, SealedWork.entry_id == Entry.id)
        .outerjoin(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .where(Entry.edition_id == edition_id, SealedWork.id.is_(None))
        .where(Version.erased_at.is_(None), Entry.version_number > 0)
    )
    for key in db.session.scalars(query.order_by(Entry.id)):
        yield f"entry {key} is not sealed, and the other works of its edition are"


def forget(entry_ids: Collection[int]) -> None:
    """Make what is sealed of these works unreadable for ever: its keys go, the receipts stay.

    The chunks go with the opening: before it nobody can tell which ones they are.
    """
    query = select(SealedWork).where(SealedWork.entry_id.in_(entry_ids))
    for row in db.session.scalars(query.options(undefer(SealedWork.locked))):
        if kept_locked.unlocked(row.locked).receipts:
            row.sealed, row.locked = b"", kept_locked.receipts_alone(row.locked)
        else:
            db.session.delete(row)
    db.session.flush()
