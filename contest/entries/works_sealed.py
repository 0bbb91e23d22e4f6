"""Seals the named side of an edition when its codes are drawn: texts, files, digests leave the rows until the opening.

Everything is stored first, in chunks that tell nothing, and one transaction then lets the rows go: a crash before it
leaves chunks that no row knows, a crash after it files that wait to be deleted. Nothing is ever in neither place.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import insert, select

from contest.entries import alikeness, discarding, kept_locked, requested, sealed_rows, uploads
from contest.entries.files import storage
from contest.entries.models import Entry, Receipt, Upload, Version
from contest.entries.models_paper import IntakeBatch
from contest.entries.models_sealed import SealedChunk, SealedWork
from contest.entries.rules.sealed_columns import FILES
from contest.entries.sealed_chunks import Chain, Writer
from contest.entries.sealed_rows import Rows
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform import public_seals
from contest.platform.database import db, is_writing, let_go

_BATCH: Final = 100
_RECORD: Final = 128  # bytes of what is sealed of a work, filled up


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A work that lies in chunks: the digest of its rows then, where they begin, and what its author keeps."""

    digest: bytes
    chain: Chain
    kept: bytes


class Sealing:
    """The works of one edition on their way into sealed storage. Nothing of it is there before `finish`."""

    def __init__(self, edition_id: int, public_key: bytes) -> None:
        self.edition_id = edition_id
        self.public_key = public_key
        self.writer = Writer(storage())
        self.files: dict[int, tuple[str, Chain]] = {}
        self.works: dict[int | None, _Sealed] = {}

    def store(self) -> None:
        """Store all works as they are now. Slow, so no transaction is held over it; later changes are seen again."""
        for found in self._all():
            self._store(found)

    def finish(self, *, now: datetime) -> int:
        """Let the rows go, in the caller's transaction, and return how many works there were."""
        for found in self._all():
            self._store(found)
        storage_keys = [key for key, _ in self.files.values()]
        self._write_rows(now)
        entry_ids = [entry_id for entry_id in self.works if entry_id is not None]
        alikeness.forget(entry_ids)
        uploads.give_up_all(Upload.entry_id.in_(_entries(self.edition_id)))
        sealed_rows.take_out(self.edition_id, self.files)
        discarding.discard(storage_keys, now=now)
        db.session.expire_all()
        return len(entry_ids)

    def give_up(self) -> None:
        self.writer.give_up()

    def _all(self) -> Iterator[dict[int | None, Rows]]:
        """Yield the rows of all works, some at a time and in chance order."""
        ids = list(db.session.scalars(_entries(self.edition_id)))
        SystemRandom().shuffle(ids)
        for at in range(0, len(ids), _BATCH):
            some = ids[at : at + _BATCH]
            alike = alikeness.of(some)
            rows = sealed_rows.of_entries(some)
            yield {entry_id: rows[entry_id] | alike.get(entry_id, {}) for entry_id in some}
        yield {None: sealed_rows.of_edition(self.edition_id)}

    def _store(self, found: dict[int | None, Rows]) -> None:
        authors = _authors(entry_id for entry_id in found if entry_id is not None)
        kept = self._kept({entry_id: rows for entry_id, rows in found.items() if entry_id is not None})
        for entry_id, rows in found.items():
            content = sealed_rows.written(rows)
            digest = hashlib.sha256(content).digest()
            before = self.works.get(entry_id)
            if before is not None and before.digest == digest:
                continue
            files = {str(row["id"]): self._file(row) for row in rows.get(FILES.table, ())}
            content = sealed_rows.written({"rows": rows, "files": files, "author": authors.get(entry_id)})
            chain = self.writer.write_bytes(content)
            self.works[entry_id] = _Sealed(digest, chain, kept.get(entry_id or 0, b""))

    def _kept(self, found: dict[int, Rows]) -> dict[int, bytes]:
        if not found:
            return {}
        versions = select(Version.id, Version.number).where(Version.entry_id.in_(found))
        numbers: dict[int, int] = {row[0]: row[1] for row in db.session.execute(versions)}
        receipts = select(Receipt.id, Receipt.number).where(Receipt.version_id.in_(numbers))
        named = {row[0]: row[1] for row in db.session.execute(receipts)}
        if not is_writing():
            let_go()
        return {entry_id: kept_locked.written(rows, numbers, named) for entry_id, rows in found.items()}

    def _file(self, row: dict[str, Any]) -> bytes:
        """Store a file once, however often its rows changed; return its chain as it is written down."""
        if row["id"] not in self.files:
            try:
                content = self.writer.storage.open(row["storage_key"])
            except NotFound as error:
                raise Conflict(
                    N_(
                        "A file of a work is missing from the storage, so the works cannot be sealed: run flask check."
                    )
                ) from error
            size = content.seek(0, SEEK_END)
            content.seek(0)
            self.files[row["id"]] = (row["storage_key"], self.writer.write(content, size))
        return self.files[row["id"]][1].written()

    def _write_rows(self, now: datetime) -> None:
        order = list(self.works)
        SystemRandom().shuffle(order)
        locked = kept_locked.locked(self.works[entry_id].kept for entry_id in order)
        rows = [
            {
                "edition_id": self.edition_id,
                "entry_id": entry_id,
                "sealed": public_seals.seal_to(
                    self.public_key, self.works[entry_id].chain.written(), _RECORD
                ),
                "locked": kept,
            }
            for entry_id, kept in zip(order, locked, strict=True)
        ]
        db.session.execute(insert(SealedWork), rows)
        # By their names, which are chance; those of rows that changed meanwhile are kept with them and read by nobody.
        chunks = [
            {"edition_id": self.edition_id, "storage_key": key, "sha256": self.writer.made[key]}
            for key in sorted(self.writer.made)
        ]
        for key in self.writer.made:
            self.writer.storage.date(key, now)
        db.session.execute(insert(SealedChunk), chunks)


@contextmanager
def prepared(edition_id: int, public_key: bytes | None) -> Iterator[Sealing | None]:
    """Store the works of an edition, to be sealed within; what was stored goes where that fails.

    None where the edition has no public key: it keeps its works as they are.
    """
    if public_key is None:
        yield None
        return
    sealing = Sealing(edition_id, public_key)
    try:
        sealing.store()
        yield sealing
    except BaseException:
        sealing.give_up()
        raise


def seal_works(edition_id: int, public_key: bytes, *, now: datetime) -> int:
    """Seal all works of the edition at one go; return how many. Call in a writing transaction."""
    with prepared(edition_id, public_key) as sealing:
        return sealing.finish(now=now) if sealing else 0


def obstacles(edition_id: int) -> Iterator[RuleBroken]:
    """Name what stands in the way of sealing: works that would stay readable elsewhere, requests nobody could read."""
    waiting = select(IntakeBatch.id).where(
        IntakeBatch.edition_id == edition_id, IntakeBatch.state.in_(("looked-at", "running"))
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        yield RuleBroken(
            N_(
                "A unit's list is not taken in yet. Confirm it, wait until it is done, or put it aside: then seal."
            )
        )
    asked = requested.count_open(edition_id)
    if asked:
        yield RuleBroken(
            N_(
                "Requests of authors that wait for an answer: %(count)d. Answer them first: once the works are"
                " sealed nobody can read them."
            ),
            count=asked,
        )


def _authors(entry_ids: Iterable[int]) -> dict[int | None, int]:
    query = select(Entry.id, Entry.author_id).where(Entry.id.in_(list(entry_ids)))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _entries(edition_id: int) -> Any:  # noqa: ANN401 -- a select of one number
    return select(Entry.id).where(Entry.edition_id == edition_id)
