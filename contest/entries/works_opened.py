"""Opens the named side of a sealed edition: rows and files are put back as they were, and sealed storage goes.

The secret key comes from the ceremony and is kept nowhere. Files are stored first, the rows come back in one
transaction: whatever interrupts it, all is still sealed and can be opened again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select, update

from contest.entries import alikeness, asked_locked, discarding, kept_locked, sealed_rows
from contest.entries.files import storage
from contest.entries.models import Entry, Receipt
from contest.entries.models_sealed import SealedChunk, SealedWork
from contest.entries.sealed_chunks import read, read_bytes, read_chain
from contest.entries.sealed_rows import Rows
from contest.kernel.keys import new_key
from contest.platform import public_seals
from contest.platform.database import begin_writing, db, is_writing, let_go

_PIECES: Final = 16  # of at most 4 MiB
_INDEX: Final = frozenset({alikeness.COMPARED, alikeness.ALIKE, alikeness.MARKED})
_AS_THEY_ARE: Final = {"synchronize_session": False}


@dataclass(slots=True)
class Opening:
    """The works of one edition on their way back. `stored`: where each file is again, by the number it had."""

    edition_id: int
    secret_key: bytes
    stored: dict[int, str] = field(default_factory=dict)

    def store_files(self) -> None:
        """Store all files as they came. Slow, so before the transaction."""
        for work_id in _works(self.edition_id, SealedWork.sealed != b""):
            found = self._content(work_id)
            if not is_writing():
                let_go()
            for number, chain in found["files"].items():
                if int(number) not in self.stored:
                    self.stored[int(number)] = self._store(chain)

    def put_rows_back(self, *, now: datetime) -> int:
        """Put the rows back, in the caller's transaction; return how many works there were."""
        alike: dict[int, Rows] = {}
        works = 0
        for work_id in _works(self.edition_id, SealedWork.sealed != b""):
            found = self._content(work_id)
            rows, entry_id = found["rows"], _entry_id(work_id)
            if entry_id is not None:
                alike[entry_id] = {name: rows.pop(name) for name in _INDEX & rows.keys()}
                works += 1
            sealed_rows.put_back(rows, self.stored, _owner(entry_id, found["author"]))
        alikeness.put_back(alike)
        for work_id in _works(self.edition_id, SealedWork.sealed == b""):
            _put_receipts_back(work_id)
        asked_locked.put_back(self.edition_id)
        self._drop(now)
        db.session.expire_all()
        return works

    def give_up(self) -> None:
        """Delete what was stored: the transaction did not come about."""
        for key in self.stored.values():
            storage().delete(key)

    def _content(self, work_id: int) -> Any:  # noqa: ANN401 -- what works_sealed wrote
        query = select(SealedWork.sealed).where(SealedWork.id == work_id)
        written = public_seals.open_with(self.secret_key, db.session.scalars(query).one())
        return sealed_rows.read(read_bytes(storage(), read_chain(written)))

    def _store(self, chain: bytes) -> str:
        keeper, key = storage(), new_key()
        partial = keeper.hold(key)
        try:
            partial.write(0, _awake(read(keeper, read_chain(chain))))
            keeper.finish(key)
        except BaseException:
            keeper.abandon(key)
            raise
        finally:
            partial.close()
        return key

    def _drop(self, now: datetime) -> None:
        chunks = SealedChunk.edition_id == self.edition_id
        discarding.discard(db.session.scalars(select(SealedChunk.storage_key).where(chunks)), now=now)
        for statement in (
            delete(SealedChunk).where(chunks),
            delete(SealedWork).where(SealedWork.edition_id == self.edition_id),
        ):
            db.session.execute(statement, execution_options=_AS_THEY_ARE)


def open_works(edition_id: int, secret_key: bytes, *, now: datetime) -> int:
    """Put all works of the edition back; return how many. Nothing where none is sealed.

    Best called before the transaction writes: the files come first, and then it does. Raises SealBroken for another
    key, NotFound where a chunk is gone; then everything is as it was.
    """
    opening = Opening(edition_id, secret_key)
    try:
        opening.store_files()
        begin_writing()
        return opening.put_rows_back(now=now)
    except BaseException:
        opening.give_up()
        raise


def _put_receipts_back(work_id: int) -> None:
    """Put back what is left of a work that was erased meanwhile."""
    row = db.session.get_one(SealedWork, work_id)
    for number, said in kept_locked.unlocked(row.locked).receipts.items():
        given = update(Receipt).where(Receipt.number == number).values(**said)
        db.session.execute(given, execution_options=_AS_THEY_ARE)


def _works(edition_id: int, which: ColumnElement[bool]) -> list[int]:
    query = select(SealedWork.id).where(SealedWork.edition_id == edition_id, which)
    return list(db.session.scalars(query.order_by(SealedWork.id)))


def _awake(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Ask the database something now and then: one that waits for a minute ends the transaction (PostgreSQL)."""
    for number, piece in enumerate(pieces):
        if number % _PIECES == 0:
            db.session.scalar(select(1))
        yield piece


def _entry_id(work_id: int) -> int | None:
    return db.session.scalar(select(SealedWork.entry_id).where(SealedWork.id == work_id))


def _owner(entry_id: int | None, before: int | None) -> dict[int, int]:
    """Return whose files are somebody else's now: a work on paper may have been claimed meanwhile."""
    now = db.session.scalar(select(Entry.author_id).where(Entry.id == entry_id))
    return {} if now is None or before is None else {before: now}
