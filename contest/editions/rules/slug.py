"""The address of an edition: made once from title and year, readable aloud, never changed afterwards."""

import re
from collections.abc import Container
from itertools import count

from contest.kernel import text

LONGEST = 50
# /office/new is a page of its own.
RESERVED = frozenset({"new"})
_OTHER = re.compile("[^a-z0-9]+")


def slug(title: str, year: int, taken: Container[str] = ()) -> str:
    """Return the address of the title in that year; the next free one where it is taken."""
    plain = _OTHER.sub("-", text.fold(title)).strip("-") or "edition"
    words = plain.removesuffix(f"-{year}")
    first = f"{_cut(words)}-{year}"
    if first not in taken and first not in RESERVED:
        return first
    return next(found for n in count(2) if (found := f"{first}-{n}") not in taken)


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    # At a word's end where there is one.
    return (words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]).strip("-")
