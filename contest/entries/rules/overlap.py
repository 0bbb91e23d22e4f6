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


@dataclass(frozen=True, slots=True)
class Read:
    """A text made ready to be compared: its words, the shingle that begins at each, and the shingles in order."""

    words: Numbers
    shingles: Numbers
    order: NDArray[np.int64]
    ranked: Numbers


def read(words: Numbers) -> Read:
    """Make a text ready: once, however many it is compared with."""
    found = shingles(words)
    order = np.argsort(found, kind="stable")
    return Read(words, found, order, found[order])


def passages(
    text: Read, source: Read, quotable: Mask | None = None, *, least: float = 0
) -> tuple[Passage, ...]:
    """Return what of the text stands in the source: passages of SHORTEST words or more, in order, none over another.

    What is `quotable` of the text (one truth value a word) is cut out, and what is left of a passage counts if it is
    long enough by itself. Where all together is fewer than `least` words there is nothing.
    """
    joined = _bridged(runs(text, source, least=least))
    left = joined if quotable is None else (piece for each in joined for piece in _outside(each, quotable))
    found = tuple(passage for passage in left if passage.length >= SHORTEST)
    return found if covered(found) >= least else ()


def runs(text: Read, source: Read, *, least: float = 0) -> tuple[Passage, ...]:
    """Return the runs of equal words, SHINGLE or more: from the left, each the longest there is in the source.

    Where so few shingles are shared that passages cannot come to `least` words there are none: the quick way out.
    """
    first, last = (np.searchsorted(source.ranked, text.shingles, side=side) for side in ("left", "right"))
    hits = np.flatnonzero(last > first)
    if len(hits) * (SHINGLE + BRIDGE) < least:
        return ()
    found: list[Passage] = []
    at = 0
    while at < len(hits):
        start = int(hits[at])
        tried = source.order[first[start] : last[start]][:_OCCURRENCES]
        length, before = max(
            (_equal(text.words[start:], source.words[there:]), -int(there)) for there in tried
        )
        found.append(Passage(start, start + length, -before, length - before))
        at = int(np.searchsorted(hits, start + length))
    return tuple(found)


def within(text: Read, known: Numbers) -> Mask:
    """Tell of each word of the text whether it belongs to one of the `known` shingles, which rise."""
    found = np.zeros(len(text.words), dtype=np.bool_)
    first, last = (np.searchsorted(known, text.shingles, side=side) for side in ("left", "right"))
    hits = np.flatnonzero(last > first)
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
