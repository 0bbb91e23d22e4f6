"""Reads an MP3 file frame by frame: whether it is one, and how long it lasts. A megabyte of it at a time.

Counting the frames is the only way that a file cannot lie about: what stands in a tag may say anything.
"""

from dataclasses import dataclass
from typing import IO, Final

from contest.kernel.errors import RuleBroken
from contest.platform.media import sentences

_RATES: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}  # kilobits a second, by the version
_SAMPLES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_ALIKE: Final = 8  # frames in a row that must be of one kind before a file is believed
_GAP: Final = 64 * 1024  # bytes that may stand where no frame does
_GAPS: Final = 20
_DAY: Final = 24 * 3600
_TAILS: Final = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the four bytes at the head of a frame say: bytes, seconds, and what must be the same in all."""

    size: int
    seconds: float
    kind: tuple[int, int]


def frame(head: bytes) -> Frame | None:
    """Read the head of a frame of layer III; None where it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # sync, layer III
        return None
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or sample == 3:
        return None
    hertz = _SAMPLES[version][sample]
    kilobits = _RATES[1 if version == 3 else 2][rate]
    samples = 1152 if version == 3 else 576
    size = samples // 8 * kilobits * 1000 // hertz + (head[2] >> 1 & 1)
    return Frame(size, samples / hertz, (version, hertz))


def seconds(file: IO[bytes]) -> int:
    """Return how long it lasts. Raises RuleBroken, one sentence for each fault."""
    size = file.seek(0, 2)
    at = _first(file, _after_tags(file), size)
    lasted, gaps, kind = 0.0, 0, None
    promised = _promised(file, at)
    begun = at
    while at < size:
        file.seek(at)
        head = file.read(12)
        found = frame(head)
        if found is None or (kind is not None and found.kind != kind):
            if head.startswith(_TAILS) or not head.strip(b"\0"):
                break
            gaps += 1
            if gaps > _GAPS:
                raise RuleBroken(sentences.BROKEN)
            at = _next(file, at + 1, size)
            continue
        kind = found.kind
        lasted += found.seconds
        at += found.size
        if lasted > _DAY:
            raise RuleBroken(sentences.TOO_LONG)
    if promised and size - begun < promised * 0.98:
        raise RuleBroken(sentences.CUT_OFF)
    return max(1, int(lasted + 0.5))


def _after_tags(file: IO[bytes]) -> int:
    """Return where the sound begins: behind the ID3 tags, each of which says its own length."""
    at = 0
    for _ in range(10):
        file.seek(at)
        head = file.read(10)
        if head[:3] != b"ID3" or len(head) < 10:
            return at
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += 10 + length + (10 if head[5] & 0x10 else 0)
    raise RuleBroken(sentences.BROKEN)


def _first(file: IO[bytes], start: int, size: int) -> int:
    """Return where frames of one kind stand in a row; a file that ends earlier must be frames to its end."""
    if start >= size:
        raise RuleBroken(sentences.CUT_OFF)
    at = start
    while (at := _next(file, at, size, within=start + _GAP)) < size:
        if _in_a_row(file, at, size):
            return at
        at += 1
    raise RuleBroken(sentences.BROKEN)


def _in_a_row(file: IO[bytes], at: int, size: int) -> bool:
    kind = None
    for _ in range(_ALIKE):
        file.seek(at)
        found = frame(file.read(4))
        if found is None or (kind is not None and found.kind != kind):
            return False
        kind, at = found.kind, at + found.size
    return at <= size


def _next(file: IO[bytes], start: int, size: int, *, within: int | None = None) -> int:
    """Return the next place that looks like a frame, `size` where there is none near."""
    end = min(size, start + _GAP if within is None else within)
    file.seek(start)
    window = file.read(max(0, end - start))
    at = window.find(b"\xff")
    while at >= 0:
        if frame(window[at : at + 4]) is not None:
            return start + at
        at = window.find(b"\xff", at + 1)
    return size


def _promised(file: IO[bytes], at: int) -> int:
    """Return how many bytes the sound is to have, as encoders write into the first frame; 0 where none did."""
    file.seek(at)
    first = file.read(200)
    for name in (b"Xing", b"Info"):
        place = first.find(name)
        if place < 0:
            continue
        flags = int.from_bytes(first[place + 4 : place + 8], "big")
        where = place + 8 + (4 if flags & 1 else 0)
        return int.from_bytes(first[where : where + 4], "big") if flags & 2 else 0
    return 0
