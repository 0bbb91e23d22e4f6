"""How long a work is as its category counts: in which unit, and without the parts that do not count.

The page counts the same while somebody types: static/js/wordcount.js follows this module line by line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contest.editions.rules.demands import (
    CHARACTERS,
    LETTERS,
    MINUTES,
    NOTES,
    PAGES,
    SOURCES,
    TITLE,
    WORDS,
    Demands,
)
from contest.kernel.text import count_characters, count_words, fold, one_line

# A line of its own that says no more than one of these begins the notes or the sources; they end at the next such line.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    NOTES: ("chu thich", "ghi chu", "cuoc chu", "notes", "footnotes", "endnotes"),
    SOURCES: (
        "tai lieu tham khao",
        "danh muc tai lieu tham khao",
        "tai lieu trich dan",
        "nguon tham khao",
        "nguon tu lieu",
        "references",
        "bibliography",
        "works cited",
        "sources",
    ),
}
LONGEST_HEADING: Final = 60
# "V. Tài liệu tham khảo:" is the heading as well.
_NUMBER: Final = re.compile(r"^(?:[ivx]{1,5}|[0-9]{1,2})[.):]? +")
_BODY: Final = "body"
COUNTERS: Final[Mapping[str, Callable[[str], int]]] = {
    WORDS: count_words,
    CHARACTERS: count_characters,
    LETTERS: lambda text: count_characters(text, spaces=False),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What is measured. The last `note_lines` lines of the text are notes of a Word file; `pages` of a PDF.

    `seconds` of the recording that stands beside the text.
    """

    title: str
    text: str
    note_lines: int = 0
    pages: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """The length that counts, and how much of each part was left out, in the same unit; seconds where `is_time`."""

    length: int
    left_out: Mapping[str, int]
    is_time: bool = False


def measure(piece: Piece, demands: Demands) -> Measured:
    """Count the piece as the category does."""
    if demands.length_unit == PAGES:
        return Measured(piece.pages, {})
    if demands.length_unit == MINUTES:
        return Measured(piece.seconds, {}, is_time=True)
    count = COUNTERS[demands.length_unit]
    sizes = {name: count(part) for name, part in parts(piece).items()}
    if (
        TITLE not in sizes and TITLE not in demands.uncounted
    ):  # a text that begins with its title has it already
        sizes[TITLE] = count(piece.title)
    left_out = {name: sizes[name] for name in demands.uncounted if sizes.get(name)}
    return Measured(sum(sizes.values()) - sum(left_out.values()), left_out)


def parts(piece: Piece) -> dict[str, str]:
    """Return the text by its parts: body, notes, sources, and the title where the text begins with it."""
    lines = piece.text.split("\n")
    noted = len(lines) - piece.note_lines
    found: dict[str, list[str]] = {_BODY: [], NOTES: lines[noted:], SOURCES: []}
    body = lines[:noted]
    first = next((number for number, line in enumerate(body) if line.strip()), None)
    if first is not None and _is_title(body[first], piece.title):
        found[TITLE] = [body.pop(first)]
    for name, line in zip(_names(body), body, strict=True):
        found[name].append(line)
    return {name: "\n".join(those) for name, those in found.items()}


def heading(line: str) -> str | None:
    """Tell which part a line begins: notes, sources, or none."""
    if not 0 < len(line.strip()) <= LONGEST_HEADING:
        return None
    words = _NUMBER.sub("", fold(line)).strip(" .:*#")
    return next((name for name, known in HEADINGS.items() if words in known), None)


def _names(lines: list[str]) -> Iterator[str]:
    """Name the part of each line. Of several equal headings the last one counts: a table of contents has them too."""
    begins = {name: number for number, line in enumerate(lines) if (name := heading(line))}
    at = {number: name for name, number in begins.items()}
    here = _BODY
    for number in range(len(lines)):
        here = at.get(number, here)
        yield here


def _is_title(line: str, title: str) -> bool:
    return bool(title) and one_line(line).lower() == one_line(title).lower()
