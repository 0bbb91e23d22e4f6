"""Puts the works of an opened edition back as they were: rows, files, digests, the index of copies. Done by the worker.

Each work in a transaction of its own, its files before it: whatever interrupts it, a work is either sealed still, with
its key closed by the installation's, or back and that key gone. The chunks go with the last work of an edition.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from contest.entries import alikeness, asked_locked, discarding, kept_locked, sealed_rows
from contest.entries.files import storage
from contest.entries.models import Entry, Receipt
from contest.entries.models_sealed import SealedChunk, SealedWork
from contest.entries.sealed_chunks import read, read_bytes, read_chain
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.kernel.keys import new_key
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db, let_go, unit_of_work
from contest.platform.jobs import poke, task

JOB: Final = "put_works_back"
AGAIN: Final = timedelta(hours=1)  # before a work whose chunks are damaged is tried once more
_AT_ONCE: Final = 20.0  # seconds; other jobs wait meanwhile
_PURPOSE: Final = "where a work lies that is to be put back"
_RECORD: Final = 128  # bytes
_PIECES: Final = 16  # of at most 4 MiB
_INDEX: Final = frozenset({alikeness.COMPARED, alikeness.ALIKE, alikeness.MARKED})
_AS_THEY_ARE: Final = {"synchronize_session": False}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many works of an opened edition are readable again: `back` of `works`; `damaged` cannot be read as yet."""

    works: int
    back: int
    damaged: int


def progress(edition_id: int) -> Progress | None:
    """Return how far the works of an edition are on their way back; None where none is on it."""
    mine = SealedWork.edition_id == edition_id
    query = select(
        func.count(SealedWork.id), func.count(SealedWork.entry_id), func.count(SealedWork.damaged_at)
    )
    left, works, damaged = db.session.execute(query.where(mine, SealedWork.opened_at.is_not(None))).one()
    if not left:
        return None
    every = db.session.scalar(select(func.count(Entry.id)).where(Entry.edition_id == edition_id)) or 0
    return Progress(every, every - works, damaged)


def closed(chain: bytes) -> bytes:
    """Return where a work lies, and the key to it, closed with the installation's key."""
    return keyring().lock(_PURPOSE, chain, _RECORD)


def soon() -> None:
    """Ask the worker to begin once this transaction is committed."""
    poke(JOB)


@task("see_to_works")
def see_to_works() -> int:
    """Ask for a run where works wait and nobody may be at them: after a crash, or a poke that got lost."""
    waiting = db.session.scalar(select(SealedWork.id).where(_is_due(clock.now())).limit(1)) is not None
    waiting = waiting or bool(_emptied())
    db.session.rollback()
    if waiting:
        with unit_of_work():
            poke(JOB)
    return int(waiting)


@task(JOB)
def put_works_back() -> int:
    """Put back what waits, for some seconds; ask for another run if more is left. Return how many works are back."""
    until = time.monotonic() + _AT_ONCE
    ids = list(db.session.scalars(select(SealedWork.id).where(_is_due(clock.now()))))
    db.session.rollback()
    SystemRandom().shuffle(ids)  # two workers are seldom at the same work
    done = 0
    for work_id in ids:
        if time.monotonic() >= until:
            with unit_of_work():
                poke(JOB)
            break
        done += _try(work_id)
    for edition_id in _emptied():
        with unit_of_work():
            _drop_chunks(edition_id, clock.now())
    return done


def _is_due(now: datetime) -> ColumnElement[bool]:
    damaged = SealedWork.damaged_at
    return SealedWork.opened_at.is_not(None) & or_(damaged.is_(None), damaged < now - AGAIN)


def _try(work_id: int) -> bool:
    """Put one work back; note it where its chunks are gone or altered, so that the others go on."""
    work = _Work(work_id)
    try:
        is_back = work.put_back()
    except (SealBroken, NotFound, IntegrityError) as error:
        work.give_up()
        _log.warning("a work cannot be put back, run flask check: %s", type(error).__name__)
        with unit_of_work():
            noted = update(SealedWork).where(SealedWork.id == work_id).values(damaged_at=clock.now())
            db.session.execute(noted, execution_options=_AS_THEY_ARE)
        return False
    except BaseException:
        work.give_up()
        raise
    if not is_back:
        work.give_up()
    return is_back


