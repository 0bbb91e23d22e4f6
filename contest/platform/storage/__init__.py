"""Where files are kept: chosen by CONTEST_STORAGE_URL, registered here by scheme."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from contest.platform.storage.local import LocalStorage


class Storage(Protocol):
    """Keeps bytes under keys that we make; a stored key is never written again."""

    def put(self, key: str, content: bytes) -> None: ...
    def get(self, key: str) -> bytes: ...
    def delete(self, key: str) -> None: ...
    def keys(self) -> frozenset[str]: ...


BACKENDS: Mapping[str, type[LocalStorage]] = {
    "local": LocalStorage,
}


def open_storage(url: str) -> Storage:
    """Open the storage that the address names. Raises KeyError for an unknown scheme (settings refuse it earlier)."""
    parts = urlsplit(url)
    return BACKENDS[parts.scheme](parts.path)
