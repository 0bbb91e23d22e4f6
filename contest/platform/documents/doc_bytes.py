"""The numbers and tables that Word's old binary format consists of, named as in its specification, MS-DOC."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences

_PAGE: Final = 512
# The places in FibRgFcLcb97 of the tables that are read, as its fields are counted.
STYLES, FOOTNOTES, FOOTNOTE_TEXTS, COMMENT_TEXTS = 1, 2, 3, 5
CHARACTER_PAGES, PARAGRAPH_PAGES, ASSOCIATED, PIECES = 12, 13, 32, 33
COMMENTERS, ENDNOTES, ENDNOTE_TEXTS, REVISERS, BOX_TEXTS, SAVERS = 36, 46, 47, 51, 56, 71
_FIRST: Final = 154  # where FibRgFcLcb97 begins
# In FibRgLw97: how many characters each part of the text has.
_COUNTS: Final = {
    "text": 0x4C,
    "footnotes": 0x50,
    "headers": 0x54,
    "comments": 0x5C,
    "endnotes": 0x60,
    "boxes": 0x64,
}
_WORD_97: Final = 0xC1
_LOCKED, _SECOND_TABLE = 0x0100, 0x0200


def u16(raw: bytes, at: int) -> int:
    """Raise RuleBroken where the file ends earlier."""
    return _number("<H", raw, at)


def u32(raw: bytes, at: int) -> int:
    return _number("<I", raw, at)


def _number(form: str, raw: bytes, at: int) -> int:
    try:
        return int(struct.unpack_from(form, raw, at)[0])
    except struct.error as error:
        raise RuleBroken(sentences.BROKEN_WORD) from error


class Piece(NamedTuple):
    """Characters `first` to `last`; their bytes begin at `offset`, two each if `wide`; `prm` changes their looks."""

    first: int
    last: int
    offset: int
    wide: bool
    prm: int


@dataclass(frozen=True, slots=True)
class Fib:
    """The beginning of a document: what it is, how long its parts are, where its tables lie."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) < _FIRST or u16(self.raw, 0) != 0xA5EC:
            raise RuleBroken(sentences.BROKEN_WORD)
        if u16(self.raw, 2) < _WORD_97:
            raise RuleBroken(sentences.OLD_WORD)
        if u16(self.raw, 0x0A) & _LOCKED:
            raise RuleBroken(sentences.LOCKED_WORD)

    @property
    def table_name(self) -> str:
        return "1Table" if u16(self.raw, 0x0A) & _SECOND_TABLE else "0Table"

    def count(self, part: str) -> int:
        return u32(self.raw, _COUNTS[part])

    def ranges(self) -> dict[str, range]:
        """Give the characters of each part of the text; they follow one another."""
        at, found = 0, {}
        for part in ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes"):
            count = 0 if part == "macros" else self.count(part)
            found[part] = range(at, at + count)
            at += count
        return found

    def table(self, tables: bytes, number: int) -> bytes:
        """Cut a table out; an empty one is not there."""
        at = _FIRST + 8 * number
        if at + 8 > len(self.raw):
            return b""
        start, size = u32(self.raw, at), u32(self.raw, at + 4)
        if start + size > len(tables):
            raise RuleBroken(sentences.BROKEN_WORD)
        return tables[start : start + size]


def places(plc: bytes, size: int) -> list[int]:
    """Read the positions of a PLC whose entries have `size` bytes each: one more than entries."""
    count = max(0, (len(plc) - 4) // (4 + size)) if len(plc) >= 4 else -1
    return [u32(plc, 4 * number) for number in range(count + 1)]


@dataclass(slots=True)
class PieceTable:
    """Where the characters of the text lie in the file, and the changes that a quick save put beside them."""

    pieces: list[Piece] = field(default_factory=list)
    changes: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, clx: bytes) -> "PieceTable":
        made, at = cls(), 0
        while at < len(clx) and clx[at] == 1:
            size = u16(clx, at + 1)
            made.changes.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if at >= len(clx) or clx[at] != 2:
            raise RuleBroken(sentences.BROKEN_WORD)
        plc = clx[at + 5 : at + 5 + u32(clx, at + 1)]
        ends = places(plc, 8)
        for number, (first, last) in enumerate(pairwise(ends)):
            entry = 4 * len(ends) + 8 * number
            place = u32(plc, entry + 2)
            narrow = bool(place & 0x40000000)
            start = place & 0x3FFFFFFF
            if last < first:
                raise RuleBroken(sentences.BROKEN_WORD)
            made.pieces.append(
                Piece(first, last, start // 2 if narrow else start, not narrow, u16(plc, entry + 6))
            )
        return made


class Properties:
    """What is said of each run of bytes in pages of 512: of letters or of paragraphs."""

    def __init__(self, document: bytes, plc: bytes, *, of_paragraphs: bool) -> None:
        self._document = document
        self._of_paragraphs = of_paragraphs
        self._ends = places(plc, 4)
        self._pages = [u32(plc, 4 * (len(self._ends) + n)) & 0x3FFFFF for n in range(len(self._ends) - 1)]
        self._known: dict[int, list[tuple[int, bytes]]] = {}

    def at(self, offset: int) -> tuple[int, bytes]:
        """Give how far the run at this byte goes, and what is said of it."""
        number = bisect_right(self._ends, offset) - 1
        if not 0 <= number < len(self._pages):
            return offset + 1, b""
        runs = self._known.get(number)
        if runs is None:
            runs = self._known[number] = list(self._runs(self._pages[number] * _PAGE))
        for end, said in runs:
            if offset < end:
                return end, said
        return self._ends[number + 1], b""

    def _runs(self, start: int) -> Iterator[tuple[int, bytes]]:
        page = self._document[start : start + _PAGE]
        if len(page) < _PAGE:
            raise RuleBroken(sentences.BROKEN_WORD)
        count = page[-1]
        width = 13 if self._of_paragraphs else 1
        if 4 * (count + 1) + width * count > _PAGE:
            raise RuleBroken(sentences.BROKEN_WORD)
        for number in range(count):
            at = 2 * page[4 * (count + 1) + width * number]
            yield u32(page, 4 * (number + 1)), self._said(page, at) if at else b""

    def _said(self, page: bytes, at: int) -> bytes:
        size = page[at]
        if not self._of_paragraphs:
            return page[at + 1 : at + 1 + size]
        if size:
            return page[at + 1 : at + 2 * size]
        size = page[at + 1] if at + 1 < _PAGE else 0
        return page[at + 2 : at + 2 + 2 * size]


def sprms(said: bytes) -> Iterator[tuple[int, bytes]]:
    """Take what is said apart into single properties: a code and its value."""
    at = 0
    while at + 2 <= len(said):
        code = u16(said, at)
        at += 2
        size, skip = _size(code, said, at)
        yield code, said[at + skip : at + size]
        at += size


_SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)


def _size(code: int, said: bytes, at: int) -> tuple[int, int]:
    """Give the bytes of a value with its own length, and how many the length has."""
    size = _SIZES[code >> 13]
    if size:
        return size, 0
    if code == 0xD608:
        return (u16(said, at) + 1, 2) if at + 2 <= len(said) else (2, 2)
    return (said[at] + 1, 1) if at < len(said) else (1, 1)
