"""Chance that anyone can repeat: all of it follows from the announced seed."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of chance from a seed.

    Only `random.Random.random` is used: Python promises that its stream stays the same for ever, which it
    does not promise of shuffle and randrange.
    """

    def __init__(self, seed: str) -> None:
        digest = hashlib.sha256(seed.encode()).digest()
        self._stream = random.Random(int.from_bytes(digest))  # noqa: S311 -- repeatable on purpose, hides nothing

    def below(self, limit: int) -> int:
        return int(self._stream.random() * limit)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        keys = [self._stream.random() for _ in items]
        return [items[index] for index in sorted(range(len(items)), key=keys.__getitem__)]
