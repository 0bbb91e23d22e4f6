"""Blind codes: short, drawn by chance, hard to misread, and their last character catches slips of the pen."""

import re
import unicodedata
from collections.abc import Callable

# No vowels, so that no code is a word; of 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B and U V Y, which are read for one
# another, only V. Their number is prime: only then does the check below catch every slip it promises to.
ALPHABET = "CDFHJKMNPRTVWX3479Q"
LENGTH = 7
# The first character is a letter: a spreadsheet takes a code of digits for a number.
_LETTERS = "CDFHJKMNPRTVWXQ"


def new_code(randbelow: Callable[[int], int]) -> str:
    """Return a code; `randbelow(n)` gives a whole number from 0 to n - 1 (`secrets.randbelow`)."""
    first = _LETTERS[randbelow(len(_LETTERS))]
    drawn = first + "".join(ALPHABET[randbelow(len(ALPHABET))] for _ in range(LENGTH - 2))
    return drawn + _check_character(drawn)


def is_code(written: str) -> bool:
    """Tell whether this can be a code: one wrong character, or any two exchanged, make it none."""
    well_formed = len(written) == LENGTH and set(written) <= set(ALPHABET) and written[0] in _LETTERS
    return well_formed and _check_character(written[:-1]) == written[-1]


def written_in(text: str) -> str | None:
    """Return the first that has the form of a code in a text, as it was written; None where nothing has.

    By its form alone, whether such a code exists or not: a refusal of it tells nothing. In small letters, with
    hyphens or in pieces it is one too.
    """
    said = unicodedata.normalize("NFKC", text)
    words = list(re.finditer(r"[^\W_]+", said))
    for first, begins in enumerate(words):
        joined = ""
        for word in words[first : first + LENGTH]:
            joined += word[0].upper()
            if is_code(joined):
                return said[begins.start() : word.end()]
            if len(joined) >= LENGTH:
                break
    return None


def _check_character(drawn: str) -> str:
    # Weights 2, 3, 4, … differ from each other and from the check character's own weight of 1. Modulo
    # a prime, changing one character or exchanging two always moves the sum, and with it the check character.
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]
