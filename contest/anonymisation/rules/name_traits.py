"""In what forms a Vietnamese name may stand in a text: with and without marks, turned round, shortened."""

import re
from collections.abc import Iterator
from typing import Final

from contest.anonymisation.rules.haystack import spelling
from contest.anonymisation.rules.traits import (
    GAP,
    LOOSE_GAP,
    Trait,
    bare_word,
    bounded,
    careful,
    joined,
    words_of,
)
from contest.anonymisation.rules.weights import GIVEN_NAME, PART_OF_A_NAME
from contest.kernel.text import fold

_TITLE_WORDS: Final = (
    "ong ba anh chi em co chu bac thay d c dc dong gs pgs ts ths cn ks bs ktv nsut nsnd nha bao van tho luat "
    "su mr mrs ms dr prof thieu trung thuong dai uy ta tuong si ha"
)
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_ONSET: Final = re.compile(r"ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[^aeiouy]?")
_CUES: Final = r"(?:ten|toi|em|minh|chau|tac gia|nguoi viet|nguoi du thi|but danh)(?: ten)? ?(?:la|:) {0,3}"


def name_traits(value: str) -> Iterator[Trait]:
    words = words_of(value)
    for form in {tuple(words): 0, tuple(_untitled(words)): 0}:
        if len(form) > 1:
            yield Trait("name", _spaced(form))
        if len(form) > 2:
            yield from _long_name(form)
        elif form:
            yield careful("name", form)
            yield careful("name", form[::-1])
        if len(form) == 2:
            yield Trait(
                "initials",
                bounded(rf"{_initial(bare_word(form[0]))}\. ?{re.escape(bare_word(form[1]))}"),
                capitals=True,
            )


def _untitled(words: list[str]) -> list[str]:
    """Leave out "Ông", "Đồng chí", "ThS." before a name of at least two words."""
    at = 0
    while at < len(words) - 2 and fold(words[at]) in _TITLES:
        at += 1
    return words[at:]


def _spaced(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match N g u y ễ n   V ă n   A n, as titles are set."""
    return bounded(
        r" {1,4}".join(" ".join(re.escape(letter) for letter in bare_word(word)) for word in words)
    )


def _long_name(words: tuple[str, ...]) -> Iterator[Trait]:
    """Look for a name of three words whatever its marks, for parts of it only with their own."""
    yield Trait("name", joined(words, LOOSE_GAP))
    yield Trait("name", joined([words[-1], *words[:-1]], GAP))
    yield careful("name", [words[0], words[-1]], weight=PART_OF_A_NAME)
    yield careful("name", [words[-1], words[0]], weight=PART_OF_A_NAME)
    yield careful("name", words[-2:], weight=PART_OF_A_NAME)
    yield Trait("initials", _initials(words), capitals=True)
    yield Trait("initials", _initials_behind(words), capitals=True)
    introduced = bounded(rf"{_CUES}(?P<it>{re.escape(bare_word(words[-1]))})")
    yield Trait("name", introduced, spelled=tuple(spelling(words[-1])), capitals=True, weight=GIVEN_NAME)


def _initials(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match N.V.A, N. V. An, Ng.V.An: with stops, for capitals alone shorten many other things."""
    bare = [bare_word(word) for word in words]
    before = "".join(_initial(word) + r"\. ?" for word in bare[:-1])
    return bounded(f"{before}(?:{re.escape(bare[-1])}|{_initial(bare[-1])})")


def _initials_behind(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match An N.V. and An, N. V.: the name, then the first letters of what stands before it."""
    bare = [bare_word(word) for word in words]
    letters = r"\. ?".join(_initial(word) for word in bare[:-1])
    return bounded(rf"{re.escape(bare[-1])},? {{1,2}}{letters}")


def _initial(word: str) -> str:
    onset = _ONSET.match(word)
    forms = {onset[0] if onset else "", word[:1]} - {""}
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=len, reverse=True))})"
