"""Where each word of pages that are shown as pictures stands on them: what is black in the text is black there, too.

Text and places go together, word by word, as white space parts them. A place is a set of the parts that a page can be
blacked out by (cells.py): coarse enough that nobody reads a name off the length of what is black.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from contest.anonymisation.rules.cells import COLUMNS, ROWS, Cell
from contest.anonymisation.rules.leaks import BLACK, spans_of

_WORD: Final = re.compile(r"\S+")
_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)
_WHOLE: Final = 1000  # a page is measured in thousandths
_PAGE: Final = ROWS * COLUMNS
_BOX: Final = 4
Place: TypeAlias = frozenset[int]  # numbers of parts; -page where the part is not known; 0: nor the page
NOWHERE_KNOWN: Final[Place] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Placed:
    """A text, and the place of each of its words."""

    text: str
    places: tuple[Place, ...]

    @property
    def written(self) -> str:
        """Return the places as they are kept beside the text: a group of numbers for each word."""
        return " ".join(",".join(map(str, sorted(place))) for place in self.places)


@dataclass(frozen=True, slots=True)
class Blackening:
    """What becomes of text and pictures where words are blacked out.

    `cells`: parts of the pictures that are to be black; `unknown`: pages, from 1, on which one of the words stands in a
    part that is not known, and nothing else is to be black there; 0 where the page is not known either.
    """

    placed: Placed
    cells: tuple[Cell, ...]
    unknown: frozenset[int]


def read(text: str, written: str) -> Placed:
    """Return the text with the places kept beside it; no place is known where they are not those of this text."""
    count = len(text.split())
    try:
        places = tuple(frozenset(map(int, group.split(","))) for group in written.split())
    except ValueError:
        places = ()
    return Placed(text, places if len(places) == count else (NOWHERE_KNOWN,) * count)


def measured(text: str, places: Sequence[str]) -> Placed:
    """Return the text with what a reader of files told of its words.

    `places`: for each word the number of its page and boxes in thousandths of it: left, top, right, bottom; none where
    it is not known. What is nonsense, or not of so many words, is not known.
    """
    count = len(text.split())
    if len(places) != count:
        return Placed(text, (NOWHERE_KNOWN,) * count)
    return Placed(text, tuple(_measured(place) for place in places))


def black(placed: Placed, words: Iterable[str], ticked: Collection[Cell] = ()) -> Blackening:
    """Black out these words, in the text and on the pictures, and these parts of the pictures with all in them."""
    found = without(placed, words)
    pages = {cell.page for cell in ticked}
    unknown = found.unknown - pages - ({0} if ticked else set())
    return Blackening(under(found.placed, ticked), tuple(sorted({*found.cells, *ticked})), unknown)


def without(placed: Placed, words: Iterable[str]) -> Blackening:
    """Put ▇▇ in place of these words, and tell what of the pictures shows them."""
    spans = spans_of(placed.text, words)
    hit = frozenset(
        number
        for (start, end), place in _placed_words(placed)
        if any(first < end and start < last for first, last in spans)
        for number in place
    )
    cells = tuple(sorted(_cell(number) for number in hit if number > 0))
    return Blackening(_cut(placed, spans), cells, frozenset(-number for number in hit if number <= 0))


def unplaced(placed: Placed, words: Iterable[str], ticked: Collection[Cell]) -> dict[str, frozenset[int]]:
    """Return which of the words would stay readable on a picture, and on which pages (Blackening.unknown)."""
    found = {word: black(placed, [word], ticked).unknown for word in words}
    return {word: pages for word, pages in found.items() if pages}


def under(placed: Placed, cells: Collection[Cell]) -> Placed:
    """Put ▇▇ in place of all that stands in these parts of the pictures, or may stand there."""
    black = {_number(cell.page, cell.row, cell.column) for cell in cells}
    pages = {-cell.page for cell in cells} | ({0} if cells else set())
    hit = [span for span, place in _placed_words(placed) if place & black or place & pages]
    return _cut(placed, list(_runs(placed.text, hit)))


def _measured(place: str) -> Place:
    numbers = [int(each) for each in place.split() if _NUMBER.fullmatch(each)]
    page = numbers[0] if numbers and numbers[0] > 0 else 0
    boxes = [numbers[at : at + _BOX] for at in range(1, len(numbers), _BOX)]
    if not page or len(numbers) != len(place.split()) or not all(map(_is_box, boxes)):
        return frozenset({-page})
    return frozenset(number for box in boxes for number in _parts(page, box)) or frozenset({-page})


def _is_box(box: Sequence[int]) -> bool:
    return len(box) == _BOX and 0 <= box[0] < box[2] <= _WHOLE and 0 <= box[1] < box[3] <= _WHOLE


def _parts(page: int, box: Sequence[int]) -> Iterator[int]:
    left, top, right, bottom = box
    for row in range(top * ROWS // _WHOLE, (bottom * ROWS - 1) // _WHOLE + 1):
        for column in range(left * COLUMNS // _WHOLE, (right * COLUMNS - 1) // _WHOLE + 1):
            yield _number(page, row, column)


def _number(page: int, row: int, column: int) -> int:
    return page * _PAGE + row * COLUMNS + column


def _cell(number: int) -> Cell:
    page, at = divmod(number, _PAGE)
    return Cell(page, *divmod(at, COLUMNS))


def _placed_words(placed: Placed) -> Iterator[tuple[tuple[int, int], Place]]:
    """Give start and end of each word in the text, and its place."""
    spans = (found.span() for found in _WORD.finditer(placed.text))
    return zip(spans, placed.places, strict=True)


def _runs(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join what only white space parts: how many words are gone is not told."""
    start = end = -1
    for first, last in spans:
        if start >= 0 and not text[end:first].strip():
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end


def _cut(placed: Placed, spans: Sequence[tuple[int, int]]) -> Placed:
    """Put ▇▇ in place of each span; a word that is left holds the places of all that it was made of."""
    kept: list[str] = []
    origins: list[tuple[int, int]] = []  # where each sign of the new text comes from
    done = 0
    for start, end in (*spans, (len(placed.text), len(placed.text))):
        kept.append(placed.text[done:start])
        origins.extend((at, at + 1) for at in range(done, start))
        if start < end:
            kept.append(BLACK)
            origins.extend([(start, end)] * len(BLACK))
        done = end
    text = "".join(kept)
    words = list(_placed_words(placed))
    places = []
    at = 0
    for found in _WORD.finditer(text):
        first, last = origins[found.start()][0], origins[found.end() - 1][1]
        while words[at][0][1] <= first:
            at += 1
        own: Place = frozenset()
        for (start, _), place in words[at:]:
            if start >= last:
                break
            own |= place
        places.append(own)
    return Placed(text, tuple(places))
