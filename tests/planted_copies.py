"""Made Vietnamese prose, and copies of it with what people do to hide them: how much was copied is known exactly.

Standard library and numpy alone, so that the rules are tried with it too. The words are those of the demonstration's
phrase files with their frequency; by two words in three the next follows as it does there, so that unrelated essays
share turns of speech about as often as real prose does, and each essay says some of the sayings that all say.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from contest.demonstration.phrasebook import PHRASES
from contest.kernel.text import fold

SENTENCE, PARAGRAPH = 14, 84
FOLLOWS = 2 / 3
SAYINGS = tuple(
    saying.split()
    for saying in (
        "bảo vệ vững chắc nền tảng tư tưởng của Đảng đấu tranh phản bác các quan điểm sai trái thù địch",
        "dân giàu nước mạnh dân chủ công bằng văn minh",
        "học tập và làm theo tư tưởng đạo đức phong cách Hồ Chí Minh",
        "phát huy sức mạnh tổng hợp của cả hệ thống chính trị và toàn dân",
        "xây dựng chỉnh đốn Đảng và hệ thống chính trị trong sạch vững mạnh",
        "dân biết dân bàn dân làm dân kiểm tra dân giám sát dân thụ hưởng",
        "kiên định chủ nghĩa Mác Lênin tư tưởng Hồ Chí Minh kiên định mục tiêu độc lập dân tộc",
        "nâng cao năng lực lãnh đạo năng lực cầm quyền và sức chiến đấu của tổ chức đảng",
    )
)

Words = list[str]


@dataclass(frozen=True)
class Language:
    """Every word of the phrase files in order, and for each the places where it stands."""

    spoken: np.ndarray
    words: np.ndarray
    starts: np.ndarray
    counts: np.ndarray
    order: np.ndarray


@cache
def language() -> Language:
    told = " ".join(path.read_text(encoding="utf-8") for path in sorted(PHRASES.rglob("*.txt")))
    bare = re.sub(r"\{[^{}]*\}|^(#|==).*$", " ", told, flags=re.MULTILINE)
    words, spoken = np.unique(re.findall(r"[^\W\d_]+", bare.lower()), return_inverse=True)
    counts = np.bincount(spoken)
    return Language(spoken, words, np.cumsum(counts) - counts, counts, np.argsort(spoken, kind="stable"))


def essays(count: int, *, words: int = 1500, seed: int = 1, sayings: int = 4) -> Iterator[Words]:
    """Write so many essays as lists of words, each with some sayings."""
    known = language()
    rng = np.random.default_rng(seed)
    for at in range(0, count, 1000):
        many = min(1000, count - at)
        said = np.empty((words, many), dtype=np.int64)
        place = rng.integers(0, len(known.spoken), many)
        for row in said:
            word = known.spoken[place]
            row[:] = word
            again = known.order[known.starts[word] + rng.integers(0, known.counts[word])]
            follows = (rng.random(many) < FOLLOWS) & (again + 1 < len(known.spoken))
            place = np.where(follows, again + 1, rng.integers(0, len(known.spoken), many))
        for column in said.T:
            essay = known.words[column].tolist()
            for number in rng.choice(len(SAYINGS), sayings, replace=False):
                saying = SAYINGS[number]
                begin = int(rng.integers(0, words - len(saying)))
                essay[begin : begin + len(saying)] = saying
            yield essay


def text(words: Words) -> str:
    """Set the words as sentences and paragraphs."""
    paragraphs = []
    for at in range(0, len(words), PARAGRAPH):
        part = words[at : at + PARAGRAPH]
        sentences = (part[n : n + SENTENCE] for n in range(0, len(part), SENTENCE))
        paragraphs.append(" ".join(f"{' '.join(s)[:1].upper()}{' '.join(s)[1:]}." for s in sentences))
    return "\n\n".join(paragraphs)


# --- what is done to a copy -----------------------------------------------------------------------------------


def synonyms(words: Words, rng: np.random.Generator) -> Words:
    """Exchange one word in ten, each by itself: harder than true synonyms, which are mostly of two syllables."""
    known = language()
    others = known.words[known.spoken[rng.integers(0, len(known.spoken), len(words))]]
    return [
        str(other) if exchanged else word
        for word, other, exchanged in zip(words, others, rng.random(len(words)) < 0.1, strict=True)
    ]


def shuffled(words: Words, rng: np.random.Generator) -> Words:
    """Put the paragraphs into another order."""
    paragraphs = [words[at : at + PARAGRAPH] for at in range(0, len(words), PARAGRAPH)]
    return [word for place in rng.permutation(len(paragraphs)) for word in paragraphs[place]]


def without_marks(words: Words, _: np.random.Generator) -> Words:
    return [fold(word) for word in words]


def decomposed(words: Words, _: np.random.Generator) -> Words:
    return [unicodedata.normalize("NFD", word) for word in words]


def other_tones(words: Words, _: np.random.Generator) -> Words:
    """Write hoà for hòa and hòa for hoà, thuỷ for thủy, kĩ for kỹ."""
    return [_other_tone(word) for word in words]


def _other_tone(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    moved = re.sub(
        r"(o)([\u0300\u0301\u0303\u0309\u0323])([ae])$|(u)([\u0300\u0301\u0303\u0309\u0323])(y)$",
        _later,
        apart,
    )
    if moved == apart:
        moved = re.sub(
            r"(o)([ae])([\u0300\u0301\u0303\u0309\u0323])$|(u)(y)([\u0300\u0301\u0303\u0309\u0323])$",
            _earlier,
            apart,
        )
    if moved == apart:
        moved = re.sub(r"(?<=[hklmst])y(?=[\u0300\u0301\u0303\u0309\u0323]?$)", "i", apart)
    return unicodedata.normalize("NFC", moved)


def _later(found: re.Match[str]) -> str:
    first, tone, second = (part for part in found.groups() if part)
    return f"{first}{second}{tone}"


def _earlier(found: re.Match[str]) -> str:
    first, second, tone = (part for part in found.groups() if part)
    return f"{first}{tone}{second}"


def as_it_is(words: Words, _: np.random.Generator) -> Words:
    return words


Disguise = Callable[[Words, np.random.Generator], Words]
DISGUISES: dict[str, Disguise] = {
    "verbatim": as_it_is,
    "shuffled paragraphs": shuffled,
    "stripped diacritics": without_marks,
    "NFD": decomposed,
    "tone placement": other_tones,
    "synonyms at 10 %": synonyms,
}


def plant(
    own: Words, source: Words, share: float, disguise: Disguise, rng: np.random.Generator, *, blocks: int = 3
) -> Words:
    """Put a share of the source, in so many blocks and disguised, in place of as many words of an essay."""
    copied = round(len(own) * share)
    if copied >= len(own):
        return disguise(source, rng)
    begin = int(rng.integers(0, max(1, len(source) - copied)))
    taken = disguise(source[begin : begin + copied], rng)
    left = own[: len(own) - copied]
    cuts = sorted(rng.integers(0, len(left) + 1, blocks).tolist())
    pieces = [taken[n * copied // blocks : (n + 1) * copied // blocks] for n in range(blocks)]
    made: Words = []
    reached = 0
    for cut, piece in zip(cuts, pieces, strict=True):
        made += left[reached:cut] + piece
        reached = cut
    return made + left[reached:]
