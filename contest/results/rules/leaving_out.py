"""Who moves up where a work is left out of a ranking, because its author took it back."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Group = TypeVar("Group")


def place(own: int, left_out: Iterable[int]) -> int:
    """Return the place that a work has once those at `left_out` places of the same ranking are gone.

    Places count how many stand before: who stood behind one that is gone moves up by one, equals stay equal.
    """
    return own - sum(1 for each in left_out if each < own)


def by_ranking(gone: Iterable[tuple[Group, int]]) -> Mapping[Group, list[int]]:
    """Return the places that are left out of each ranking."""
    found: dict[Group, list[int]] = {}
    for ranking, at in gone:
        found.setdefault(ranking, []).append(at)
    return found
