"""Files in a folder of this machine, durable before `put` returns."""

import os
import re
import secrets
from pathlib import Path

from contest.kernel.errors import NotFound

_KEY = re.compile(r"[0-9a-z]{20,40}")


class LocalStorage:
    """One file a key, in 256 sub-folders; the folder is made when first needed."""

    def __init__(self, root: str) -> None:
        self.root = Path(root)

    def put(self, key: str, content: bytes) -> None:
        """Write, fsync, rename, fsync the folder: after this a power cut loses nothing. Costs two flushes."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        self._flush_folder(path.parent)

    def get(self, key: str) -> bytes:
        """Return what was put. Raises NotFound."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(key) from error

    def delete(self, key: str) -> None:
        """Remove the file; removing what is not there is no error."""
        self._path(key).unlink(missing_ok=True)

    def keys(self) -> frozenset[str]:
        """Return every key stored; for `flask check`."""
        return frozenset(p.name for p in self.root.glob("??/*") if _KEY.fullmatch(p.name))

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound(key)
        return self.root / key[:2] / key

    @staticmethod
    def _flush_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
