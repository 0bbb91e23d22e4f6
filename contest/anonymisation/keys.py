"""Opaque keys by which an essay and a judge are found to be too close, without saying why or who.

With an essay they are kept locked, all of a round equally long: how often a key occurs among the works, and how many
keys a work has, would tell a unit by its number of authors.
"""

from collections.abc import Collection, Sequence
from typing import Final, Literal

from contest.platform.crypto import LOCKED_RECORD, Keyring, keyring

Kind = Literal["unit", "person"]

_PURPOSE: Final = "conflict keys of a blind copy"
_BYTES: Final = 16  # of one key


def conflict_key(kind: Kind, value: int) -> str:
    """Return the key of a unit or a person: equal for equal ids, 32 hex digits."""
    return keyring().opaque(f"conflict:{kind}", str(value))


def chance(seed: str) -> str:
    """Return what follows from an announced seed in this installation alone: 32 hex digits that nobody can foretell."""
    return keyring().opaque("conflict:withheld", seed)


def closed(keys: Sequence[Collection[str]]) -> list[bytes]:
    """Lock the keys of every work of a round, each by itself; all results are equally long."""
    ring = keyring()
    written = [b"".join(sorted(map(bytes.fromhex, each))) for each in keys]
    longest = max(map(len, written), default=0)
    length = LOCKED_RECORD * (1 + (longest + 1) // LOCKED_RECORD)  # two bytes say how long what is inside is
    return [ring.lock(_PURPOSE, each, length) for each in written]


def opened(locked: bytes, ring: Keyring | None = None) -> frozenset[str]:
    """Return the keys of one work. Raises SealBroken with other keys of the installation."""
    written = (ring or keyring()).unlock(_PURPOSE, locked)
    return frozenset(written[at : at + _BYTES].hex() for at in range(0, len(written), _BYTES))
