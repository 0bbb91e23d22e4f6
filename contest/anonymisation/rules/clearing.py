"""When a secretary must look at a rendition before it may go to the judges."""

from collections.abc import Mapping
from typing import Final

FAILED, TO_CLEAR, CLEAR = "failed", "to_clear", "clear"

# Flags of the converters that only eyes can settle. Shown as text: words or signs of the author are left out,
# or were hidden. Shown as pictures: what stands in a picture was not searched. What else was left out
# (comments, properties, scripts) is told to the secretary, but neither changes the work nor reaches a judge.
# What was made black because of words is where the file says that they stand: eyes see whether that is true.
# A recording is never searched: voices and faces tell who made it, and words that are left out may be missed.
_RECORDINGS: Final = frozenset({"recording", "subtitles"})
BLACKED_BEFORE: Final = "blacked-before"  # in an older version
BLACK_PARTS: Final = "black-parts"
_EYES: Final[Mapping[str, frozenset[str]]] = {
    "html": frozenset({"no-text", "hidden-text", "formula", "embedded-object", BLACKED_BEFORE, *_RECORDINGS}),
    "pages": frozenset(
        {"no-text", "hidden-text", "picture", "picture-page", BLACKED_BEFORE, BLACK_PARTS, *_RECORDINGS}
    ),
}


def for_eyes(kind: str, flags: frozenset[str]) -> frozenset[str]:
    """Return the flags that a secretary must settle."""
    return flags & _EYES[kind]


def state(kind: str, findings: int, flags: frozenset[str]) -> str:
    """Return clear where nothing was found that a secretary must look at, else to_clear."""
    return TO_CLEAR if findings or for_eyes(kind, flags) else CLEAR
