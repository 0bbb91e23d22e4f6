"""What reading a file gives, whatever its kind: text, flags, and what was left out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from contest.kernel.text import nfc

_LONGEST: Final = 500
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Removed:
    """Something of the author's file that no judge sees, for the secretary: `kind` is a short identifier."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WordReading:
    """`body` and `notes` are trees of our own making, of allowed elements only, whatever kind of file they come from.

    `written` has its soft hyphens still, which are letters of old fonts; `text` is as it is kept, in NFC.
    `bullets` names the lists without numbers by `w:numId` and level; the last `note_lines` lines of the text are notes.
    """

    written: str
    flags: frozenset[str]
    removed: tuple[Removed, ...]
    traces: tuple[str, ...]
    body: etree._Element
    notes: dict[str, etree._Element]
    bullets: frozenset[tuple[str, str]]
    note_lines: int = 0

    @property
    def text(self) -> str:
        return nfc(self.written)


def tidy(traces: Iterable[str]) -> tuple[str, ...]:
    """List each trace once, on one line; long and many ones are cut off."""
    cleaned = (" ".join(text.split())[:_LONGEST] for text in traces)
    return tuple(dict.fromkeys(text for text in cleaned if text))[:_MOST]