@dataclass(slots=True)
class _Work:
    """One work on its way back. `stored`: where each of its files is again, by the number that it had."""

    id: int
    stored: dict[int, str] = field(default_factory=dict)

    def put_back(self) -> bool:
        """Store its files, then put its rows back; tell whether it was there to be put back, and is now."""
        row = self._row()
        if row is None:
            return False
        sealed = row.sealed
        found = self._content(sealed) if sealed else None
        with unit_of_work():
            row = self._row(is_held=True)
            if row is None or row.sealed != sealed:
                return False  # another worker was faster, or it was erased just now
            if found is None:
                _put_receipts_back(row)
            else:
                _put_rows_back(row.entry_id, found, self.stored)
            if row.entry_id is not None:
                asked_locked.put_back(row.entry_id)
            db.session.execute(
                delete(SealedWork).where(SealedWork.id == self.id), execution_options=_AS_THEY_ARE
            )
            db.session.expire_all()
        return True

    def give_up(self) -> None:
        """Delete what was stored: the transaction did not come about."""
        for key in self.stored.values():
            storage().delete(key)

    def _row(self, *, is_held: bool = False) -> SealedWork | None:
        query = select(SealedWork).where(SealedWork.id == self.id, SealedWork.opened_at.is_not(None))
        query = query.options(undefer(SealedWork.sealed), undefer(SealedWork.locked))
        query = query.with_for_update() if is_held else query
        return db.session.scalar(query, execution_options={"populate_existing": True})

    def _content(self, sealed: bytes) -> Any:  # noqa: ANN401 -- what works_sealed wrote
        """Return what lies in the chunks of the work, and store its files. Slow, so nothing is held meanwhile."""
        let_go()
        keeper = storage()
        found = sealed_rows.read(read_bytes(keeper, read_chain(keyring().unlock(_PURPOSE, sealed))))
        for number, chain in found["files"].items():
            key = new_key()
            partial = keeper.hold(key)
            try:
                partial.write(0, _awake(read(keeper, read_chain(chain))))
                keeper.finish(key)
            except BaseException:
                keeper.abandon(key)
                raise
            finally:
                partial.close()
            self.stored[int(number)] = key
        let_go()
        return found


def _put_rows_back(entry_id: int | None, found: Any, stored: dict[int, str]) -> None:  # noqa: ANN401 -- see _content
    rows = found["rows"]
    alike = {name: rows.pop(name) for name in _INDEX & rows.keys()}
    sealed_rows.put_back(rows, stored, _owner(entry_id, found["author"]))
    if entry_id is not None:
        alikeness.put_back({entry_id: alike})


def _put_receipts_back(row: SealedWork) -> None:
    """Put back what is left of a work that was erased meanwhile."""
    for number, said in kept_locked.unlocked(row.locked).receipts.items():
        given = update(Receipt).where(Receipt.number == number).values(**said)
        db.session.execute(given, execution_options=_AS_THEY_ARE)


def _emptied() -> list[int]:
    """Return the editions whose works are all back, and whose chunks are there still."""
    waiting = select(SealedWork.edition_id)
    query = select(SealedChunk.edition_id).where(SealedChunk.edition_id.not_in(waiting)).distinct()
    return list(db.session.scalars(query.order_by(SealedChunk.edition_id)))


def _drop_chunks(edition_id: int, now: datetime) -> None:
    chunks = SealedChunk.edition_id == edition_id
    keys = list(db.session.scalars(select(SealedChunk.storage_key).where(chunks).with_for_update()))
    if keys:
        db.session.execute(delete(SealedChunk).where(chunks), execution_options=_AS_THEY_ARE)
        discarding.discard(keys, now=now)


def _awake(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Ask the database something now and then: one that waits for a minute ends the transaction (PostgreSQL)."""
    for number, piece in enumerate(pieces):
        if number % _PIECES == 0:
            db.session.scalar(select(1))
        yield piece


def _owner(entry_id: int | None, before: int | None) -> dict[int, int]:
    """Return whose files are somebody else's now: a work on paper may have been claimed meanwhile."""
    now = db.session.scalar(select(Entry.author_id).where(Entry.id == entry_id))
    return {} if now is None or before is None else {before: now}
