"""Classes of works so small that what judges are shown may tell who is in one (security.md L29); pure.

Category, form and the answers that judges read are quasi-identifiers: where fewer than five works share them, who
knows the authors of such works from elsewhere may guess.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

LEAST: Final = 5  # works that share what is shown
CATEGORY, FORM, CHOICE, ANSWER = "category", "form", "choice", "answer"
Trait = tuple[str, str]
"""What is shown: category, form, an answer that was chosen or one in the author's words; for both the question."""
Shown = Mapping[Trait, str]
"""What judges are shown of one work that others may share, by trait."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A class that is too small. `values`: what its works share, by trait; `works`: how many they are."""

    values: tuple[tuple[Trait, str], ...]
    works: int


def small(works: Sequence[Shown], *, least: int = LEAST) -> tuple[Crowd, ...]:
    """Return every class of fewer than `least` works, the smallest first.

    By one trait, by two, and by all at once; of classes inside one another the one that shares least, as hiding or
    merging that one mends the others.
    """
    traits = sorted({trait for work in works for trait in work})
    found: list[Crowd] = []
    for together in _sets(traits):
        counted = Counter(tuple((t, work[t]) for t in together if t in work) for work in works)
        known = [set(crowd.values) for crowd in found]
        found += [
            Crowd(values, count)
            for values, count in sorted(counted.items())
            if len(values) == len(together)
            and count < least
            and not any(inner <= set(values) for inner in known)
        ]
    return tuple(sorted(found, key=lambda crowd: (crowd.works, len(crowd.values), crowd.values)))


def _sets(traits: Collection[Trait]) -> Iterator[tuple[Trait, ...]]:
    for size in (1, 2):
        yield from combinations(traits, size)
    if len(traits) > 2:
        yield tuple(traits)
