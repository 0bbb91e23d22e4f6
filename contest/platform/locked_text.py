"""A column of text that the database alone does not show: locked with a key of the installation for one purpose."""

from typing import Final

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from contest.platform.crypto import SealBroken, keyring

_BYTES: Final = 4  # of the longest letter in UTF-8
_BESIDE: Final = 2  # bytes in which a lock keeps the length


class LockedText(TypeDecorator[str]):
    """Text of at most `letters` letters; all that is not empty is equally long in the database.

    A damaged one, or one of other keys, is read as empty: it is said beside something else, never the thing itself.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str, letters: int) -> None:
        super().__init__()
        self.purpose = purpose
        self.letters = letters

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        if not value:
            return None if value is None else b""
        return keyring().lock(self.purpose, value.encode(), _BYTES * self.letters + _BESIDE)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if not value:
            return None if value is None else ""
        try:
            return keyring().unlock(self.purpose, value).decode()
        except SealBroken:
            return ""
