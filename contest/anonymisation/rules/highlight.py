"""Marks words in cleaned HTML, so that a secretary sees at once where something was found."""

import html as entities
import re
from collections.abc import Iterable, Iterator
from typing import Final

_TAG: Final = re.compile(r"(<[^<>]*>)")
_INLINE: Final = re.compile(r"</?(?:em|strong|u|s|sub|sup)>")


def mark(html: str, tokens: Iterable[str]) -> str:
    """Put <mark> around each token, also where it runs over bold or italic letters. `html` must be clean."""
    pieces, texts, joints = _parted(html)
    spans = list(_spans(_joined(texts, joints), tokens))
    at = 0
    for index, (text, joint) in enumerate(zip(texts, joints, strict=True)):
        pieces[2 * index] = _marked(text, at, spans)
        at += len(text) + len(joint)
    return "".join(pieces)


def plain(html: str) -> str:
    """Return the words of cleaned HTML, blocks apart: what a judge can read there."""
    _, texts, joints = _parted(html)
    return _joined(texts, joints)


def _parted(html: str) -> tuple[list[str], list[str], list[str]]:
    """Return the pieces, the texts among them, and what stands between those to a reader's eye."""
    pieces = _TAG.split(html)
    texts = [entities.unescape(piece) for piece in pieces[::2]]
    joints = ["" if _INLINE.fullmatch(tag) else "\n" for tag in pieces[1::2]]
    return pieces, texts, [*joints, ""]


def _joined(texts: Iterable[str], joints: Iterable[str]) -> str:
    return "".join(text + joint for text, joint in zip(texts, joints, strict=True))


def _spans(text: str, tokens: Iterable[str]) -> Iterator[tuple[int, int]]:
    words = {r"\s+".join(map(re.escape, token.split())) for token in tokens} - {""}
    if words:
        longest_first = "|".join(sorted(words, key=len, reverse=True))
        yield from (found.span() for found in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text))


def _marked(text: str, at: int, spans: list[tuple[int, int]]) -> str:
    """Escape a piece of text and mark what of the spans, counted from `at`, falls into it."""
    kept = []
    done = 0
    for start, end in spans:
        left, right = max(start - at, done), min(end - at, len(text))
        if left < right:
            kept += [_escaped(text[done:left]), f"<mark>{_escaped(text[left:right])}</mark>"]
            done = right
    return "".join((*kept, _escaped(text[done:])))


def _escaped(text: str) -> str:
    return entities.escape(text, quote=False)
