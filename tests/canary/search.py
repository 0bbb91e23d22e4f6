"""The product's search, over the secrets of a world of the tests."""

from functools import lru_cache

from contest.blindcheck.search import Canaries, fold
from tests.canary.facts import Facts

__all__ = ["Canaries", "canaries", "fold"]


@lru_cache
def canaries(facts: Facts) -> Canaries:
    """All the secrets of a world."""
    return Canaries(facts.secrets)
