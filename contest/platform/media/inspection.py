"""Inspects a recording that is stored already: its kind by content, how long it lasts, what it says of its maker."""

from collections.abc import Callable
from typing import IO, Final

from contest.kernel.errors import RuleBroken
from contest.platform import sandbox
from contest.platform.documents.inspection import Inspection
from contest.platform.media import sentences
from contest.platform.media.mp3 import frame
from contest.platform.storage import digest

MP3, MP4 = "mp3", "mp4"
WALL_SECONDS: Final = 40.0
_DAY: Final = 24 * 3600
_ENDINGS: Final = {MP3: (".mp3",), MP4: (".mp4", ".m4v", ".m4a")}
_NAMED_OTHERWISE: Final = {MP3: sentences.NAMED_OTHERWISE_MP3, MP4: sentences.NAMED_OTHERWISE_MP4}


def inspect(opened: Callable[[], IO[bytes]], file_name: str) -> Inspection:
    """Read in pieces only; `opened` opens the file anew. Raises RuleBroken, one sentence for each fault."""
    with opened() as file:
        kind = _kind(file.read(16))
        size = file.seek(0, 2)
        if not file_name.casefold().endswith(_ENDINGS[kind]):
            raise RuleBroken(_NAMED_OTHERWISE[kind])
        answer = sandbox.run_on_file(f"read-{kind}", file, wall=WALL_SECONDS, sentences=sentences.ALL)
    seconds = answer.number("seconds")
    if seconds > _DAY:
        raise RuleBroken(sentences.TOO_LONG)
    return Inspection(
        kind, digest(opened()), size, "", 0, frozenset(), 0, answer.words("traces"), seconds=max(1, seconds)
    )


def _kind(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return MP4
    if head[:3] == b"ID3" or frame(head[:4]) is not None:
        return MP3
    if head[4:8] in {b"moov", b"wide", b"mdat"}:
        raise RuleBroken(sentences.QUICKTIME)
    raise RuleBroken(sentences.OTHER)
