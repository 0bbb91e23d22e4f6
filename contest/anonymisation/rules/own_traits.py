"""What of an address, a position or the number of somebody's papers would betray an author in a text."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from contest.anonymisation.rules.traits import GAP, Trait, joined, words_of

_PARTS: Final = re.compile(r"[,;\n]")
# "Giáo viên", "Trưởng phòng" are many people; with the place behind it a position is one.
_POSITION_WORDS: Final = 5
_NUMBERED_WORDS, _ADDRESS_WORDS = 3, 4
_DIGIT_GAP: Final = r"[ .\-–]{0,3}"


def position_traits(value: str) -> Iterator[Trait]:
    """Look for a position that is long enough to mean one person."""
    words = words_of(value)
    if len(words) >= _POSITION_WORDS:
        yield Trait("position", joined(words, GAP))


def address_traits(value: str) -> Iterator[Trait]:
    """Look for the address whole, for its first two parts together, and for its first alone if it has a number.

    A village or a commune alone is where many live: units are searched for by their own traits.
    """
    parts = [tuple(words) for words in map(words_of, _PARTS.split(value)) if words]
    forms = [tuple(chain.from_iterable(parts)), tuple(chain.from_iterable(parts[:2]))]
    forms += [first for first in parts[:1] if _is_numbered(first)]
    for form in dict.fromkeys(forms):
        if len(form) >= (_NUMBERED_WORDS if _is_numbered(form) else _ADDRESS_WORDS):
            yield Trait("address", joined(form, GAP))


def _is_numbered(words: tuple[str, ...]) -> bool:
    return any(char.isdigit() for char in "".join(words))


def id_number_traits(value: str) -> Iterator[Trait]:
    """Look for the number with any signs between its digits."""
    yield Trait("id-number", re.compile(rf"(?<!\d){_DIGIT_GAP.join(value)}(?!\d)"))
