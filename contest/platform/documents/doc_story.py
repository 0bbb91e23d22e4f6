"""Tells the story of an old Word file: paragraph by paragraph, with its notes; what is left out is kept apart."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contest.platform.documents import doc_bytes as parts
from contest.platform.documents.doc_bytes import Fib, Piece, PieceTable, Properties, u16, u32
from contest.platform.documents.doc_looks import (
    Letters,
    Lists,
    Paragraph,
    Styles,
    changed,
    paragraph_of,
    short_change,
)
from contest.platform.documents.docx_fields import Fields
from contest.platform.documents.grid import Grid
from contest.platform.documents.manuscript import Manuscript, Note

_ENDS: Final = re.compile("[\r\x07\x0c]")
_SIGNS: Final = re.compile("[\x01-\x08\x0b\x0e\x13-\x15\x1e\x1f(]")
_PLAIN_SIGNS: Final = {"\x0b": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": ""}
_FIELD: Final = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_STYLE_OF_LETTERS: Final = b"\x30\x4a"
_LISTS, _OVERRIDES = 73, 74


class Story:
    """The whole text, and what is said of each of its characters."""

    def __init__(self, document: bytes, tables: bytes, fib: Fib) -> None:
        self.ranges = fib.ranges()
        self._table = PieceTable.of(fib.table(tables, parts.PIECES))
        self._firsts = [piece.first for piece in self._table.pieces]
        self.text = "".join(_decoded(document, piece) for piece in self._table.pieces)
        self._styles = Styles(fib.table(tables, parts.STYLES))
        self._lists = Lists.of(tables, _place(fib, _LISTS), fib.table(tables, _OVERRIDES))
        self._letters = Properties(document, fib.table(tables, parts.CHARACTER_PAGES), of_paragraphs=False)
        self._paragraphs = Properties(document, fib.table(tables, parts.PARAGRAPH_PAGES), of_paragraphs=True)
        self._known: dict[tuple[int, bytes, int], Letters] = {}
        self._notes = dict(_notes(fib, tables, self.ranges))
        self.made = Manuscript()
        self._fields = Fields()
        self._grid = Grid(self.made)

    def tell(self, span: range, *, in_box: bool = False) -> None:
        """Tell the paragraphs of a part of the text; in a box nobody knows the colour of the paper."""
        outer = self._fields, self._grid
        self._fields, self._grid = Fields(), Grid(self.made)
        for first, last, paragraph in self._rows(span):
            self._paragraph(first, last, replace(paragraph, shaded_row=paragraph.shaded_row or in_box))
        self._grid.leave()
        self._fields.close()
        if self._fields.dropped:
            self.made.aside.flags.add("field")
        self._fields, self._grid = outer

    def words(self, span: range) -> str:
        """Give the bare letters of a part of the text."""
        lines = _ENDS.sub("\n", self.text[span.start : span.stop])
        return "\n".join(filter(None, (_SIGNS.sub(" ", line).strip() for line in lines.split("\n")))).replace(
            "\0", ""
        )

    # --- paragraphs -----------------------------------------------------------------------------------------

    def _rows(self, span: range) -> Iterator[tuple[int, int, Paragraph]]:
        """Give the paragraphs; what is said at the end of a row of a table holds for all of it."""
        waiting: list[tuple[int, int, Paragraph]] = []
        for first, last in self._bounds(span):
            paragraph = self._said(last)
            waiting.append((first, last, paragraph))
            if paragraph.ends_row or not paragraph.in_table:
                for start, end, held in waiting:
                    yield (
                        start,
                        end,
                        replace(held, flat_row=paragraph.flat_row, shaded_row=paragraph.shaded_row),
                    )
                waiting = []
        yield from waiting

    def _bounds(self, span: range) -> Iterator[tuple[int, int]]:
        first, stop = span.start, min(span.stop, len(self.text))
        while first < stop:
            found = _ENDS.search(self.text, first, stop)
            last = found.start() if found else stop - 1
            yield first, last
            first = last + 1

    def _said(self, at: int) -> Paragraph:
        piece = self._piece(at)
        if piece is None:
            return Paragraph()
        _, said = self._paragraphs.at(_offset(piece, at))
        style = u16(said, 0) if len(said) >= 2 else 0
        short = short_change(piece.prm, self._table.changes)
        return paragraph_of(style, self._styles.paragraph(style) + said[2:] + short)

    def _paragraph(self, first: int, last: int, paragraph: Paragraph) -> None:
        if paragraph.ends_row:
            self._grid.end_row()
            return
        self._grid.enter(in_table=paragraph.in_table)
        self.made.begin(heading=self._heading(paragraph), item=self._lists.item(paragraph))
        ends = _ENDS.match(self.text, last)
        stop = last if ends else last + 1
        for start, end, letters in self._runs(first, stop, paragraph):
            self._run(start, self.text[start:end], letters, paragraph)
        self.made.end()
        if ends and ends[0] == "\x07":
            self._grid.end_cell()

    def _heading(self, paragraph: Paragraph) -> str:
        known = self._styles.heading(paragraph.style)
        if not known and paragraph.outline is not None and paragraph.outline < 9:
            return f"Heading{min(paragraph.outline + 1, 6)}"
        return known

    # --- letters --------------------------------------------------------------------------------------------

    def _piece(self, at: int) -> Piece | None:
        number = bisect_right(self._firsts, at) - 1
        return self._table.pieces[number] if number >= 0 else None

    def _runs(self, first: int, stop: int, paragraph: Paragraph) -> Iterator[tuple[int, int, Letters]]:
        while first < stop:
            piece = self._piece(first)
            if piece is None:
                return
            end, said = self._letters.at(_offset(piece, first))
            width = 2 if piece.wide else 1
            last = min(stop, piece.last, first + max(1, -(-(end - _offset(piece, first)) // width)))
            yield first, last, self._looks(paragraph.style, said, piece.prm)
            first = max(last, first + 1)

    def _looks(self, style: int, said: bytes, prm: int) -> Letters:
        key = (style, said, prm)
        if key not in self._known:
            styled = self._styles.letters(style)
            letters = styled
            for code, value in parts.sprms(said):
                if code.to_bytes(2, "little") == _STYLE_OF_LETTERS and len(value) >= 2:
                    letters = styled = self._styles.of_letters(u16(value, 0), letters)
            letters = changed(said, letters, styled)
            self._known[key] = changed(short_change(prm, self._table.changes), letters, styled)
        return self._known[key]

    def _run(self, start: int, text: str, letters: Letters, paragraph: Paragraph) -> None:
        at = 0
        for found in _SIGNS.finditer(text):
            if found[0] == "(" and not letters.special:
                continue
            self._put(text[at : found.start()], letters, paragraph)
            self._sign(found[0], start + found.start(), letters, paragraph)
            at = found.end()
        self._put(text[at:], letters, paragraph)

    def _put(self, text: str, letters: Letters, paragraph: Paragraph) -> None:
        whole = text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if not whole:
            return
        self._fields.instruct(whole)
        if letters.inserted or letters.deleted:
            self.made.aside.flags.add("tracked-changes")
        if letters.deleted:
            self.made.aside.add("deleted-text", whole)
        elif not self._fields.shows_text:
            if self._fields.in_result:
                self.made.aside.add("field", whole, flag="field")
        elif _is_invisible(letters, paragraph):
            self.made.hide(whole)
        else:
            self.made.write(whole, letters.emphasis)

    def _sign(self, sign: str, at: int, letters: Letters, paragraph: Paragraph) -> None:
        if sign in _PLAIN_SIGNS:
            self._put(_PLAIN_SIGNS[sign], letters, paragraph)
        elif sign in _FIELD:
            self._fields.mark(_FIELD[sign])
        elif sign == "\x02":
            self._note(at, letters, paragraph)
        elif sign in "\x01\x08" and self._fields.shows_text:
            if letters.is_object:
                self.made.aside.add("embedded-object", "OLE", flag="embedded-object")
            else:
                self.made.aside.flags.add("picture")

    def _note(self, at: int, letters: Letters, paragraph: Paragraph) -> None:
        known = self._notes.pop(at, None)
        if known is None:
            return
        kind, span = known
        if letters.deleted or not self._fields.shows_text or _is_invisible(letters, paragraph):
            self.made.aside.add("hidden-text", self.words(span), flag="hidden-text")
            return
        with self.made.note(kind):
            self.tell(span)


def _is_invisible(letters: Letters, paragraph: Paragraph) -> bool:
    look = letters.look
    paper = look._replace(shade=look.shade or paragraph.shade)
    if paragraph.shaded_row and not paper.shade:
        paper = paper._replace(colour=None)
    return letters.misplaced or paragraph.unseen or paragraph.flat_row or paper.invisible


def _decoded(document: bytes, piece: Piece) -> str:
    """Decode a piece into one letter for each of its numbers, halves of emoji too; a short file gives a short text."""
    count = piece.last - piece.first
    if piece.wide:
        raw = document[piece.offset : piece.offset + 2 * count]
        text = "".join(map(chr, memoryview(raw[: len(raw) // 2 * 2]).cast("H")))
    else:
        text = document[piece.offset : piece.offset + count].decode("cp1252", "replace")
    return text.ljust(min(count, len(document)), "\0")


def _offset(piece: Piece, at: int) -> int:
    return piece.offset + (at - piece.first) * (2 if piece.wide else 1)


def _place(fib: Fib, number: int) -> tuple[int, int]:
    at = 154 + 8 * number
    return (u32(fib.raw, at), u32(fib.raw, at + 4)) if at + 8 <= len(fib.raw) else (0, 0)


def _notes(fib: Fib, tables: bytes, ranges: dict[str, range]) -> Iterator[tuple[int, tuple[Note, range]]]:
    """Find where the text refers to notes, and where each of them stands."""
    found: tuple[tuple[Note, int, int, str], ...] = (
        ("footnote", parts.FOOTNOTES, parts.FOOTNOTE_TEXTS, "footnotes"),
        ("endnote", parts.ENDNOTES, parts.ENDNOTE_TEXTS, "endnotes"),
    )
    for kind, references, texts, part in found:
        places = parts.places(fib.table(tables, references), 2)[:-1]
        bounds = parts.places(fib.table(tables, texts), 0)
        start, stop = ranges[part].start, ranges[part].stop
        for at, first, last in zip(places, bounds, bounds[1:], strict=False):
            yield at, (kind, range(min(start + first, stop), min(start + last, stop)))
