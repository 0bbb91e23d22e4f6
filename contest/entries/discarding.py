"""Deletes stored bytes whose rows are gone for good, and what the database keeps of deleted rows.

After a commit bytes could be deleted at once; a crash in between would leave the original of a sealed work lying about.
So a line in the same transaction says what must go, and a job does it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from contest.entries.files import storage
from contest.entries.models_sealed import DiscardedFile
from contest.platform import traces
from contest.platform.database import db, unit_of_work
from contest.platform.jobs import poke, task

LATE: Final = timedelta(hours=1)
_BATCH: Final = 500


def discard(storage_keys: Iterable[str], *, now: datetime) -> None:
    """Let these bytes be deleted once the transaction is committed; in an order that tells nothing."""
    rows = [{"storage_key": key, "discarded_at": now} for key in sorted(set(storage_keys))]
    if rows:
        db.session.execute(insert(DiscardedFile), rows)
    poke("discard_files")


@task("discard_files")
def discard_waiting() -> int:
    """Delete what waits, then what the database still keeps of deleted rows; return how many files went."""
    keeper, gone = storage(), 0
    while keys := db.session.scalars(select(DiscardedFile.storage_key).limit(_BATCH)).all():
        db.session.rollback()
        for key in keys:
            keeper.delete(key)
        with unit_of_work():
            db.session.execute(delete(DiscardedFile).where(DiscardedFile.storage_key.in_(keys)))
        gone += len(keys)
    db.session.rollback()
    if gone:
        traces.wipe()
    return gone


def storage_keys() -> frozenset[str]:
    """Return the keys of what waits to be deleted; for `flask check`."""
    return frozenset(db.session.scalars(select(DiscardedFile.storage_key)))


def faults(now: datetime) -> list[str]:
    """Say that files which must be gone are still there."""
    late = select(DiscardedFile.id).where(DiscardedFile.discarded_at < now - LATE).limit(1)
    if db.session.scalar(late) is None:
        return []
    return ["files whose works are sealed, or opened again, wait to be deleted: run `flask tick`"]
