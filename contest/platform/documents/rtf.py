"""Reads an RTF file: what a reader sees of it, what else is in it, and who it says wrote it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Final

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.docx_fields import Fields
from contest.platform.documents.grid import Grid
from contest.platform.documents.manuscript import Item, Manuscript
from contest.platform.documents.reading import WordReading
from contest.platform.documents.rtf_state import (
    Letters,
    Paragraph,
    letters_after,
    look,
    paragraph_after,
)
from contest.platform.documents.rtf_tables import Tables, code_page
from contest.platform.documents.rtf_tokens import Token, tokens
from contest.platform.documents.rtf_words import (
    ALWAYS,
    EMPTY,
    PARAGRAPH_ENDS,
    PASSED,
    SIGNS,
    STARRED,
    TABLES,
    TOLD,
    TRACES,
)

_FLAT_ROW: Final = 60  # twentieths of a point, when exact
_SKIP_LIMIT: Final = 100
_TEXT, _NOTHING = "text", "nothing"


@dataclass(slots=True)
class _Group:
    """What holds inside a group, where its letters go, and what is to be done at its end."""

    sink: str = _TEXT
    letters: Letters = field(default_factory=Letters)
    paragraph: Paragraph = field(default_factory=Paragraph)
    fallback: int = 1  # letters that follow each letter of Unicode, for readers without Unicode
    starred: bool = False
    at_end: Callable[[], object] | None = None
    buffer: list[str] = field(default_factory=list)

    def inner(self) -> "_Group":
        return replace(self, starred=False, at_end=None)


class _Reader:
    def __init__(self) -> None:
        self._made = Manuscript()
        self._grids = [Grid(self._made)]
        self._tables = Tables()
        self._fields = Fields()
        self._groups = [_Group()]
        self._skip = 0
        self._letters: list[str] = []
        self._bytes = bytearray()
        self._shades: list[int] = []
        self._shade = 0
        self._flat_row = False
        self.traces: list[str] = []
        self._openers: dict[str, Callable[[], None]] = {
            **dict.fromkeys(TRACES, self._open_trace),
            "field": self._open_field,
            "fldinst": self._open_instruction,
            "fldrslt": self._open_result,
            "pict": self._open_picture,
            "object": self._open_object,
            "footnote": self._open_note,
            "shptxt": self._open_box,
            "dptxbxtext": self._open_box,
        }

    def read(self, raw: bytes) -> WordReading:
        for token in tokens(raw):
            if token.kind in {"byte", "text"}:
                self._take(token)
            else:
                self._flush()
                self._obey(token)
        self._flush()
        self._grids[0].leave()
        self._fields.close()
        if self._fields.dropped:
            self._made.aside.flags.add("field")
        return self._made.finished(self.traces)

    # --- letters --------------------------------------------------------------------------------------------

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def _take(self, token: Token) -> None:
        """Collect letters until something else comes; the first after a Unicode letter are for older readers."""
        if token.kind == "text":
            if self._skip:
                self._skip -= 1
            else:
                self._decode()
                self._letters.append(token.text)
            return
        kept = token.raw[self._skip :]
        self._skip = max(0, self._skip - len(token.raw))
        if self._group.sink == "colortbl":
            self._tables.colour(token)
        self._bytes += kept

    def _decode(self) -> None:
        if self._bytes:
            font = self._group.letters.font
            page = self._tables.fonts.get(-1 if font is None else font, self._tables.code_page)
            self._letters.append(bytes(self._bytes).decode(page, "replace"))
            self._bytes.clear()

    def _unicode(self, number: int) -> None:
        self._decode()
        self._letters.append(chr(number & 0xFFFF))
        self._skip = self._group.fallback

    def _flush(self) -> None:
        self._decode()
        if self._letters:
            text = "".join(self._letters).replace("\0", "")
            half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""  # the other one comes next
            self._letters = [half] if half else []
            text = text.removesuffix(half)
            whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            if whole:
                self._put(whole)

    def _put(self, text: str) -> None:
        group = self._group
        if group.sink == "fldinst":
            self._fields.instruct(text)
        elif group.sink == _TEXT:
            self._write(text)
        elif group.sink != _NOTHING:
            group.buffer.append(text)

    def _write(self, text: str) -> None:
        group = self._group
        if group.letters.deleted:
            self._made.aside.add("deleted-text", text, flag="tracked-changes")
        elif not self._fields.shows_text:
            self._made.aside.add("field", text, flag="field")
        else:
            self._begin()
            if self._is_invisible():
                self._made.hide(text)
            else:
                heading = group.paragraph.heading(self._tables)
                plain = group.letters.emphasis
                self._made.write(text, plain._replace(bold=False, italic=False) if heading else plain)

    def _is_invisible(self) -> bool:
        group, cell = self._group, self._grids[-1].cell
        in_table = group.paragraph.in_table
        shade = self._shades[cell] if in_table and cell < len(self._shades) else 0
        styled = self._tables.styles.get(("s", group.paragraph.style or 0))
        hidden = (styled is not None and styled.hidden) or (in_table and self._flat_row)
        return hidden or look(group.letters, group.paragraph, self._tables, shade).invisible

    def _begin(self) -> None:
        if not self._made.is_open:
            paragraph = self._group.paragraph
            self._grids[-1].enter(in_table=paragraph.in_table)
            self._made.begin(heading=paragraph.heading(self._tables), item=paragraph.item(self._tables))

    # --- groups and words -----------------------------------------------------------------------------------

    def _obey(self, token: Token) -> None:
        if token.kind == "open":
            self._skip = 0
            self._groups.append(self._group.inner())
        elif token.kind == "close":
            self._close()
        elif token.kind == "star":
            self._group.starred = True
        elif self._skip:
            self._skip -= 1
        else:
            self._word(token)

    def _close(self) -> None:
        self._skip = 0
        if len(self._groups) > 1:
            ended = self._groups.pop()
            if ended.at_end is not None:
                ended.at_end()

    def _word(self, token: Token) -> None:
        word, number = token.text, token.number
        group = self._group
        if group.starred:
            group.starred = False
            if word not in STARRED:
                group.sink = _NOTHING
                return
        if group.sink in TABLES:
            self._table_word(token)
        elif self._opens(word) or self._looks(word, number):
            return
        elif word == "u" and number is not None:
            self._unicode(number)
        elif group.sink == _TEXT:
            self._text_word(word, number)

    def _looks(self, word: str, number: int | None) -> bool:
        group = self._group
        letters = letters_after(word, number, group.letters, self._tables)
        if letters is not None:
            group.letters = letters
            return True
        paragraph = paragraph_after(word, number, group.paragraph)
        if paragraph is not None:
            group.paragraph = paragraph
            return True
        if word == "uc":
            group.fallback = min(max(number or 0, 0), _SKIP_LIMIT)
        elif word == "ansicpg":
            self._tables.code_page = code_page(number) or self._tables.code_page
        elif word == "mac":
            self._tables.code_page = "mac_roman"
        elif word in {"pnlvlblt", "pnlvlbody"} and len(self._groups) > 1:
            outer = self._groups[-2]
            outer.paragraph = replace(outer.paragraph, old_item=Item(word == "pnlvlbody"))
        else:
            return False
        return True

    def _text_word(self, word: str, number: int | None) -> None:
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self._begin()
            self._made.end()
        elif word == "cell":
            self._made.end()
            self._grids[-1].end_cell()
        elif word == "row":
            self._made.end()
            self._grids[-1].end_row()
        elif word == "revised":
            self._made.aside.flags.add("tracked-changes")
        else:
            self._row_word(word, number)

    def _row_word(self, word: str, number: int | None) -> None:
        if word == "trowd":
            self._shades, self._shade, self._flat_row = [], 0, False
        elif word == "clcbpat":
            self._shade = number or 0
        elif word == "cellx":
            self._shades.append(self._shade)
            self._shade = 0
        elif word == "trrh":
            self._flat_row = -_FLAT_ROW < (number or 0) < 0

    # --- where the letters of a group go --------------------------------------------------------------------

    def _opens(self, word: str) -> bool:
        """Let a word that names a group decide where its letters go."""
        group = self._group
        if word in TABLES:
            group.sink = word
        elif group.sink == _NOTHING and word not in ALWAYS:
            return word not in {"pnlvlblt", "pnlvlbody"}
        elif word in self._openers:
            self._openers[word]()
        elif word in TOLD:
            kind, flag = TOLD[word]
            self._collect(lambda text: self._made.aside.add(kind, text, flag=flag))
        elif word in EMPTY or word in PASSED:
            group.sink = _TEXT if word == "ud" else _NOTHING
        else:
            return False
        return True

    def _collect(self, use: Callable[[str], object]) -> None:
        group = self._group
        group.sink, group.buffer = "collected", []
        group.at_end = lambda: use("".join(group.buffer).strip())

    def _open_trace(self) -> None:
        """Take a name or a property; the table of those who changed the text has one after each semicolon."""
        self._collect(lambda text: self.traces.extend(text.split(";")))

    def _open_field(self) -> None:
        self._fields.mark("begin")
        self._group.at_end = lambda: self._fields.mark("end")

    def _open_instruction(self) -> None:
        self._group.sink = "fldinst"

    def _open_result(self) -> None:
        self._fields.mark("separate")
        self._group.sink = _TEXT

    def _open_picture(self) -> None:
        self._made.aside.flags.add("picture")
        self._group.sink = _NOTHING

    def _open_object(self) -> None:
        self._made.aside.add("embedded-object", "OLE", flag="embedded-object")
        self._group.sink = _NOTHING

    def _open_note(self) -> None:
        if self._group.letters.deleted or not self._fields.shows_text or self._is_invisible():
            self._collect(lambda text: self._made.aside.add("hidden-text", text, flag="hidden-text"))
            return
        self._begin()
        self._apart(self._made.note("footnote"))

    def _open_box(self) -> None:
        self._begin()
        self._apart(self._made.box())

    def _apart(self, story: AbstractContextManager[None]) -> None:
        """Write a note or a box: it has its own looks, and its own table."""
        story.__enter__()
        self._grids.append(Grid(self._made))
        group = self._group
        group.sink, group.letters, group.paragraph = _TEXT, Letters(), Paragraph()

        def end() -> None:
            self._grids.pop().leave()
            story.__exit__(None, None, None)

        group.at_end = end

    # --- tables ---------------------------------------------------------------------------------------------

    def _table_word(self, token: Token) -> None:
        group = self._group
        if token.text in EMPTY:
            group.sink = _NOTHING
        elif group.sink == "fonttbl":
            self._tables.font(token)
        elif group.sink == "colortbl":
            self._tables.colour(token)
        elif group.sink == "stylesheet":
            self._tables.style(token)
            if group.at_end is None:
                group.buffer = []
                group.at_end = lambda: self._tables.name_style("".join(group.buffer))
        elif group.sink == "listtable":
            self._tables.list(token)
        else:
            self._tables.override(token)


def read(raw: bytes) -> WordReading:
    """Raise RuleBroken with a sentence of its own for whatever cannot be read safely."""
    at = raw.find(b"{\\rtf")
    if at < 0:
        raise RuleBroken(sentences.BROKEN_WORD)
    return _Reader().read(raw[at:])
