"""Builds the story of a document, whatever its kind, out of the few elements that our own Word package consists of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.kernel.text import as_read, nfc
from contest.platform.documents import sentences
from contest.platform.documents.docx_aside import Aside
from contest.platform.documents.ooxml import VAL, w
from contest.platform.documents.reading import Removed, WordReading, tidy

PARAGRAPHS_LIMIT: Final = 50_000
CELLS_LIMIT: Final = 50_000
TABLES_DEEP: Final = 5
NOTES_LIMIT: Final = 5_000
NUMBERS, BULLETS = "1", "2"  # the two lists there are: `w:numId`
_LEVELS: Final = 9
_EMPHASIS: Final = ("b", "i", "u", "strike")

Note: TypeAlias = Literal["footnote", "endnote"]


class Emphasis(NamedTuple):
    """How letters stand out; `height` is "superscript", "subscript" or ""."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    height: str = ""


UPRIGHT: Final = Emphasis()


class Item(NamedTuple):
    """A paragraph's place in a list: numbered or not, and how deep, counted from 0."""

    numbered: bool
    level: int = 0


@dataclass(slots=True)
class _Story:
    """The body or one note while it is written: where the next paragraph goes, and the one that is open."""

    targets: list[etree._Element]
    lines: list[str]
    tables: int = 0
    paragraph: etree._Element | None = None
    run: etree._Element | None = None
    emphasis: Emphasis = UPRIGHT
    words: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes_deep: int = 0
    boxes: list["_Story"] = field(default_factory=list)


