"""Tables of works whose text is sealed to the key holders until the opening. The named side."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key


class SealedWork(Model):
    """Where the rows and files of a work are meanwhile; without an entry: what belongs to the edition as a whole.

    `sealed`: key and first chunk, to the edition's public key; `locked`: title, receipts and reasons for the author,
    by the installation's keys. Either is equally long for all works of an edition. Who deletes the row makes what
    lies in the chunks unreadable for ever. From `opened_at` on, `sealed` is closed with the installation's key, and
    the worker puts the work back; `damaged_at`: when it last could not.
    """

    __tablename__ = "sealed_work"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    locked: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    opened_at: Mapped[datetime | None]
    damaged_at: Mapped[datetime | None]


class SealedChunk(Model):
    """A piece of sealed storage of an edition. Whose it is stands in the chunk before it, which is encrypted."""

    __tablename__ = "sealed_chunk"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))  # of the bytes as they are stored


class DiscardedFile(Model):
    """Stored bytes that no row needs any more, and that must surely go: a crash after the commit keeps the line."""

    __tablename__ = "discarded_file"
    id: Mapped[int] = primary_key()
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)
    discarded_at: Mapped[datetime]
