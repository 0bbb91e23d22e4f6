"""Sealed storage: bytes in chunks of two lengths, each encrypted and naming the next one; none tells whose it is.

A chain has a key of its own, by chance. Its chunks have names by chance, all of the same length but for those of large
files, and the last is filled up: of what is stored one sees how much it is in all, and nothing of one work.
"""

import os
from collections.abc import Generator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from contest.kernel.keys import new_key
from contest.platform.crypto import SealBroken, sha256
from contest.platform.storage import Storage

SMALL: Final = 64 * 1024  # bytes of a chunk as it is stored
LARGE: Final = 4 * 1024 * 1024  # of a large file, while so much is left
_NAME: Final = 26  # letters of a storage key
_LENGTH: Final = 4
_OVERHEAD: Final = SecretBox.NONCE_SIZE + SecretBox.MACBYTES
_LAST: Final = b" " * _NAME


def room(whole: int) -> int:
    """Return how many bytes of content a chunk of `whole` bytes holds."""
    return whole - _OVERHEAD - _NAME - _LENGTH


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a content begins, and the key that opens every chunk of it."""

    head: str
    key: bytes

    def written(self) -> bytes:
        """Return it as it is sealed: always so long."""
        return self.head.encode() + self.key


def read_chain(written: bytes) -> Chain:
    """Return what `written` made."""
    return Chain(written[:_NAME].decode(), written[_NAME:])


class Writer:
    """Writes chains and remembers every chunk: storage key to the SHA-256 of its bytes."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.made: dict[str, str] = {}

    def write(self, content: IO[bytes], size: int) -> Chain:
        """Store `size` bytes, never holding more than a chunk, and close the file. Raises OSError, ValueError."""
        chain = Chain(new_key(), os.urandom(SecretBox.KEY_SIZE))
        box, name, left = SecretBox(chain.key), chain.head, size
        with content:
            while name:
                whole = LARGE if left >= room(LARGE) else SMALL
                piece = content.read(min(room(whole), left))
                left -= len(piece)
                if left and not piece:
                    raise ValueError("the file is shorter than it was")
                following = new_key() if left else ""
                self._put(name, box, following, piece, whole)
                name = following
        return chain

    def write_bytes(self, content: bytes) -> Chain:
        """Store what is in memory."""
        return self.write(BytesIO(content), len(content))

    def _put(self, name: str, box: SecretBox, following: str, piece: bytes, whole: int) -> None:
        head = (following.encode() or _LAST) + len(piece).to_bytes(_LENGTH, "big")
        closed = bytes(box.encrypt(head + piece.ljust(room(whole), b"\0")))
        self.made[name] = sha256(closed)
        self.storage.put(name, closed)

    def give_up(self) -> None:
        """Delete every chunk: what they are part of did not come about."""
        for name in self.made:
            self.storage.delete(name)
        self.made = {}


def read(storage: Storage, chain: Chain) -> Generator[bytes]:
    """Yield the content of a chain piece by piece. Raises SealBroken, NotFound where a chunk is gone."""
    box, name = SecretBox(chain.key), chain.head
    while name:
        try:
            opened = box.decrypt(storage.get(name))
        except (CryptoError, ValueError) as error:
            raise SealBroken("a sealed chunk cannot be opened") from error
        name = opened[:_NAME].decode().strip()
        begin = _NAME + _LENGTH
        yield opened[begin : begin + int.from_bytes(opened[_NAME:begin], "big")]


def read_bytes(storage: Storage, chain: Chain) -> bytes:
    """Return the whole content of a chain that fits into memory. Raises like `read`."""
    return b"".join(read(storage, chain))
