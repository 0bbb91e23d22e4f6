"""What is different between two texts: by paragraphs, and inside a paragraph that was changed by words.

Bounded: however long and strange the texts are, a comparison takes two seconds at most; beyond that whole paragraphs
are told to be taken out and put in, and texts longer than LONGEST are not compared at all.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAME, GONE, NEW, CHANGED = "same", "gone", "new", "changed"
LONGEST: Final = 600_000  # characters of one text
_MOST_LINES: Final = 3000  # paragraphs that differ at the ends, of one text
_MOST_WORDS: Final = 2500  # of one paragraph
_MOST_COMPARED: Final = 30_000  # words in all paragraphs that are compared by words
_MOST_PAIRS: Final = 10_000  # tries to find the paragraph that another became
_ALIKE: Final = 0.5
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a paragraph: `kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind`: same, gone, new, or changed: then the parts say what."""

    kind: str
    parts: tuple[Part, ...]


def compared(before: str, after: str) -> tuple[Paragraph, ...] | None:
    """Return both texts as one; None where they are too long to be compared. Empty lines do not count."""
    if max(len(before), len(after)) > LONGEST:
        return None
    return tuple(_Comparison().paragraphs(_lines(before), _lines(after)))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines are equal from the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


class _Comparison:
    """One comparison, with what may still be spent on it."""

    def __init__(self) -> None:
        self.pairs, self.words = _MOST_PAIRS, _MOST_COMPARED

    def paragraphs(self, old: list[str], new: list[str]) -> Iterator[Paragraph]:
        begin = _common(old, new)
        end = _common(old[begin:][::-1], new[begin:][::-1])
        yield from (_whole(SAME, line) for line in old[:begin])
        yield from self._middle(old[begin : len(old) - end], new[begin : len(new) - end])
        yield from (_whole(SAME, line) for line in old[len(old) - end :])

    def _middle(self, old: list[str], new: list[str]) -> Iterator[Paragraph]:
        if max(len(old), len(new)) > _MOST_LINES:
            yield from (_whole(GONE, line) for line in old)
            yield from (_whole(NEW, line) for line in new)
            return
        for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
            if kind == "equal":
                yield from (_whole(SAME, line) for line in old[a:b])
            else:
                yield from self._replaced(old[a:b], new[c:d])

    def _replaced(self, old: list[str], new: list[str]) -> Iterator[Paragraph]:
        """Tell which paragraph became which: the next that has half of its words; the others are gone or new."""
        words = [Counter(_WORDS.findall(line)) for line in new]
        begin = 0
        for line in old:
            own = Counter(_WORDS.findall(line))
            found = self._like(own, words, begin)
            if found is None:
                yield _whole(GONE, line)
                continue
            yield from (_whole(NEW, each) for each in new[begin:found])
            yield _changed(line, new[found])
            begin = found + 1
        yield from (_whole(NEW, each) for each in new[begin:])

    def _like(self, own: Counter[str], words: list[Counter[str]], begin: int) -> int | None:
        for at in range(begin, min(len(words), begin + self.pairs)):
            self.pairs -= 1
            if _are_alike(own, words[at]):
                spent = own.total() + words[at].total()
                if spent > self.words:
                    return None
                self.words -= spent
                return at
        return None


def _are_alike(one: Counter[str], other: Counter[str]) -> bool:
    longer = max(one.total(), other.total())
    if longer > _MOST_WORDS:
        return False
    return bool((one & other).total() >= _ALIKE * longer)


def _changed(before: str, after: str) -> Paragraph:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Part] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts.append(Part(SAME, "".join(old[a:b])))
        else:
            parts += [Part(GONE, "".join(old[a:b])), Part(NEW, "".join(new[c:d]))]
    return Paragraph(CHANGED, tuple(_joined([part for part in parts if part.text])))


def _joined(parts: list[Part]) -> list[Part]:
    """Let a space alone between two changes belong to both: words are read, not single gaps."""
    runs: list[list[Part]] = []
    for at, part in enumerate(parts):
        is_gap = part.kind == SAME and part.text.isspace() and 0 < at < len(parts) - 1
        is_change = part.kind != SAME or is_gap
        if is_change and runs and runs[-1][0].kind != SAME:
            runs[-1].append(part)
        else:
            runs.append([part])
    return [each for run in runs for each in _run(run)]


def _run(run: list[Part]) -> Iterator[Part]:
    if run[0].kind == SAME:
        yield from run
        return
    for kind in (GONE, NEW):
        text = "".join(part.text for part in run if part.kind in {kind, SAME})
        if text.strip() or any(part.kind == kind for part in run):
            yield Part(kind, text)


def _whole(kind: str, line: str) -> Paragraph:
    return Paragraph(kind, (Part(kind, line),))
