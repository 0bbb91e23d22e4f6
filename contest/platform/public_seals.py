"""Seals that anybody can close and only the holder of a secret key can open: X25519 sealed boxes of PyNaCl."""

import hashlib
import os
from collections.abc import Sequence
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from contest.platform.crypto import SEALED_RECORD, SealBroken

VERSION: Final = b"\x02"  # told apart from what the installation's own key closes
SEED: Final = 16  # bytes of chance from which a secret key is made: what can be written down as words
KEY: Final = 32  # bytes of a secret and of a public key
_OVERHEAD: Final = 48  # bytes of a sealed box beside its content: a key for this box alone, and the tag
_LENGTH: Final = 4  # bytes in front of the content that tell how long it is


def new_seed() -> bytes:
    """Return 128 bits of chance."""
    return os.urandom(SEED)


def secret_of(seed: bytes) -> bytes:
    """Return the secret key that belongs to a seed: the first half of its SHA-512, as static/js/keys.js makes it."""
    return hashlib.sha512(seed).digest()[:KEY]


def public_of(secret: bytes) -> bytes:
    """Return the public key that belongs to a secret key, 32 bytes."""
    return bytes(PrivateKey(secret).public_key)


def new_pair() -> tuple[bytes, bytes]:
    """Return a new secret key and its public key, 32 bytes each."""
    secret = PrivateKey.generate()
    return bytes(secret), bytes(secret.public_key)


def sealed_length(length: int = SEALED_RECORD) -> int:
    """Return how many bytes `seal_to` makes for this length."""
    return len(VERSION) + _OVERHEAD + length


def seal_to(public: bytes, content: bytes, length: int = SEALED_RECORD) -> bytes:
    """Encrypt up to `length` - 4 bytes to a public key; all results of one length are equally long.

    Raises ValueError where the content is longer.
    """
    if len(content) > length - _LENGTH:
        raise ValueError("too long to be sealed")
    padded = len(content).to_bytes(_LENGTH, "big") + content.ljust(length - _LENGTH, b"\0")
    return VERSION + bytes(SealedBox(PublicKey(public)).encrypt(padded))


def open_with(secret: bytes, sealed: bytes) -> bytes:
    """Decrypt what `seal_to` made to the public key of this secret one. Raises SealBroken."""
    padded = _decrypted(secret, sealed)
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def nest(content: bytes, publics: Sequence[bytes]) -> bytes:
    """Seal to the last of these keys, the result to the one before it, and so on: the first one opens the outermost."""
    for public in reversed(publics):
        content = VERSION + bytes(SealedBox(PublicKey(public)).encrypt(content))
    return content


def peel(secret: bytes, nested: bytes) -> bytes:
    """Open the outermost layer of what `nest` made. Raises SealBroken."""
    return _decrypted(secret, nested)


def _decrypted(secret: bytes, sealed: bytes) -> bytes:
    try:
        if sealed[:1] != VERSION:
            raise SealBroken("this is not sealed to a public key")
        return bytes(SealedBox(PrivateKey(secret)).decrypt(sealed[1:]))
    except (CryptoError, ValueError) as error:
        raise SealBroken("a seal cannot be opened with this key") from error
