"""Makes a recording anew: decoded and encoded again, so that nothing of the file goes on; in the sandbox only.

Properties, chapters, subtitles, covers, closed captions, further tracks and bytes behind the end are not carried over.
A piece of a second is held at a time, never the whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.subtitles.stream import SubtitleStream

from contest.kernel.errors import RuleBroken
from contest.platform.media import sentences
from contest.platform.media.house_form import AnyPacket, Frame, NewRecording

_FAULTS: Final = 200  # packets that cannot be decoded
_LONGER: Final = 60  # seconds by which it may last longer than it said
_TEXT: Final = 1000
_TEXTS: Final = 100
_TOLD_BY_MUXERS: Final = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "language", "vendor_id", "encoder"}
)
_STILL: Final = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


@dataclass(slots=True)
class Remade:
    """What came out. `kind`: mp3, mp4; `seconds` that it lasts; `left_out` and `flags` for the secretary."""

    kind: str
    seconds: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def remake(source: IO[bytes], target: str, kind: str, seconds: int, first: int = 0) -> Remade:
    """Make the recording `source` of that kind and length anew into the file at `target`.

    `first`: only so many seconds of it; 0 is all.

    Raises RuleBroken where it cannot be decoded.
    """
    try:
        with av.open(source, "r", format=kind, metadata_errors="replace") as container:
            return _Work(container, target).done(seconds + _LONGER, first)
    except (av.FFmpegError, ValueError, EOFError) as error:
        raise RuleBroken(sentences.CANNOT_BE_REMADE) from error


class _Work:
    """One recording on its way."""

    def __init__(self, container: InputContainer, target: str) -> None:
        self._container = container
        self._target = target
        self._picture = next((s for s in container.streams.video if _is_film(s)), None)
        self._sound = next(iter(container.streams.audio), None)
        if self._picture is None and self._sound is None:
            raise RuleBroken(sentences.SILENT)
        self._faults = 0
        self._lines: list[str] = []

    def done(self, longest: int, first: int) -> Remade:
        found = (self._picture, self._sound, *self._container.streams.subtitles)
        has_picture, has_sound = self._picture is not None, self._sound is not None
        with NewRecording(self._target, has_picture=has_picture, has_sound=has_sound) as new:
            for packet in self._container.demux([stream for stream in found if stream is not None]):
                for frame in self._frames(packet):
                    new.take(frame)
                if new.seconds > longest:
                    raise RuleBroken(sentences.CANNOT_BE_REMADE)
                if 0 < first <= new.seconds:
                    break
            new.finish()
            lasted = new.seconds
        if lasted <= 0:
            raise RuleBroken(sentences.CANNOT_BE_REMADE)
        return Remade(new.kind, max(1, round(lasted)), list(self._left_out()), set(self._flags()))

    def _frames(self, packet: AnyPacket) -> Iterator[Frame]:
        """Decode; a broken piece is passed over, as players do, unless there are many."""
        if isinstance(packet.stream, SubtitleStream):
            self._note(packet)
            return
        try:
            frames = packet.decode()
        except av.FFmpegError:
            self._faults += 1
            if self._faults > _FAULTS:
                raise
            return
        yield from (frame for frame in frames if frame.pts is not None)

    def _note(self, packet: AnyPacket) -> None:
        """Keep the words of a subtitle for the secretary: as MP4 has them, two bytes of length and the text."""
        words = bytes(packet)[2:].split(b"\0", 1)[0].decode(errors="replace").strip()
        if words and len(self._lines) < _TEXTS:
            self._lines.append(words)

    def _left_out(self) -> Iterator[tuple[str, str]]:
        """Name what is not carried over."""
        container = self._container
        properties = _texts([container.metadata, *(stream.metadata for stream in container.streams)])
        yield from (("property", text) for text in properties)
        yield from (("chapter", text) for text in _texts(each["metadata"] for each in container.chapters()))
        if self._lines:
            yield "subtitles", "\n".join(dict.fromkeys(self._lines))[:_TEXT]
        if self._has_cover():
            yield "picture", sentences.COVER

    def _flags(self) -> Iterator[str]:
        streams = self._container.streams
        if self._has_cover():
            yield "cover"
        if streams.subtitles:
            yield "subtitles"
        if streams.data or streams.attachments or len(streams.audio) > 1:
            yield "other-tracks"

    def _has_cover(self) -> bool:
        return not all(map(_is_film, self._container.streams.video))


def _is_film(stream: Stream) -> bool:
    """Tell a film from a cover and from the pictures of chapters."""
    return not stream.disposition & _STILL


def _texts(told: Iterable[Mapping[str, str]]) -> list[str]:
    found = (
        value.replace("\0", " ").strip(" \n")[:_TEXT]
        for each in told
        for name, value in each.items()
        if name not in _TOLD_BY_MUXERS and not value.endswith("Handler")
    )
    return list(dict.fromkeys(text for text in found if len(text) > 1))[:_TEXTS]