class Manuscript:
    """Takes a document piece by piece in the order of reading; `aside` keeps what no judge sees."""

    def __init__(self) -> None:
        self.aside = Aside()
        self._notes: dict[Note, etree._Element] = {
            "footnote": etree.Element(w("footnotes")),
            "endnote": etree.Element(w("endnotes")),
        }
        self._note_lines: dict[Note, list[str]] = {"footnote": [], "endnote": []}
        self._body = etree.Element(w("body"))
        self._story = _Story([self._body], [])
        self._main = self._story
        self._counted = {"paragraphs": 0, "cells": 0, "notes": 0}

    @property
    def is_open(self) -> bool:
        """Whether a paragraph is being written."""
        return self._story.paragraph is not None

    def begin(self, *, heading: str = "", item: Item | None = None) -> None:
        """Begin a paragraph; `heading` is "Heading1" … "Heading6", "Title", "Quote" or ""."""
        self.end()
        self._count("paragraphs", PARAGRAPHS_LIMIT)
        self._story.paragraph = made = etree.SubElement(self._story.targets[-1], w("p"))
        if not heading and item is None:
            return
        properties = etree.SubElement(made, w("pPr"))
        if heading:
            etree.SubElement(properties, w("pStyle"), {VAL: heading})
        if item is not None:
            numbers = etree.SubElement(properties, w("numPr"))
            level = max(0, min(item.level, _LEVELS - 1))
            etree.SubElement(numbers, w("ilvl"), {VAL: str(level)})
            etree.SubElement(numbers, w("numId"), {VAL: NUMBERS if item.numbered else BULLETS})

    def write(self, text: str, emphasis: Emphasis = UPRIGHT) -> None:
        """Write on in the paragraph, beginning one where none is open; a line feed stays one."""
        pieces = as_read(text).split("\n")
        for number, piece in enumerate(pieces):
            if number:
                etree.SubElement(self._run(emphasis), w("br"))
                self._story.words.append("\n")
            if piece:
                etree.SubElement(self._run(emphasis), w("t")).text = nfc(piece)
                self._story.words.append(piece)

    def hide(self, text: str) -> None:
        """Keep text apart that nobody sees; pieces of one paragraph are told as one."""
        if text:
            self._story.hidden.append(text)

    def _run(self, emphasis: Emphasis) -> etree._Element:
        story = self._story
        if story.paragraph is None:
            self.begin()
        if story.run is None or story.emphasis != emphasis:
            story.run, story.emphasis = etree.SubElement(story.paragraph, w("r")), emphasis
            _emphasise(story.run, emphasis)
        return story.run

    def end(self) -> None:
        """End the paragraph that is open, if one is."""
        story = self._story
        line = "".join(story.words).strip()
        if line:
            story.lines.append(line)
        hidden = "".join(story.hidden).strip()
        if hidden:
            self.aside.add("hidden-text", hidden, flag="hidden-text")
        story.paragraph, story.run, story.words, story.hidden = None, None, [], []
        boxes, story.boxes = story.boxes, []
        for box in boxes:
            story.targets[-1].extend(list(box.targets[0]))
            story.lines += box.lines

    # --- tables: begun and ended one inside the other, table, row, cell -------------------------------------

    def open(self, part: Literal["tbl", "tr", "tc"]) -> None:
        self.end()
        if part == "tbl":
            self._story.tables += 1
            if self._story.tables > TABLES_DEEP:
                raise RuleBroken(sentences.TOO_DEEP)
        else:
            self._count("cells", CELLS_LIMIT)
        self._story.targets.append(etree.SubElement(self._story.targets[-1], w(part)))

    def close(self) -> None:
        """End what was opened last."""
        self.end()
        closed = self._story.targets.pop()
        if closed.tag == w("tbl"):
            self._story.tables -= 1
        elif closed.tag == w("tc") and not len(closed):
            etree.SubElement(closed, w("p"))

    @contextmanager
    def part(self, part: Literal["tbl", "tr", "tc"]) -> Iterator[None]:
        self.open(part)
        yield
        self.close()

    # --- notes ----------------------------------------------------------------------------------------------

    @contextmanager
    def note(self, kind: Note) -> Iterator[None]:
        """Write a note, referred to from here; a note within a note is told in the same place."""
        outer = self._story
        if outer is not self._main:
            yield
            return
        self._count("notes", NOTES_LIMIT)
        number = {w("id"): str(len(self._notes[kind]) + 2)}
        # A run of its own: the reference stands behind what was written so far.
        if outer.paragraph is None:
            self.begin()
        etree.SubElement(etree.SubElement(outer.paragraph, w("r")), w(f"{kind}Reference"), number)
        outer.run = None
        self._story = _Story([etree.SubElement(self._notes[kind], w(kind), number)], self._note_lines[kind])
        yield
        self.end()
        self._story = outer

    @contextmanager
    def box(self) -> Iterator[None]:
        """Write the text of a box; it follows the paragraph that the box hangs on."""
        outer = self._story
        if outer.boxes_deep >= TABLES_DEEP:
            raise RuleBroken(sentences.TOO_DEEP)
        self.aside.flags.add("text-box")
        self._story = _Story([etree.Element(w("body"))], [], boxes_deep=outer.boxes_deep + 1)
        yield
        self.end()
        outer.boxes.append(self._story)
        self._story = outer

    # --- the end --------------------------------------------------------------------------------------------

    def finished(self, traces: Iterable[str]) -> WordReading:
        """Give what was written; `traces` are whom and what the file names outside its text."""
        self.end()
        notes = [*self._note_lines["footnote"], *self._note_lines["endnote"]]
        known = tidy(traces)
        return WordReading(
            "\n".join((*self._main.lines, *notes)),
            frozenset(self.aside.flags),
            (*self.aside.removed, *(Removed("property", trace) for trace in known)),
            known,
            self._body,
            {str(kind): made for kind, made in self._notes.items()},
            frozenset((BULLETS, str(level)) for level in range(_LEVELS)),
            sum(line.count("\n") + 1 for line in notes),
        )

    def _count(self, what: str, limit: int) -> None:
        self._counted[what] += 1
        if self._counted[what] > limit:
            raise RuleBroken(sentences.TOO_MANY_PARAGRAPHS, limit=limit)


def _emphasise(run: etree._Element, emphasis: Emphasis) -> None:
    if emphasis == UPRIGHT:
        return
    kept = etree.SubElement(run, w("rPr"))
    for name, is_on in zip(_EMPHASIS, emphasis[:4], strict=True):
        if is_on:
            etree.SubElement(kept, w(name), {VAL: "single"} if name == "u" else {})
    if emphasis.height:
        etree.SubElement(kept, w("vertAlign"), {VAL: emphasis.height})
