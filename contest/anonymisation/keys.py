"""Opaque keys by which an essay and a judge are found to be too close, without saying why or who."""

from typing import Literal

from contest.platform.crypto import keyring

Kind = Literal["unit", "person"]


def conflict_key(kind: Kind, value: int) -> str:
    """Return the key of a unit or a person: equal for equal ids, 32 hex digits."""
    return keyring().opaque(f"conflict:{kind}", str(value))
