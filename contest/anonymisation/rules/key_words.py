"""A holder's key as words on paper: sixteen for its bytes and one that catches slips of the pen."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from typing import Final

from contest.anonymisation.rules.word_lists import ENGLISH, LISTS, VIETNAMESE
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken, RulesBroken

BYTES: Final = 16
WORDS: Final = BYTES + 1  # the last one checks the others
TYPED_BACK: Final = 3
NAMED, LONGEST = (
    5,
    30,
)  # so many wrong words are named at once, each by so many letters: a sheet is not read out

_VALUES: Final = {text.fold(word): value for words in LISTS.values() for value, word in enumerate(words)}
_LANGUAGE: Final = {text.fold(word): code for code, words in LISTS.items() for word in words}


def written(seed: bytes, language: str) -> tuple[str, ...]:
    """Return the words of a key of 16 bytes; Vietnamese ones where the language has none of its own."""
    words = ENGLISH if language == "en" else VIETNAMESE
    return tuple(words[value] for value in (*seed, _check(seed)))


def read(typed: str) -> bytes:
    """Return the key that was typed: any case, with or without diacritics, parted by anything but letters.

    Raises RulesBroken naming all words that are wrong, and a wrong number of them; `field` is words.
    """
    words = split(typed)
    broken = tuple(_faults(typed, words))
    if broken:
        raise RulesBroken(broken)
    values = bytes(_VALUES[word] for word in words)
    if len({_LANGUAGE[word] for word in words}) > 1 or values[-1] != _check(values[:-1]):
        raise RuleBroken(
            N_(
                "The last word, “%(word)s”, does not fit the others, so a word is wrong or in the wrong place."
                " Compare all of them with your sheet."
            ),
            field="words",
            word=LISTS[_LANGUAGE[words[-1]]][values[-1]],
        )
    return values[:-1]


def _faults(typed: str, words: Sequence[str]) -> Iterator[RuleBroken]:
    if len(words) != WORDS:
        yield RuleBroken(
            N_("A key has %(needed)d words; here are %(count)d. Compare them with your sheet."),
            field="words",
            needed=WORDS,
            count=len(words),
        )
    unknown = [at for at, word in enumerate(words) if word not in _VALUES]
    for at in unknown[:NAMED]:
        yield RuleBroken(
            N_("Word %(number)d, “%(word)s”, is not a word of any key. Compare it with your sheet."),
            field="words",
            number=at + 1,
            word=_as_typed(typed, at, words[at])[:LONGEST],
        )


def split(typed: str) -> tuple[str, ...]:
    """Return the words as they are compared; numbers in front of them, commas and line ends count for nothing."""
    kept = "".join(char if char.isalpha() else " " for char in text.fold(typed))
    return tuple(kept.split())


def _as_typed(typed: str, at: int, folded: str) -> str:
    """Return the word at this place with its diacritics, so that it is found on the sheet and in the field."""
    kept = "".join(char if char.isalpha() else " " for char in text.nfc(typed)).split()
    return kept[at] if at < len(kept) and text.fold(kept[at]) == folded else folded


def asked_back() -> tuple[int, ...]:
    """Return which words of the sheet are to be typed back, drawn by chance: their numbers from 1."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, WORDS + 1), TYPED_BACK)))


def same(typed: str, word: str) -> bool:
    """Tell whether a word was typed as it stands on the sheet."""
    return text.fold(typed) == text.fold(word)


def _check(seed: Sequence[int]) -> int:
    """Return the value of the check word: the last byte of the SHA-512, which is no part of the secret key."""
    return hashlib.sha512(bytes(seed)).digest()[-1]
