"""The order of Vietnamese names and of the Vietnamese alphabet; no vi_VN locale is needed."""

import unicodedata
from typing import Final, TypeAlias

from contest.kernel.text import nfc, one_line

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w, z stand where Latin has them
_BEFORE_LETTERS: Final = 0x110000  # signs and digits keep their code point, which is below
_RANKS: Final = {letter: _BEFORE_LETTERS + rank for rank, letter in enumerate(_ALPHABET)}
_OTHER_SCRIPTS: Final = _BEFORE_LETTERS + len(_ALPHABET)

# none < huyền < hỏi < ngã < sắc < nặng, the order of the dictionaries
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

WordKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
AlphabetKey: TypeAlias = tuple[tuple[WordKey, ...], str]
NameKey: TypeAlias = tuple[AlphabetKey, AlphabetKey, AlphabetKey, str]


def given_name(full_name: str) -> str:
    """Give the last token, which Vietnamese lists are ordered by and people are addressed with."""
    return "".join(one_line(full_name).split()[-1:])


def initials(full_name: str) -> str:
    """Give the first letter of each token in capitals: "Nguyễn Thị Ánh" gives "NTÁ"."""
    firsts = (next(filter(str.isalpha, token), "") for token in one_line(full_name).split())
    return "".join(firsts).upper()


def sort_key(full_name: str) -> NameKey:
    """Given name, then middle, then family name, each by the alphabet; a complete order."""
    *before, given = one_line(full_name).split() or [""]
    family, middle = before[:1], before[1:]
    return alphabet_key(given), alphabet_key(" ".join(middle)), alphabet_key("".join(family)), nfc(full_name)


def alphabet_key(value: str) -> AlphabetKey:
    """Word by word as dictionaries do it, letters first and tone second; the text itself settles the rest.

    Where the tone is written does not matter ("hoà" beside "hòa", both before "hóa").
    """
    kept = nfc(value)
    return tuple(_word_key(word) for word in kept.lower().split()), kept


def _word_key(word: str) -> WordKey:
    apart = unicodedata.normalize("NFD", word)
    tones = [_TONES[char] for char in apart if char in _TONES]
    letters = unicodedata.normalize("NFC", "".join(char for char in apart if char not in _TONES))
    ranks = []
    for letter in letters:
        parts = letter if letter in _RANKS else unicodedata.normalize("NFD", letter)
        ranks.append(_rank(parts[0]))
        tones.extend(map(ord, parts[1:]))
    return tuple(ranks), tuple(tones)


def _rank(letter: str) -> int:
    if letter in _RANKS:
        return _RANKS[letter]
    return _OTHER_SCRIPTS + ord(letter) if letter.isalpha() else ord(letter)
