"""Takes passages out of the text of a Word document, however its runs cut them; looks and all else stay."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from contest.platform.documents.ooxml import w

LEFT_OUT: Final = "…"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_P, _T = w("p"), w("t")
_SIGNS: Final = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_CLUSTER: Final = re.compile(r"[\s\S][\u0300-\u036f]*")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter with its marks: composed as it is searched, where it stands, and how long it is there."""

    shown: str
    element: etree._Element | None
    at: int
    length: int


def take_out(root: etree._Element, passages: Sequence[str], lines: Sequence[str]) -> frozenset[str]:
    """Put … in the place of each passage and empty each of the lines; return those that were there."""
    letters = list(_letters(root))
    text = "".join(letter.shown for letter in letters)
    starts = [at for at, letter in enumerate(letters) for _ in letter.shown]
    found, spans = set(), []
    for passage, is_line in (*((p, False) for p in passages), *((line, True) for line in lines)):
        for match in _pattern(passage, is_line=is_line).finditer(text):
            found.add(passage)
            spans.append((starts[match.start()], starts[match.end() - 1] + 1, "" if is_line else LEFT_OUT))
    _cut(letters, _outermost(spans))
    return frozenset(found)


def _letters(root: etree._Element) -> Iterator[_Letter]:
    for element in root.iter(_P, _T, *_SIGNS):
        if element.tag == _P:
            yield _Letter("\n", None, 0, 0)
        elif element.tag == _T:
            for found in _CLUSTER.finditer(element.text or ""):
                shown = unicodedata.normalize("NFC", found[0])
                yield _Letter(shown, element, found.start(), len(found[0]))
        else:
            yield _Letter(_SIGNS[element.tag], None, 0, 0)


def _pattern(passage: str, *, is_line: bool) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", passage).split()))
    if is_line:
        return re.compile(rf"(?<=\n)[^\S\n]*{words}[^\S\n]*(?=\n|\Z)" if words else r"(?!)")
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}" if words else r"(?!)")


def _outermost(spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    reached = 0
    for start, end, instead in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if start >= reached:
            yield start, end, instead
            reached = end


def _cut(letters: list[_Letter], spans: Iterator[tuple[int, int, str]]) -> None:
    """Take the letters of each span out of their elements; the first element gets what stands instead."""
    edits: dict[etree._Element, list[tuple[int, int, str]]] = {}
    for start, end, instead in spans:
        left = instead
        for letter in letters[start:end]:
            if letter.element is not None:
                edits.setdefault(letter.element, []).append((letter.at, letter.at + letter.length, left))
                left = ""
    for element, cuts in edits.items():
        text = element.text or ""
        for start, end, left in reversed(cuts):
            text = f"{text[:start]}{left}{text[end:]}"
        element.text = text
        element.set(_SPACE, "preserve")
