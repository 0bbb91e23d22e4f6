"""Which passages of a text stand in another one, word for word or nearly: the exact comparison of two texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contest.entries.rules.shingles import SHINGLE, Numbers, shingles

# So many exchanged words do not end a passage: with one word in ten exchanged, 95 % of a copy stay in passages.
BRIDGE: Final = 8
# Fewer words are a turn of speech: of 1,500 pairs of unrelated prose (see shingles.py) 999 in a thousand share less
# than 1 % in passages of twelve words, and 1 in a hundred shares 4 % in passages of five.
SHORTEST: Final = 12
_OCCURRENCES: Final = 8  # of one shingle in the source that are tried

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `start` to `end` of a text that stand in a source as its words `source_start` to `source_end`."""

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def passages(text: Numbers, source: Numbers, quotable: Mask | None = None) -> tuple[Passage, ...]:
    """Return what of the text stands in the source: passages of SHORTEST words or more, in order, none over another.

    What is `quotable` of the text (one truth value a word) is cut out, and what is left of a passage counts if it is
    long enough by itself.
    """
    joined = _bridged(runs(text, source))
    left = joined if quotable is None else (piece for each in joined for piece in _outside(each, quotable))
    return tuple(passage for passage in left if passage.length >= SHORTEST)


def runs(text: Numbers, source: Numbers) -> tuple[Passage, ...]:
    """Return the runs of equal words, SHINGLE or more: from the left, each the longest there is in the source."""
    theirs = shingles(source)
    order = np.argsort(theirs, kind="stable")
    ranked, ours = theirs[order], shingles(text)
    first, last = (np.searchsorted(ranked, ours, side=side) for side in ("left", "right"))
    hits = np.flatnonzero(last > first)
    found: list[Passage] = []
    at = 0
    while at < len(hits):
        start = int(hits[at])
        tried = order[first[start] : last[start]][:_OCCURRENCES]
        length, before = max((_equal(text[start:], source[there:]), -int(there)) for there in tried)
        found.append(Passage(start, start + length, -before, length - before))
        at = int(np.searchsorted(hits, start + length))
    return tuple(found)


def shared(text: Numbers, source: Numbers) -> int:
    """Count the text's shingles that stand in the source: quick, and an upper bound of its runs."""
    return int(np.isin(shingles(text), shingles(source)).sum())


def within(text: Numbers, known: Numbers) -> Mask:
    """Tell of each word of the text whether it belongs to one of the `known` shingles."""
    found = np.zeros(len(text), dtype=np.bool_)
    hits = np.flatnonzero(np.isin(shingles(text), known))
    for at in range(SHINGLE if len(hits) else 0):
        found[hits + at] = True
    return found


def covered(found: Iterable[Passage]) -> int:
    """Count the words of a text in these passages, each word once."""
    words, reached = 0, 0
    for passage in sorted(found, key=lambda each: each.start):
        words += max(0, passage.end - max(reached, passage.start))
        reached = max(reached, passage.end)
    return words


def percent(words: int, of: int) -> int:
    """Return the part in whole percent, never more than there is: 24.9 % is not 25 %."""
    return words * 100 // of if of else 0


def _equal(text: Numbers, source: Numbers) -> int:
    """Count the words that both begin with; looked at in growing steps, for most runs are short."""
    length, at, step = min(len(text), len(source)), 0, 32
    while at < length:
        end = min(at + step, length)
        different = np.flatnonzero(text[at:end] != source[at:end])
        if len(different):
            return at + int(different[0])
        at, step = end, 2 * step
    return length


def _bridged(found: Iterable[Passage]) -> list[Passage]:
    """Join runs that follow one another in both texts, up to BRIDGE words apart."""
    joined: list[Passage] = []
    for run in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and run.start - last.end <= BRIDGE
            and 0 <= run.source_start - last.source_end <= BRIDGE
        ):
            joined[-1] = Passage(last.start, run.end, last.source_start, run.source_end)
        else:
            joined.append(run)
    return joined


def _outside(passage: Passage, quotable: Mask) -> Iterator[Passage]:
    """Return the pieces of a passage between what may be quoted; their place in the source as near as can be told."""
    free = np.concatenate(([False], ~quotable[passage.start : passage.end], [False]))
    edges = np.flatnonzero(free[1:] != free[:-1])
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        there = min(passage.source_start + begin, passage.source_end)
        until = passage.source_end if passage.start + end == passage.end else there + end - begin
        yield Passage(passage.start + begin, passage.start + end, there, min(until, passage.source_end))
