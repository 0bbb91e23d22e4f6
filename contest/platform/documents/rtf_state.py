"""How letters and paragraphs look at a place of an RTF file: a group begins with what holds around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contest.platform.documents.docx_looks import Look
from contest.platform.documents.manuscript import UPRIGHT, Emphasis, Item
from contest.platform.documents.rtf_tables import Tables

_FAR: Final = 200  # half points above or below the line
_TINY_SCALE: Final = 15  # per cent of the width of the letters
_EXACT_LINE: Final = 80  # twentieths of a point
_OFF_PAGE: Final = 15_000  # twentieths of a point: wider than A3
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Letters:
    """What the word `plain` sets back."""

    emphasis: Emphasis = UPRIGHT
    hidden: bool = False
    styled_hidden: bool = False
    misplaced: bool = False
    deleted: bool = False
    colour: int = 0
    shade: int = 0
    size: int | None = None
    font: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the word `pard` sets back; `item` of a list by its number, as its table tells, or of the old way."""

    style: int | None = None
    outline: int | None = None
    in_table: bool = False
    list_number: int = 0
    level: int = 0
    old_item: Item | None = None
    shade: int = 0
    away: bool = False
    flat: bool = False

    def item(self, tables: Tables) -> Item | None:
        if self.list_number > 0:
            return Item(not tables.is_bullet(self.list_number, self.level), self.level)
        return self.old_item

    def heading(self, tables: Tables) -> str:
        style = tables.styles.get(("s", self.style)) if self.style is not None else None
        if style is not None and style.heading:
            return style.heading
        if self.outline is not None and 0 <= self.outline < _LEVELS:
            return f"Heading{min(self.outline + 1, 6)}"
        return ""


def look(letters: Letters, paragraph: Paragraph, tables: Tables, cell: int) -> Look:
    """Tell whether anybody can see such letters; `cell` is the colour behind the cell of a table, 0 for none."""
    hidden = letters.hidden or letters.styled_hidden or letters.misplaced or paragraph.away or paragraph.flat
    paper = letters.shade or paragraph.shade or cell
    return Look(hidden, tables.colour_of(letters.colour), letters.size, tables.colour_of(paper))


def letters_after(word: str, number: int | None, before: Letters, tables: Tables) -> Letters | None:
    """Give the looks after a control word that concerns letters; None if it does not."""
    change = _LETTERS.get(word)
    if change is not None:
        return change(before, number)
    if word == "plain":
        return Letters()
    if word == "cs":
        style = tables.styles.get(("cs", number or 0))
        return replace(before, styled_hidden=style is not None and style.hidden)
    return None


def _switch(name: str) -> Callable[[Letters, int | None], Letters]:
    place = Emphasis._fields.index(name)

    def change(before: Letters, number: int | None) -> Letters:
        parts = list(before.emphasis)
        parts[place] = number != 0
        return replace(before, emphasis=Emphasis._make(parts))

    return change


def _height(name: str) -> Callable[[Letters, int | None], Letters]:
    return lambda before, number: replace(
        before, emphasis=before.emphasis._replace(height=name if number != 0 else "")
    )


def _shade(before: Letters, number: int | None) -> Letters:
    return replace(before, shade=number or 0)


def _moved(before: Letters, number: int | None) -> Letters:
    return replace(before, misplaced=abs(number or 0) > _FAR)


_UNDERLINES: Final = (
    """ul uld uldash uldashd uldashdd uldb ulth ulthd ulthdash ulw ulwave ulhwave ulldash ululdbwave"""
)
_LETTERS: Final[dict[str, Callable[[Letters, int | None], Letters]]] = {
    "b": _switch("bold"),
    "i": _switch("italic"),
    "strike": _switch("struck"),
    "striked": _switch("struck"),
    **{word: _switch("underlined") for word in _UNDERLINES.split()},
    "ulnone": lambda before, _: replace(before, emphasis=before.emphasis._replace(underlined=False)),
    "super": _height("superscript"),
    "sub": _height("subscript"),
    "nosupersub": lambda before, _: replace(before, emphasis=before.emphasis._replace(height="")),
    "v": lambda before, number: replace(before, hidden=number != 0),
    "deleted": lambda before, number: replace(before, deleted=number != 0),
    "cf": lambda before, number: replace(before, colour=number or 0),
    "cb": _shade,
    "chcbpat": _shade,
    "highlight": _shade,
    "fs": lambda before, number: replace(before, size=number),
    "f": lambda before, number: replace(before, font=number),
    "up": _moved,
    "dn": _moved,
    "charscalex": lambda before, number: replace(before, misplaced=0 < (number or 100) < _TINY_SCALE),
}


def paragraph_after(word: str, number: int | None, before: Paragraph) -> Paragraph | None:
    """Give the looks after a control word that concerns paragraphs; None if it does not."""
    if word == "pard":
        return Paragraph()
    change = _PARAGRAPHS.get(word)
    return None if change is None else change(before, number)


def _indent(before: Paragraph, number: int | None) -> Paragraph:
    return replace(before, away=before.away or abs(number or 0) > _OFF_PAGE)


def _level(before: Paragraph, number: int | None) -> Paragraph:
    return replace(before, level=min(max(number or 0, 0), _LEVELS - 1))


_PARAGRAPHS: Final[dict[str, Callable[[Paragraph, int | None], Paragraph]]] = {
    "s": lambda before, number: replace(before, style=number),
    "outlinelevel": lambda before, number: replace(before, outline=number),
    "intbl": lambda before, _: replace(before, in_table=True),
    "ls": lambda before, number: replace(before, list_number=number or 0),
    "ilvl": _level,
    "cbpat": lambda before, number: replace(before, shade=number or 0),
    # A negative height of lines is exact.
    "sl": lambda before, number: replace(before, flat=-_EXACT_LINE < (number or 0) < 0),
    **dict.fromkeys(("li", "ri", "fi", "lin", "rin"), _indent),
}
