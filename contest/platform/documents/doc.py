"""Reads a file of Word 97 to 2003: what a reader sees of it, what else is in it, and who it says wrote it."""

import io
from collections.abc import Iterator
from typing import Final

import olefile

from contest.kernel.errors import RuleBroken
from contest.platform.documents import doc_bytes as parts
from contest.platform.documents import sentences
from contest.platform.documents.doc_bytes import Fib, u16
from contest.platform.documents.doc_story import Story
from contest.platform.documents.docx_aside import Aside
from contest.platform.documents.reading import WordReading

_BROKEN: Final = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError)
_MACROS: Final = ("Macros", "_VBA_PROJECT_CUR", "VBA")
_OBJECTS: Final = "ObjectPool"
_ENTRIES_LIMIT: Final = 2_000
_CHARACTERS_LIMIT: Final = 5_000_000
_NAMED: Final = [
    "title",
    "subject",
    "author",
    "keywords",
    "comments",
    "template",
    "last_saved_by",
    "category",
    "manager",
    "company",
    "content_status",
    "presentation_target",
]
_TEMPLATES: Final = frozenset({"normal.dotm", "normal.dot", "normal"})


def read(raw: bytes) -> WordReading:
    """Raise RuleBroken with a sentence of its own for whatever cannot be read safely."""
    try:
        ole = olefile.OleFileIO(io.BytesIO(raw))
    except _BROKEN as error:
        raise RuleBroken(sentences.BROKEN_WORD) from error
    with ole:
        names = ole.listdir(streams=True, storages=True)
        if len(names) > _ENTRIES_LIMIT:
            raise RuleBroken(sentences.TOO_MANY_PARTS)
        if any(name[0] in _MACROS for name in names):
            raise RuleBroken(sentences.MACROS)
        document = _stream(ole, "WordDocument")
        fib = Fib(document)
        tables = _stream(ole, fib.table_name)
        if max(span.stop for span in fib.ranges().values()) > _CHARACTERS_LIMIT:
            raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
        story = Story(document, tables, fib)
        _tell(story)
        if [_OBJECTS] in names and any(len(name) == 2 for name in names if name[0] == _OBJECTS):
            story.made.aside.add("embedded-object", "OLE", flag="embedded-object")
        return story.made.finished([*_documented(ole), *_people(fib, tables)])


def _tell(story: Story) -> None:
    story.tell(story.ranges["text"])
    boxes = story.ranges["boxes"]
    if story.words(boxes):
        story.made.aside.flags.add("text-box")
        story.tell(boxes, in_box=True)
    _aside(story, story.made.aside)


def _aside(story: Story, aside: Aside) -> None:
    comments, margins = story.words(story.ranges["comments"]), story.words(story.ranges["headers"])
    if comments:
        aside.add("comment", comments, flag="comments")
    if any(char.isalpha() for char in margins):
        aside.add("header", margins)


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    try:
        return bytes(ole.openstream(name).read())
    except _BROKEN as error:
        raise RuleBroken(sentences.BROKEN_WORD) from error


def _documented(ole: olefile.OleFileIO) -> Iterator[str]:
    try:
        found = ole.get_metadata()
    except _BROKEN:
        return  # what cannot be read says nothing; the judges see none of it
    page = f"cp{found.codepage}" if found.codepage in range(1250, 1259) else "utf-8"
    for name in _NAMED:
        value = getattr(found, name, None)
        text = value.decode(page, "replace") if isinstance(value, bytes) else value
        if isinstance(text, str) and text.casefold() not in _TEMPLATES:
            yield text.replace("\0", "")


def _people(fib: Fib, tables: bytes) -> Iterator[str]:
    """Name those who changed or commented on the text or saved it, and where."""
    for number in (parts.REVISERS, parts.SAVERS, parts.ASSOCIATED):
        for text in _names(fib.table(tables, number)):
            if text.casefold() not in _TEMPLATES:
                yield text
    owners = fib.table(tables, parts.COMMENTERS)
    at = 0
    while at + 2 <= len(owners):
        length = u16(owners, at)
        yield owners[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace").replace("\0", "")
        at += 2 + 2 * length


def _names(table: bytes) -> Iterator[str]:
    """Read a table of words with two bytes a letter; those of one byte are older than this format."""
    if len(table) < 6 or u16(table, 0) != 0xFFFF:
        return
    extra, at = u16(table, 4), 6
    for _ in range(u16(table, 2)):
        if at + 2 > len(table):
            return
        length = u16(table, at)
        yield table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace").replace("\0", "")
        at += 2 + 2 * length + extra
