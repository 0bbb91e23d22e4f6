"""Text made comparable letter by letter, with the way back to the place in the original."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from contest.kernel.text import fold

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_WORD: Final = re.compile(r"[^\W_]+")


class Haystack:
    """`text` with every letter made simpler; what is found there is told as positions in `text`."""

    def __init__(self, text: str, simpler: Callable[[str], str]) -> None:
        self.text = text
        pieces = []
        self._origin: list[int] = []
        for index, char in enumerate(text):
            piece = simpler(char)
            pieces.append(piece)
            self._origin.extend([index] * len(piece))
        self._origin.append(len(text))
        self._folded = "".join(pieces)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Give start and end of each match, or of its group "it" where the pattern has one."""
        group = "it" if "it" in pattern.groupindex else 0
        for match in pattern.finditer(self._folded):
            start, end = match.span(group)
            yield self._origin[start], self._origin[end]


@lru_cache(maxsize=4096)
def bare(char: str) -> str:
    """Lower case without marks, đ as d; white space as a space; nothing for what nobody sees."""
    if char.isspace():
        return " "
    return "" if char == "\0" else fold(char)


@lru_cache(maxsize=4096)
def lowered(char: str) -> str:
    """Lower case with its marks, taken apart so that it does not matter how they were composed."""
    return " " if char.isspace() else unicodedata.normalize("NFD", char.lower())


def spelling(text: str) -> list[str]:
    """List the words in lower case, the tone of each at its end: "hoà" and "hòa" are spelled alike."""
    return [_tone_last(word) for word in _WORD.findall(unicodedata.normalize("NFC", text.lower()))]


def _tone_last(word: str) -> str:
    return "".join(sorted(unicodedata.normalize("NFD", word), key=_TONES.__contains__))


def has_marks(text: str) -> bool:
    """Say whether anything in the text is more than bare Latin letters."""
    return any(bare(char) != char.lower() for char in text if not char.isspace())


def is_capitalised(text: str) -> bool:
    """Say whether every word begins with a capital, as names do."""
    return all(word[0].isupper() or word[0].isdigit() for word in _WORD.findall(text))
