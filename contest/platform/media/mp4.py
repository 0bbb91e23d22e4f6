"""Reads an MP4 file by its boxes: what it is, how long it lasts, what it says of its maker. Never the whole file.

Box by box as ISO/IEC 14496-12 has them; only what stands in "moov" is read, and little of that.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from contest.kernel.errors import RuleBroken
from contest.platform.media import sentences

# Major or compatible brands of films and sound that browsers play.
BRANDS: Final = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"M4A ",
        b"MSNV",
        b"dash",
    }
)
_QUICKTIME: Final = b"qt  "
_CONTAINERS: Final = frozenset({b"udta", b"ilst"})
_BOXES: Final = 10_000  # in one place; a film of hours has some hundred
_DEPTH: Final = 6
_TEXT: Final = 1000  # letters of one property
_TEXTS: Final = 100
_NAME: Final = re.compile(rb"[\x20-\x7e\xa9]{4}")
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_SPOKEN: Final = re.compile(r">\s*([^<>]{2,200}?)\s*<")


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four letters, where its content begins, where it ends."""

    name: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How long it lasts, in seconds, and what its properties say."""

    seconds: int
    traces: tuple[str, ...]


def read(file: IO[bytes]) -> Reading:
    """Raise RuleBroken, one sentence for each fault."""
    size = file.seek(0, 2)
    top = list(boxes(file, 0, size))
    if not top or top[0].name != b"ftyp":
        raise RuleBroken(sentences.BROKEN)
    _check_brand(_content(file, top[0], 256))
    known = {box.name: box for box in reversed(top)}
    if b"moov" not in known or (b"mdat" not in known and b"moof" not in known):
        raise RuleBroken(sentences.CUT_OFF)
    inside = list(boxes(file, known[b"moov"].start, known[b"moov"].end))
    if b"moof" in known or any(box.name == b"mvex" for box in inside):
        raise RuleBroken(sentences.IN_FRAGMENTS)
    if not any(_is_played(file, box) for box in inside if box.name == b"trak"):
        raise RuleBroken(sentences.SILENT)
    found = [
        *_texts(file, known[b"moov"]),
        *(t for box in top if box.name == b"uuid" for t in _xmp(file, box)),
    ]
    return Reading(_seconds(file, inside), tuple(dict.fromkeys(found))[:_TEXTS])


def boxes(file: IO[bytes], start: int, end: int, *, numbered: bool = False) -> Iterator[Box]:
    """Return the boxes in a row. Raises RuleBroken where one goes beyond the end, or is no box.

    `numbered`: their names may be numbers, as those of properties that telephones name in a list beside ("keys").
    """
    at, count = start, 0
    while at + 8 <= end:
        count += 1
        file.seek(at)
        size, name = struct.unpack(">I4s", file.read(8))
        content = at + 8
        if size == 1:
            size = int.from_bytes(file.read(8), "big")
            content += 8
        elif size == 0:
            size = end - at
        if count > _BOXES or not (numbered or _NAME.fullmatch(name)) or size < content - at:
            raise RuleBroken(sentences.BROKEN)
        if at + size > end:
            raise RuleBroken(sentences.CUT_OFF)
        yield Box(name, content, at + size)
        at += size


def _content(file: IO[bytes], box: Box, most: int) -> bytes:
    file.seek(box.start)
    return file.read(min(most, box.end - box.start))


def _check_brand(content: bytes) -> None:
    brands = [content[:4], *(content[at : at + 4] for at in range(8, len(content) - 3, 4))]
    if BRANDS.isdisjoint(brands):
        raise RuleBroken(sentences.QUICKTIME if _QUICKTIME in brands else sentences.OTHER)


def _is_played(file: IO[bytes], track: Box) -> bool:
    """Tell whether a track is picture or sound, by its handler."""
    for media in boxes(file, track.start, track.end):
        if media.name == b"mdia":
            handlers = (b for b in boxes(file, media.start, media.end) if b.name == b"hdlr")
            return any(_content(file, box, 12)[8:12] in {b"vide", b"soun"} for box in handlers)
    return False


def _seconds(file: IO[bytes], inside: list[Box]) -> int:
    head = next((box for box in inside if box.name == b"mvhd"), None)
    content = b"" if head is None else _content(file, head, 32)
    try:
        if content[:1] == b"\1":
            scale, length = struct.unpack_from(">IQ", content, 20)
        else:
            scale, length = struct.unpack_from(">II", content, 12)
    except struct.error as error:
        raise RuleBroken(sentences.BROKEN) from error
    if not scale or not length:
        raise RuleBroken(sentences.BROKEN)
    return int(length / scale + 0.5)


# --- what it says of its maker ------------------------------------------------------------------------------


def _texts(file: IO[bytes], box: Box, depth: int = 0) -> Iterator[str]:
    """Return the text of every property: of iTunes, of QuickTime, of telephones."""
    if depth > _DEPTH:
        return
    for each in boxes(file, box.start, box.end, numbered=box.name == b"ilst"):
        if each.name == b"meta":
            yield from _texts(file, Box(each.name, _after_version(file, each), each.end), depth + 1)
        elif each.name in _CONTAINERS or box.name == b"ilst":
            yield from _texts(file, each, depth + 1)
        elif each.name == b"data":
            yield from _said(_content(file, each, _TEXT)[8:])
        elif each.name[:1] == b"\xa9":  # length, language, text
            yield from _said(_content(file, each, _TEXT)[4:])
        elif each.name in {b"titl", b"auth", b"perf", b"dscp", b"cprt", b"albm", b"loci"}:
            yield from _said(_content(file, each, _TEXT)[6:])


def _after_version(file: IO[bytes], box: Box) -> int:
    """Return where the boxes in "meta" begin: QuickTime leaves the version before them out."""
    return box.start if _content(file, box, 8)[4:8] == b"hdlr" else min(box.start + 4, box.end)


def _said(raw: bytes) -> Iterator[str]:
    """Return the text where it is one: pictures and numbers stand in the same boxes."""
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xfe\xff", b"\xff\xfe"} else "utf-8").strip("\0 \n\r\t")
    except UnicodeDecodeError:
        return
    if len(text) > 1 and text.replace("\n", " ").isprintable():
        yield text


def _xmp(file: IO[bytes], box: Box) -> Iterator[str]:
    content = _content(file, box, 64 * 1024)
    if content[:16] == _XMP:
        yield from (found[1] for found in _SPOKEN.finditer(content[16:].decode("utf-8", "ignore")))
