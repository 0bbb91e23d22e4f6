"""Finds canaries in what a browser receives: plain, folded, encoded, split by tags, inside files and pictures."""

import base64
import binascii
import html
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from PIL import Image

from contest.blindcheck import deepgrep
from contest.blindcheck.browser import Answer

# Kinds of secrets: who somebody is, what leads there, when it happened, and what only readers of the work may see.
PERSON, TRACE, TIME, HIDDEN, WORK = "person", "trace", "time", "hidden", "work"


@dataclass(frozen=True, slots=True)
class Secret:
    """A string that betrays something about an author's entry; `letter` is the author's."""

    letter: str
    kind: str
    where: str
    value: str

    @property
    def named(self) -> str:
        """What a report calls it: never by its value."""
        return f"{self.kind}: {self.where}" + (f" ({self.letter})" if self.letter else "")


_PLANTED = ("zqx", "work")  # how what was made up to be found begins
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_TAGS = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(r"\S*%[0-9A-Fa-f]{2}\S*")
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2})+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .()-]+(?=\d)")
_LONG = re.compile(r"[0-9a-z]{20,}")
_CLOCK = re.compile(r"\d\d:\d\d")
_DIGITS = re.compile(r"\d{8}t?\d{4}|\d{10}")
_SOUNDS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
_PICTURES = (b"\x89PNG", b"RIFF", b"\xff\xd8", b"GIF8")


def fold(text: str) -> str:
    """Lower case, no marks, đ as d, white space as one space: as a person reads it who does not look closely."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return _SPACES.sub(" ", bare.lower().replace("đ", "d"))


class Canaries:
    """Looks for many secrets in one text, each kind in the cheapest way that misses nothing."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._planted: dict[str, list[Secret]] = {}
        self._long: dict[str, list[Secret]] = {}
        self._times: dict[str, list[Secret]] = {}
        self._others: dict[str, list[Secret]] = {}
        for secret in secrets:
            self._group(secret).setdefault(fold(secret.value), []).append(secret)
        self._timed = {value: those for value, those in self._times.items() if _CLOCK.search(value)}
        self._untimed = {value: those for value, those in self._times.items() if value not in self._timed}
        self._clocks = {found for time in self._times for found in _CLOCK.findall(time)}
        self._numbers = {value: those for value, those in self._others.items() if value.isdigit()}

    def _group(self, secret: Secret) -> dict[str, list[Secret]]:
        folded = fold(secret.value)
        if secret.kind == TIME:
            return self._times
        if folded.startswith(_PLANTED):
            return self._planted
        return self._long if _LONG.fullmatch(folded) else self._others

    def in_answer(self, answer: Answer) -> frozenset[Secret]:
        """Every secret that an answer tells in its head or its body, however it is wrapped."""
        head, body = answer.seen()
        return _remembered(self, head) | _remembered(self, body)

    def in_bytes(self, data: bytes) -> frozenset[Secret]:
        """Every secret in these bytes."""
        folded = "\n".join(map(fold, readings(data)))
        found = self._in_folded(folded)
        if b"\0" in data:
            for token in deepgrep.tokens_in(data):
                found.update(self._planted.get(token.lower(), ()))
        return frozenset(found)

    def _in_folded(self, folded: str) -> set[Secret]:
        found: set[Secret] = set()
        found.update(_contained(self._planted, _beside(folded, _PLANTED, self._planted)))
        found.update(_contained(self._long, " ".join(_LONG.findall(folded))))
        found.update(_contained(self._others, folded))
        if self._numbers:
            found.update(_contained(self._numbers, _BETWEEN_DIGITS.sub("", folded)))
        if not self._clocks.isdisjoint(_CLOCK.findall(folded)):
            found.update(_contained(self._timed, _beside(folded, self._clocks, self._timed)))
            found.update(_contained(self._untimed, folded))
        for run in _DIGITS.findall(folded):
            found.update(self._times.get(run, ()))
        return found


@lru_cache(maxsize=20_000)
def _remembered(canaries: Canaries, data: bytes) -> frozenset[Secret]:
    return canaries.in_bytes(data)


def _contained(secrets: dict[str, list[Secret]], text: str) -> Iterator[Secret]:
    for value, those in secrets.items() if text else ():
        if value in text:
            yield from those


def _beside(text: str, words: Iterable[str], values: Iterable[str]) -> str:
    """What stands so near to one of the words that it may be one of the values, each of which has a word in it."""
    reach = max(map(len, values), default=0)
    return "\n".join(text[max(0, at - reach) : at + reach] for word in words for at in _places(text, word))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def readings(data: bytes) -> Iterator[str]:
    """The texts that somebody may make of these bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        yield from _unpacked(data)
    plain = html.unescape(text)
    yield plain
    if "<" in plain:
        yield _TAGS.sub("", plain)
    yield from (unquote_plus(run) for run in set(_PERCENT.findall(plain)))
    if "\\u" in text:
        yield _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("utf-8", "replace")
    for run in set(_ENCODED.findall(data)):
        yield from _decoded(run)


def _unpacked(data: bytes) -> Iterator[str]:
    if data.startswith(_PICTURES):
        yield _beside_the_picture(data)
    if data.startswith(_SOUNDS) or data[4:8] == b"ftyp":
        yield _beside_the_sound(data)
    for layer in deepgrep.layers(data):
        yield layer.decode("utf-8", "replace")
        yield layer.replace(b"\0", b"").decode("utf-8", "replace")


@lru_cache(maxsize=50_000)
def _decoded(run: bytes) -> tuple[str, ...]:
    """What a run of letters and digits says as base64, begun at any place, or as hex; nothing where that is noise."""
    found = []
    if _HEX.fullmatch(run):
        found.append(bytes.fromhex(run.decode()))
    standard = run.translate(bytes.maketrans(b"-_", b"+/"))
    for start in range(4):
        part = standard[start:]
        with suppress(binascii.Error):
            found.append(base64.b64decode(part + b"A" * (-len(part) % 4)))
    texts = ((raw, raw.replace(b"\0", b"").decode("utf-8", "ignore")) for raw in found)
    return tuple(text for raw, text in texts if len(text.encode()) > 0.45 * len(raw))


def _beside_the_picture(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        said = [str(picture.info), str(dict(picture.getexif()))]
    return " ".join(said)


def _beside_the_sound(data: bytes) -> str:
    """What a recording tells beside sound and picture, in whatever letters: tags, names of tracks, chapters."""
    import av  # noqa: PLC0415 -- only walks past recordings pay for it

    try:
        with av.open(io.BytesIO(data), metadata_errors="replace") as recording:
            said = [recording.metadata, *(stream.metadata for stream in recording.streams)]
            return " ".join(map(str, [*map(dict, said), recording.chapters()]))
    except (av.FFmpegError, ValueError):  # a part of one
        return ""
