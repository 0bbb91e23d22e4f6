"""Recordings of made-up authors: short and silent, their words in every place where a recording keeps some."""

import io
import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from contest.blindcheck.people import Author
from contest.editions.queries import CategoryView

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.video.stream import VideoStream

LONGEST: Final = 30  # minutes; made anew it takes half a minute
_HERTZ: Final = 48_000
_FRAME: Final = 1152  # samples
_TAGS: Final = ("title", "artist", "album_artist", "composer", "album", "comment", "copyright", "encoded_by")


def is_short_enough(category: CategoryView) -> bool:
    """Tell whether the shortest recording that the category takes is made here."""
    return not category.demands.needs_recording or category.length_minimum <= LONGEST


def seconds(category: CategoryView) -> int:
    """Return how long a recording for the category lasts: a second, or as long as it must."""
    return max(1, 60 * category.length_minimum) if category.demands.needs_recording else 1


def recording_of(kind: str, author: Author, lasting: int) -> bytes:
    """Return a recording, "mp3" or "mp4", of so many seconds."""
    made = _mp3(author, lasting) if kind == "mp3" else _mp4(author, lasting)
    return made + author.token("TAG").encode()  # behind its end


def _mp3(author: Author, lasting: int) -> bytes:
    """Silence; tags at the beginning in UTF-16, and the old ones at the end."""
    import av  # noqa: PLC0415 -- slow import

    target = io.BytesIO()
    with av.open(target, "w", format="mp3", options={"id3v2_version": "3", "write_id3v1": "1"}) as out:
        out.metadata.update(_told(author))
        _be_silent(
            out, out.add_stream("libmp3lame", rate=_HERTZ, layout="mono", options={"b": "32000"}), lasting
        )
    return target.getvalue()


def _mp4(author: Author, lasting: int) -> bytes:
    """A dark second of film over silence; tags, names of tracks, a chapter, a place, and boxes of no use."""
    import av  # noqa: PLC0415 -- slow import

    target = io.BytesIO()
    with av.open(target, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(_told(author) | {"location": f"+10.0+106.0/{author.token('TAG')}"})
        picture = out.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
        picture.metadata["handler_name"] = f"{author.token('TAG')} {author.full_name}"
        sound = out.add_stream("aac", rate=_HERTZ, layout="mono", options={"b": "32000"})
        named = {"title": author.token("TAG")}
        out.set_chapters(
            [{"id": 0, "start": 0, "end": 900, "time_base": Fraction(1, 1000), "metadata": named}]
        )
        _be_dark(out, picture)
        _be_silent(out, sound, lasting)
    said = f"{author.token('TAG')} {author.full_name}".encode()
    return target.getvalue() + struct.pack(">I4s", 8 + len(said), b"free") + said


def _told(author: Author) -> dict[str, str]:
    """What programs and telephones write of their owner."""
    return {name: f"{author.token('TAG')} {author.full_name}" for name in _TAGS} | {
        "publisher": author.unit,
        "description": author.email,
    }


def _be_dark(out: "OutputContainer", stream: "VideoStream") -> None:
    from av import VideoFrame  # noqa: PLC0415 -- slow import

    stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
    for number in range(5):
        frame = VideoFrame(320, 240, "yuv420p")
        for place, plane in enumerate(frame.planes):
            plane.update(bytes([128 if place else 16]) * plane.buffer_size)
        frame.pts, frame.time_base = number, Fraction(1, 5)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _be_silent(out: "OutputContainer", stream: "AudioStream", lasting: int) -> None:
    from av import AudioFrame  # noqa: PLC0415 -- slow import

    for at in range(0, lasting * _HERTZ, _FRAME):
        frame = AudioFrame("fltp", "mono", min(_FRAME, lasting * _HERTZ - at))
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = _HERTZ, at, Fraction(1, _HERTZ)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
