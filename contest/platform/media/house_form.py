"""The one form in which judges get recordings, whatever came in; in the sandbox only.

Sound is MP3. A film has 1280 × 720 points, black where its picture ends, 25 pictures a second, H.264 and AAC in an MP4
whose head comes first. Telephones of 2012 and Safari play both. The settings do not depend on the recording, and
neither the programs nor the hour leave a mark: equal recordings give equal bytes.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, Self, TypeAlias

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.filter import Graph
from av.filter.context import FilterContext
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from contest.kernel.errors import RuleBroken
from contest.platform.media import sentences
from contest.platform.media.sizes import PICTURE_BITS, SOUND_BITS

WIDTH, HEIGHT, A_SECOND = 1280, 720, 25
SAMPLES: Final = 44100  # a second
Frame: TypeAlias = VideoFrame | AudioFrame
AnyPacket: TypeAlias = "Packet[Any]"
_Steps: TypeAlias = list[tuple[str, str]]

_MOST_POINTS: Final = 8192 * 4320
_KILOBITS: Final = PICTURE_BITS // 1000
_H264: Final = {
    "preset": "veryfast",
    "crf": "25",
    "profile": "main",
    "a53cc": "0",  # closed captions are text of the author
    "x264-params": "level=31:keyint=50:threads=1:colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv"
    f":vbv-maxrate={_KILOBITS}:vbv-bufsize={2 * _KILOBITS}",
}
_NO_NOTES: Final = "filter_units=remove_types=6"  # what x264 says of itself, and whatever else is no picture
_EXACT: Final = {"fflags": "+bitexact"}
_MP4: Final = {**_EXACT, "movflags": "+faststart"}
_MP3: Final = {**_EXACT, "id3v2_version": "0", "write_xing": "0"}
# Telephones are held upright; their films say by how much they are to be turned.
_TURNS: Final = {90: ("cclock",), -90: ("clock",), 180: ("clock", "clock"), -180: ("clock", "clock")}
_FITTED: Final = ":".join(
    (
        f"w={WIDTH}",
        f"h={HEIGHT}",
        "force_original_aspect_ratio=decrease",
        "force_divisible_by=2",
        "flags=bilinear",
        "out_color_matrix=bt709",
        "out_range=tv",
    )
)


class NewRecording:
    """The new file at a path; frames of picture and sound are put in as they come."""

    def __init__(self, target: str, *, has_picture: bool, has_sound: bool) -> None:
        self.kind = "mp4" if has_picture else "mp3"
        self._file = av.open(target, "w", format=self.kind, options=_MP4 if has_picture else _MP3)
        self._picture = _Lane(*self._film_stream(), _film_graph) if has_picture else None
        self._sound = _Lane(*self._sound_stream(), _sound_graph) if has_sound else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def seconds(self) -> float:
        """How long it lasts up to now."""
        return max(lane.seconds for lane in (self._picture, self._sound) if lane is not None)

    def take(self, frame: Frame) -> None:
        lane = self._picture if isinstance(frame, VideoFrame) else self._sound
        if lane is not None:
            self._file.mux(list(lane.packets(frame)))

    def finish(self) -> None:
        for lane in (self._picture, self._sound):
            if lane is not None:
                self._file.mux(list(lane.packets(None)))

    def _film_stream(self) -> tuple[VideoStream, BitStreamFilterContext]:
        stream = self._file.add_stream("libx264", rate=A_SECOND, options=_H264)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        _hold_steady(stream)
        return stream, BitStreamFilterContext(_NO_NOTES, stream)

    def _sound_stream(self) -> tuple[AudioStream, None]:
        codec = "aac" if self.kind == "mp4" else "libmp3lame"
        stream = self._file.add_stream(codec, rate=SAMPLES, options={"b": str(SOUND_BITS)}, layout="stereo")
        assert isinstance(stream, AudioStream)
        _hold_steady(stream)
        return stream, None


class _Lane:
    """Picture or sound on its way: brought into its form, encoded, and freed of what is not itself."""

    def __init__(
        self,
        stream: VideoStream | AudioStream,
        filtered: BitStreamFilterContext | None,
        graph_of: Callable[[Frame], Graph],
    ) -> None:
        self._stream, self._filtered, self._graph_of = stream, filtered, graph_of
        self._graph: Graph | None = None
        self.seconds = 0.0

    def packets(self, frame: Frame | None) -> Iterator[AnyPacket]:
        """Give what can be written after this frame; None is the end."""
        if self._graph is None:
            if frame is None:
                return
            self._graph = self._graph_of(frame)
        self._graph.push(frame)
        for shaped in self._shaped(self._graph):
            yield from self._encoded(shaped)
        if frame is None:
            yield from self._encoded(None)

    def _shaped(self, graph: Graph) -> Iterator[Frame]:
        while True:
            try:
                frame = graph.pull()
            except (BlockingIOError, EOFError):
                return
            if frame.pts is not None and frame.time_base is not None:
                self.seconds = max(self.seconds, float(frame.pts * frame.time_base))
            if isinstance(frame, VideoFrame):
                frame.pict_type = PictureType.NONE  # the encoder decides, not the original
            yield frame

    def _encoded(self, frame: Frame | None) -> Iterator[AnyPacket]:
        for packet in self._stream.codec_context.encode(frame):  # type: ignore[arg-type]
            packet.stream = self._stream
            yield from [packet] if self._filtered is None else self._filtered.filter(packet)


def _hold_steady(stream: VideoStream | AudioStream) -> None:
    """One thread and no mark of the program: the same bytes on every machine, and no second thread is allowed."""
    stream.codec_context.thread_count = 1
    stream.codec_context.flags |= Flags.bitexact


def _film_graph(first: Frame) -> Graph:
    assert isinstance(first, VideoFrame)
    if first.width * first.height > _MOST_POINTS:
        raise RuleBroken(sentences.CANNOT_BE_REMADE)
    graph = _graph()
    given = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=first.time_base
    )
    turned = [("transpose", f"dir={turn}") for turn in _TURNS.get(first.rotation, ())]
    steps = [
        ("fps", f"fps={A_SECOND}:start_time=0"),
        *turned,
        ("scale", _FITTED),
        ("pad", f"w={WIDTH}:h={HEIGHT}:x=-1:y=-1:color=black"),
        ("setsar", "sar=1"),
        ("format", "pix_fmts=yuv420p"),
    ]
    return _linked(graph, given, steps, "buffersink")


def _sound_graph(first: Frame) -> Graph:
    assert isinstance(first, AudioFrame)
    graph = _graph()
    given = graph.add_abuffer(
        sample_rate=first.sample_rate, format=first.format, layout=first.layout, time_base=first.time_base
    )
    steps = [
        ("aresample", f"{SAMPLES}:async=1000:first_pts=0"),
        ("aformat", f"sample_fmts=fltp:sample_rates={SAMPLES}:channel_layouts=stereo"),
    ]
    return _linked(graph, given, steps, "abuffersink")


def _graph() -> Graph:
    graph = Graph()
    graph.threads = 1
    return graph


def _linked(graph: Graph, given: FilterContext, steps: _Steps, sink: str) -> Graph:
    nodes = [given, *(graph.add(name, settings) for name, settings in steps), graph.add(sink)]
    graph.link_nodes(*nodes).configure()
    return graph
