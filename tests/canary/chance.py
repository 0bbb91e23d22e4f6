"""Chance that repeats: the operating system's, not ours, so that all our code runs as it is."""

import random
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def repeatable(seed: str) -> Iterator[None]:
    """Let `secrets` and `SystemRandom` draw from a stream that the seed decides."""
    stream = random.Random(seed)
    true_chance = random._urandom  # type: ignore[attr-defined]
    random._urandom = stream.randbytes  # type: ignore[attr-defined]
    try:
        yield
    finally:
        random._urandom = true_chance  # type: ignore[attr-defined]
