"""The passages that two texts share, cut out of both and set side by side, the equal words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from contest.entries.rules.copies import is_quoted
from contest.entries.rules.overlap import Passage, read, runs
from contest.entries.rules.shingles import Numbers, places, words

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage as it is written; `is_same`: its words stand in the other text as well."""

    text: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage in a work and in its source; `is_quoted`: the work has it in quotation marks."""

    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    words: int
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A text with the number and the place of each word, made once for all that is cut out of it."""

    text: str
    numbers: Numbers
    places: list[Span]


def lay(text: str) -> Laid:
    """Prepare a text for `pairs`."""
    return Laid(text, words(text), places(text))


def pairs(work: Laid, source: Laid, found: Iterable[Passage]) -> tuple[Pair, ...]:
    """Return the passages side by side, in the order of the work; what lies outside the texts is left out."""
    return tuple(
        _pair(work, source, each)
        for each in found
        if each.end <= len(work.places) and each.source_end <= len(source.places)
    )


def _pair(work: Laid, source: Laid, passage: Passage) -> Pair:
    ours, theirs = (passage.start, passage.end), (passage.source_start, passage.source_end)
    same = runs(read(work.numbers[slice(*ours)]), read(source.numbers[slice(*theirs)]))
    start, end = work.places[passage.start][0], work.places[passage.end - 1][1]
    return Pair(
        _pieces(work, ours, [(each.start, each.end) for each in same]),
        _pieces(source, theirs, [(each.source_start, each.source_end) for each in same]),
        passage.length,
        is_quoted(work.text, start, end),
    )


def _pieces(laid: Laid, span: Span, same: list[Span]) -> tuple[Piece, ...]:
    """Cut a passage where equal words begin and end; what stands between two words goes with the first."""
    begin, end = span
    marked = [False] * (end - begin)
    for start, stop in same:
        marked[start:stop] = [True] * (stop - start)
    cut = []
    for is_same, those in groupby(range(begin, end), key=lambda at: marked[at - begin]):
        group = list(those)
        until = laid.places[group[-1]][1] if group[-1] + 1 == end else laid.places[group[-1] + 1][0]
        cut.append(Piece(laid.text[laid.places[group[0]][0] : until], is_same))
    return tuple(cut)
