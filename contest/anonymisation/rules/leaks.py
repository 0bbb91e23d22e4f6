"""Finds an author's name, unit, address, phone and file name in the text of an entry, and blacks them out."""

import html as html_entities
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from contest.anonymisation.rules import weights
from contest.anonymisation.rules.haystack import Haystack, bare, lowered
from contest.anonymisation.rules.name_traits import name_traits
from contest.anonymisation.rules.own_traits import address_traits, id_number_traits, position_traits
from contest.anonymisation.rules.traits import Trait, email_traits, file_traits, link_traits, phone_traits
from contest.anonymisation.rules.unit_traits import place_traits, unit_traits
from contest.kernel.text import nfc

BLACK: Final = "▇▇"
_AROUND: Final = 40
_TAG: Final = re.compile(r"(<[^<>]*>)")
_INLINE: Final = re.compile(r"</?(?:em|strong|u|s|sub|sup)>")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the platform knows of the authors of one entry; `common`: see unit_traits.proper_names."""

    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    file_names: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    common: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` count characters of the NFC text; `token` is what stands there, `excerpt` shows it.

    `kind` is one of `weights.OF_KINDS`; `weight` says how surely it tells whose the text is, 0 to 100.
    """

    kind: str
    start: int
    end: int
    excerpt: str
    token: str
    weight: int = 0


def find_leaks(
    text: str, identity: Identity, *, more: Iterable[Trait] = (), spans: Iterable[tuple[int, int, str]] = ()
) -> tuple[Finding, ...]:
    """Search NFC text; findings in the order of the text, none inside another. An empty tuple is no proof.

    `more`: further traits to look for; `spans`: what was found otherwise, as start, end and kind.
    """
    folded, spelled = Haystack(text, bare), Haystack(text, lowered)
    found = {(start, end): (kind, weights.of(kind)) for start, end, kind in spans}
    found |= {
        (start, end): (trait.kind, weights.of(trait.kind, trait.weight))
        for trait in reversed([*_traits(identity), *more])
        for start, end in (spelled if trait.marks_matter else folded).find(trait.pattern)
        if trait.accepts(text[start:end])
    }
    return _findings(text, found)


def _findings(text: str, spans: Mapping[tuple[int, int], tuple[str, int]]) -> tuple[Finding, ...]:
    """Keep what lies inside nothing else; it weighs as much as the heaviest that lies in it."""
    kept = list(_outermost(spans))
    heaviest = dict.fromkeys(kept, 0)
    at = 0
    for start, end in sorted(spans):
        while kept[at][1] < end:
            at += 1
        heaviest[kept[at]] = max(heaviest[kept[at]], spans[start, end][1])
    return tuple(
        Finding(
            spans[start, end][0],
            start,
            end,
            _excerpt(text, start, end),
            text[start:end],
            heaviest[start, end],
        )
        for start, end in kept
    )


def _traits(identity: Identity) -> Iterator[Trait]:
    common = identity.common
    for values, make in (
        (identity.names, name_traits),
        (identity.emails, email_traits),
        (identity.phones, phone_traits),
        (identity.units, partial(unit_traits, common=common)),
        (identity.file_names, file_traits),
        (identity.positions, position_traits),
        (identity.addresses, address_traits),
        (identity.addresses, partial(place_traits, common=common)),
        (identity.id_numbers, id_number_traits),
        (identity.links, link_traits),
    ):
        for value in values:
            yield from make(nfc(value))


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > reached:
            yield start, end
            reached = end


def _excerpt(text: str, start: int, end: int) -> str:
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    around = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{around}{'…' if right < len(text) else ''}"


def redact_text(text: str, tokens: Iterable[str]) -> str:
    """Put ▇▇ in place of each token: whole words, in any case, however their spaces fall."""
    return _blacken(text, 0, _token_spans(text, tokens))


def redact_html(html: str, tokens: Iterable[str]) -> str:
    """Do the same in the text of cleaned HTML, also where a token runs over bold or italic letters."""
    pieces = _TAG.split(html)
    texts = [html_entities.unescape(piece) for piece in pieces[::2]]
    # The tag of a block parts words as a line end does; that of an emphasis does not.
    joints = ["" if _INLINE.fullmatch(tag) else "\n" for tag in pieces[1::2]] + [""]
    spans = _token_spans("".join(map("".join, zip(texts, joints, strict=True))), tokens)
    at = 0
    for index, (text, joint) in enumerate(zip(texts, joints, strict=True)):
        pieces[2 * index] = html_entities.escape(_blacken(text, at, spans), quote=False)
        at += len(text) + len(joint)
    return "".join(pieces)


def spans_of(text: str, tokens: Iterable[str]) -> list[tuple[int, int]]:
    """Return start and end of all that would be blacked out, in order; none overlaps another."""
    joined: list[tuple[int, int]] = []
    for start, end in _token_spans(text, tokens):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def standing(text: str, token: str) -> str:
    """Return the token as it stands first in the text, read as it would be blacked out; "" if nowhere."""
    spans = _token_spans(text, [token])
    return text[slice(*spans[0])] if spans else ""


def _token_spans(text: str, tokens: Iterable[str]) -> list[tuple[int, int]]:
    lower = Haystack(text, lowered)
    wanted = {" ".join(token.split()) for token in tokens} - {""}
    return list(_outermost({span for token in wanted for span in lower.find(_whole(token))}))


def _whole(token: str) -> re.Pattern[str]:
    words = ("".join(re.escape(lowered(char)) for char in word) for word in token.split())
    # A mark after the last letter would make it another letter.
    return re.compile(rf"(?<![^\W_]){' {1,5}'.join(words)}(?![^\W_]|[\u0300-\u036f])")


def _blacken(text: str, at: int, spans: list[tuple[int, int]]) -> str:
    """Blacken the spans, counted from `at`; the sign stands where a span begins."""
    kept = []
    done = 0
    for start, end in spans:
        left, right = max(start - at, done), min(end - at, len(text))
        if left >= right:
            continue
        kept.append(text[done:left])
        kept.append(BLACK if start >= at else "")
        done = right
    return "".join((*kept, text[done:]))
