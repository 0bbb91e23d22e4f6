"""Takes passages out of a text that would tell whose it is, and nothing else."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

_TAG: Final = re.compile(r"(<[^<>]*>)")
LEFT_OUT: Final = "…"


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A passage from `start` to `end`, counted in characters; `is_line`: it is a whole line and goes with its end."""

    start: int
    end: int
    is_line: bool = False


def without(text: str, cuts: Collection[Cut]) -> str:
    """Return the text with … in place of each passage, and without the lines; all else stays as it is."""
    kept: list[str] = []
    done = 0
    for cut in sorted(cuts):
        start, end = max(cut.start, done), min(cut.end, len(text))
        if start >= end:
            continue
        if cut.is_line and _is_whole(text, start, end):
            start, end = text.rfind("\n", 0, start) + 1, _beyond(text, end)
            kept.append(text[done:start])
        else:
            kept += [text[done:start], LEFT_OUT]
        done = end
    rest = text[done:]
    made = "".join((*kept, rest))
    return made.rstrip("\n") if cuts and not rest.strip() and not text.endswith("\n") else made


def without_in_markup(markup: str, text: str, cuts: Collection[Cut]) -> str:
    """Do the same in the markup that the text was made of: letters are counted in both, white space is not.

    What is left empty is for whoever tidies it.
    """
    marks: dict[int, str] = {}  # the number of a letter that goes to what stands in its place
    for cut in cuts:
        first = _letters(text[: cut.start])
        gone = range(first, first + _letters(text[cut.start : cut.end]))
        whole = cut.is_line and _is_whole(text, cut.start, cut.end)
        marks |= {number: LEFT_OUT if number == first and not whole else "" for number in gone}
    pieces = _TAG.split(markup)
    number = 0
    for at in range(0, len(pieces), 2):
        kept = []
        for letter in unescape(pieces[at]):
            kept.append(letter if letter.isspace() else marks.get(number, letter))
            number += not letter.isspace()
        pieces[at] = escape("".join(kept), quote=False)
    return "".join(pieces)


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    after = text[end : len(text) if stop < 0 else stop]
    return not (before + after).strip()


def _beyond(text: str, end: int) -> int:
    stop = text.find("\n", end)
    return len(text) if stop < 0 else stop + 1
