"""Takes passages out of a text that would tell whose it is, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

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


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    after = text[end : len(text) if stop < 0 else stop]
    return not (before + after).strip()


def _beyond(text: str, end: int) -> int:
    stop = text.find("\n", end)
    return len(text) if stop < 0 else stop + 1
