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
from contest.entries.rules.sealed_columns import EMPTIED
from contest.kernel.keys import new_key
from contest.platform import remnants
from contest.platform.database import db, unit_of_work
from contest.platform.jobs import poke, task

LATE: Final = timedelta(hours=1)
_BATCH: Final = 500


def discard(storage_keys: Iterable[str], *, now: datetime) -> None:
    """Let these bytes be deleted once the transaction is committed; in an order that tells nothing.

    Where there are none, as of works that were typed or blacked out in words, a key of nothing stands for what the
    database itself keeps.
    """
    keys = sorted(set(storage_keys)) or [new_key()]
    db.session.execute(insert(DiscardedFile), [{"storage_key": key, "discarded_at": now} for key in keys])
    poke("discard_files")


@task("discard_files")
def discard_waiting() -> int:
    """Delete what waits, and what the database still keeps of deleted rows; return how many files went.

    The lines that ask for it go last: whatever interrupts it, or is in its way, it is done again.
    """
    keeper, keys = storage(), db.session.scalars(select(DiscardedFile.storage_key)).all()
    db.session.rollback()
    if not keys:
        return 0
    for key in keys:
        keeper.delete(key)
    if not remnants.wipe(EMPTIED):
        return 0
    for at in range(0, len(keys), _BATCH):
        with unit_of_work():
            done = DiscardedFile.storage_key.in_(keys[at : at + _BATCH])
            db.session.execute(delete(DiscardedFile).where(done))
    return len(keys)


def storage_keys() -> frozenset[str]:
    """Return the keys of what waits to be deleted; for `flask check`."""
    return frozenset(db.session.scalars(select(DiscardedFile.storage_key)))


def faults(now: datetime) -> list[str]:
    """Say that files which must be gone are still there."""
    late = select(DiscardedFile.id).where(DiscardedFile.discarded_at < now - LATE).limit(1)
    if db.session.scalar(late) is None:
        return []
    return ["files whose works are sealed, or opened again, wait to be deleted: run `flask tick`"]
