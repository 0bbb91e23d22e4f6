"""Where files are kept: chosen by CONTEST_STORAGE_URL, registered here by scheme."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Final, Protocol
from urllib.parse import urlsplit

from contest.platform.storage.local import LocalStorage

PIECE: Final = 256 * 1024  # bytes


class Partial(Protocol):
    """A file that is being received, held by one writer until `close`, or until the process dies."""

    def write(self, offset: int, pieces: Iterable[bytes]) -> int:
        """Write from `offset` on, over whatever stands behind it; return the new end, durable by then.

        Raises OSError where the place is full; what was there before `offset` stays.
        """
        ...

    def close(self) -> None: ...


class Storage(Protocol):
    """Keeps bytes under keys that we make; a stored key is never written again.

    A large file comes in pieces: held and written as often as needed, then finished, or abandoned.
    """

    def put(self, key: str, content: bytes) -> None:
        """Store at one go, durable afterwards. Raises OSError where the place is full."""
        ...

    def get(self, key: str) -> bytes:
        """Return what was stored. Raises NotFound."""
        ...

    def open(self, key: str) -> IO[bytes]:
        """Open what was stored, to be read from anywhere in it. Raises NotFound."""
        ...

    def delete(self, key: str) -> None:
        """Remove what was stored; removing what is not there is no error."""
        ...

    def keys(self) -> frozenset[str]:
        """Return every key stored; for `flask check`."""
        ...

    def hold(self, key: str) -> Partial:
        """Begin a file, or go on with it. Raises Busy while somebody else holds it."""
        ...

    def finish(self, key: str) -> None:
        """Let a partial file be the stored one; once more changes nothing. Raises NotFound."""
        ...

    def abandon(self, key: str) -> None:
        """Remove a partial file; removing what is not there is no error."""
        ...

    def partial_keys(self) -> frozenset[str]:
        """Return the keys of files that are not finished."""
        ...

    def changed_at(self, key: str) -> datetime | None:
        """Return when a stored or partial file was last written, None where there is none."""
        ...

    def date(self, key: str, at: datetime) -> None:
        """Let a stored file look as if it was written at that moment. Raises NotFound."""
        ...


BACKENDS: Mapping[str, type[LocalStorage]] = {
    "local": LocalStorage,
}


def open_storage(url: str) -> Storage:
    """Open the storage that the address names. Raises KeyError for an unknown scheme (settings refuse it earlier)."""
    parts = urlsplit(url)
    return BACKENDS[parts.scheme](parts.path)


def pieces(file: IO[bytes], start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Read a file piece by piece, `length` bytes from `start` on, and close it however the reading ends."""
    with file:
        file.seek(start)
        left = length
        while left is None or left > 0:
            piece = file.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece


def keep(storage: Storage, key: str, file: IO[bytes]) -> None:
    """Store an open file from its beginning, a piece at a time. Raises OSError where the place is full."""
    partial = storage.hold(key)
    try:
        partial.write(0, pieces(file))
        storage.finish(key)
    except OSError:
        storage.abandon(key)
        raise
    finally:
        partial.close()


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file in hex, never holding more than a piece of it; closes it."""
    made = hashlib.sha256()
    for piece in pieces(file):
        made.update(piece)
    return made.hexdigest()
