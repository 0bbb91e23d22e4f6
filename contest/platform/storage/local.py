"""Files in a folder of this machine, durable before they are acknowledged."""

import fcntl
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from contest.kernel.errors import N_, Conflict, NotFound

_KEY = re.compile(r"[0-9a-z]{20,40}")
_PARTIAL = (
    "partial"  # the folder of files that are not finished; its name has more letters than those of the others
)


class Busy(Conflict):
    """Somebody else is writing the same file at this moment."""


class LocalPartial:
    """A file in the folder of unfinished ones, locked for others; the lock goes with the process."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise Busy(N_("This file is being sent already, perhaps in another window.")) from error

    def write(self, offset: int, pieces: Iterable[bytes]) -> int:
        """See Storage. What a crash left behind `offset` was never acknowledged, so it goes."""
        os.ftruncate(self._handle, offset)
        os.lseek(self._handle, offset, os.SEEK_SET)
        end = offset
        try:
            for piece in pieces:
                end += self._whole(piece)
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, offset)
            raise
        return end

    def _whole(self, piece: bytes) -> int:
        left = memoryview(piece)
        while left:
            left = left[os.write(self._handle, left) :]
        return len(piece)

    def close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def __del__(self) -> None:
        self.close()  # a transaction that was rolled back forgets to


class LocalStorage:
    """One file a key, in 256 sub-folders, and one folder for what is not finished; made when first needed."""

    def __init__(self, root: str) -> None:
        self.root = Path(root)

    def put(self, key: str, content: bytes) -> None:
        """Write, fsync, rename, fsync the folder: after this a power cut loses nothing. Costs two flushes."""
        partial = LocalPartial(self._made(self._partial(key)))
        try:
            partial.write(0, (content,))
            self.finish(key)
        except OSError:
            self.abandon(key)
            raise
        finally:
            partial.close()

    def get(self, key: str) -> bytes:
        """Return what was put. Raises NotFound."""
        with self.open(key) as file:
            return file.read()

    def open(self, key: str) -> IO[bytes]:
        """Open what was put. Raises NotFound."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise NotFound(key) from error

    def delete(self, key: str) -> None:
        """Remove the file; removing what is not there is no error."""
        self._path(key).unlink(missing_ok=True)

    def keys(self) -> frozenset[str]:
        """Return every key stored; for `flask check`."""
        return frozenset(p.name for p in self.root.glob("??/*") if _KEY.fullmatch(p.name))

    def hold(self, key: str) -> LocalPartial:
        """Open the partial file, empty where there was none, for one writer. Raises Busy."""
        path = self._made(self._partial(key))
        is_new = not path.exists()
        partial = LocalPartial(path)
        if is_new:
            self._flush_folder(path.parent)
        return partial

    def finish(self, key: str) -> None:
        """Rename and flush the folder. The bytes are flushed already; a second time finds the stored file."""
        path = self._made(self._path(key))
        try:
            self._partial(key).rename(path)
        except FileNotFoundError as error:
            if not path.exists():
                raise NotFound(key) from error
        self._flush_folder(path.parent)

    def abandon(self, key: str) -> None:
        """Remove the partial file."""
        self._partial(key).unlink(missing_ok=True)

    def partial_keys(self) -> frozenset[str]:
        """Return every key not finished; for `flask check`."""
        return frozenset(p.name for p in self.root.glob(f"{_PARTIAL}/*") if _KEY.fullmatch(p.name))

    def changed_at(self, key: str) -> datetime | None:
        """Return when the file was last written to."""
        for path in (self._path(key), self._partial(key)):
            try:
                return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
            except FileNotFoundError:
                continue
        return None

    def date(self, key: str, at: datetime) -> None:
        """Set the times of the file."""
        try:
            os.utime(self._path(key), (at.timestamp(), at.timestamp()))
        except FileNotFoundError as error:
            raise NotFound(key) from error

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound(key)
        return self.root / key[:2] / key

    def _partial(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound(key)
        return self.root / _PARTIAL / key

    def _made(self, path: Path) -> Path:
        """Make the folder of a file where it is missing, durable too."""
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._flush_folder(self.root)
        return path

    @staticmethod
    def _flush_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
