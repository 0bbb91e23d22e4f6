"""Finds in a judge's words the passages of a work that they speak of, to be offered for blacking out; pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from contest.anonymisation.rules.leaks import standing

_MOST: Final = 6
_RUN: Final = 3  # so many words in a row are a passage without marks of quotation
_NAME: Final = 2  # so many with capitals are one as well
_QUOTED: Final = re.compile(
    r"“([^”“]+)”|„([^”“„]+)[”“]|«([^»«]+)»|‘([^’‘]+)’|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)"
)
_WORD: Final = re.compile(r"\w+(?:[-/.]\w+)*")


def quoted(said: Iterable[str], texts: Collection[str]) -> tuple[str, ...]:
    """Return what judges quoted, as it stands in the texts, each once: at most six, none of which is a guess.

    Of words with marks of quotation what stands between them; else all of it, or the longest runs of three words
    (two, where both begin with a capital letter) that stand in a text just so.
    """
    found: dict[str, None] = {}
    for words in said:
        for passage in _passages(words, texts):
            found.setdefault(passage)
    return tuple(found)[:_MOST]


def _passages(said: str, texts: Collection[str]) -> tuple[str, ...]:
    marked = ["".join(match.groups("")) for match in _QUOTED.finditer(said)]
    among = tuple(_standing(marked, texts)) or tuple(_standing([said.strip(" \t\n.,:;!?…")], texts))
    return among or tuple(_runs(said, texts))


def _standing(passages: Iterable[str], texts: Collection[str]) -> Iterator[str]:
    for passage in passages:
        found = next(filter(None, (standing(text, passage) for text in texts)), "")
        if found:
            yield " ".join(found.split())


def _runs(said: str, texts: Collection[str]) -> Iterator[str]:
    words = _WORD.findall(said)
    known = {run for text in texts for run in _grams([word.lower() for word in _WORD.findall(text)])}
    at = 0
    while at < len(words):
        end = _end(words, at, known)
        passage = next(_standing([" ".join(words[at:end])], texts), "") if end > at else ""
        if passage:
            yield passage
        at = end if passage else at + 1


def _grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in (_NAME, _RUN):
        yield from zip(*(words[at:] for at in range(size)), strict=False)


def _end(words: Sequence[str], at: int, known: Collection[tuple[str, ...]]) -> int:
    """Return where the run that begins here ends; `at` where none begins."""
    end, lower = at, [word.lower() for word in words]
    while end + _RUN <= len(words) and tuple(lower[end : end + _RUN]) in known:
        end += 1
    if end > at:
        return end + _RUN - 1
    named = at
    while named + _NAME <= len(words) and tuple(lower[named : named + _NAME]) in known:
        if not all(word[:1].isupper() for word in words[named : named + _NAME]):
            break
        named += 1
    return named + _NAME - 1 if named > at else at
