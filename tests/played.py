"""Makes recordings that play, with a token ZQX… in every place where a recording can carry words."""

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import av
from av.filter import Graph

from tests import planted_pictures
from tests.recordings import box, id3, syncsafe

TAGS = {
    name: f"ZQXmeta{name.replace('_', '')}"
    for name in ("title", "artist", "album_artist", "composer", "album", "comment", "copyright", "description",
                 "synopsis", "lyrics", "location", "make", "model", "encoded_by", "show", "episode_id", "network")
}  # fmt: skip
SUBTITLES = ("ZQXsubtitleone nói", "ZQXsubtitletwo nghe")
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>ZQXxmp</x:xmpmeta>"


@cache
def film(
    seconds: int = 2,
    size: str = "320x240",
    rate: int = 30,
    *,
    sound: bool = True,
    subtitles: tuple[str, ...] = (),
    chapters: tuple[str, ...] = (),
    tags: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """An MP4 as a telephone makes it: picture that moves, a tone; the head comes last."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(tags)
        picture = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        picture.width, picture.height = map(int, size.split("x"))
        picture.pix_fmt = "yuv420p"
        picture.metadata["handler_name"] = "ZQXhandler" if tags else "VideoHandler"
        tone = out.add_stream("aac", rate=48000, layout="mono") if sound else None
        text = _text_stream(out) if subtitles else None
        if chapters:
            out.set_chapters([_chapter(at, name) for at, name in enumerate(chapters)])
        for frame in _drawn(f"testsrc2=size={size}:rate={rate}:duration={seconds}"):
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        if tone is not None:
            for frame in _sounding(seconds):
                out.mux(tone.encode(frame))
            out.mux(tone.encode(None))
        for at, line in enumerate(subtitles):
            out.mux(_subtitle(text, at, line))
    return target.getvalue()


def _text_stream(out):
    stream = out.add_mux_stream("mov_text")
    stream.time_base = Fraction(1, 1000)
    return stream


def _subtitle(stream, at: int, line: str):
    said = line.encode()
    packet = av.Packet(struct.pack(">H", len(said)) + said)
    packet.stream = stream
    packet.time_base = Fraction(1, 1000)
    packet.pts = packet.dts = at * 500
    packet.duration = 500
    return packet


def _chapter(at: int, name: str) -> dict[str, object]:
    return {
        "id": at, "start": at * 500, "end": (at + 1) * 500, "time_base": Fraction(1, 1000), "metadata": {"title": name},
    }  # fmt: skip


def _drawn(source: str) -> Iterator[av.VideoFrame]:
    name, _, settings = source.partition("=")
    yield from _pulled((name, settings), ("format", "pix_fmts=yuv420p"), sink="buffersink")


def _sounding(seconds: int, layout: str = "mono") -> Iterator[av.AudioFrame]:
    tone = ("sine", f"frequency=440:sample_rate=48000:duration={seconds}")
    shape = ("aformat", f"sample_fmts=fltp:channel_layouts={layout}")
    yield from _pulled(tone, shape, sink="abuffersink")


def _pulled(*steps: tuple[str, str], sink: str) -> Iterator[object]:
    graph = Graph()
    graph.link_nodes(*(graph.add(name, settings) for name, settings in steps), graph.add(sink)).configure()
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError):
            return


@cache
def mp3(seconds: int = 2) -> bytes:
    """An MP3 of a tone, as an encoder makes it, with its own head."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp3") as out:
        tone = out.add_stream("libmp3lame", rate=48000, layout="mono")
        for frame in _sounding(seconds):
            out.mux(tone.encode(frame))
        out.mux(tone.encode(None))
    return target.getvalue()


@cache
def m4a(seconds: int = 2) -> bytes:
    """Sound alone in an MP4."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        tone = out.add_stream("aac", rate=48000, layout="mono")
        for frame in _sounding(seconds):
            out.mux(tone.encode(frame))
        out.mux(tone.encode(None))
    return target.getvalue()


def planted_film(behind: bytes = b"ZQXbehind") -> bytes:
    """An MP4 with tokens in tags, tracks, chapters, subtitles, cover, place, XMP, loose boxes and behind its end."""
    raw = film(
        subtitles=SUBTITLES, chapters=("ZQXchapterone", "ZQXchaptertwo"), tags=tuple(sorted(TAGS.items()))
    )
    return _within_moov(raw, _udta()) + box(b"free", b"ZQXfree") + box(b"uuid", _XMP) + behind


def _udta() -> bytes:
    cover = planted_pictures.jpeg(comment=b"ZQXcovercomment")
    items = box(b"\xa9nam", _data(1, b"ZQXitunesname")), box(b"covr", _data(13, cover))
    handler = box(b"hdlr", bytes(8), b"mdir", bytes(12), b"\0")
    place = box(b"\xa9xyz", struct.pack(">HH", 12, 0x15C7), b"ZQXplacexyz0")
    return box(
        b"udta",
        box(b"meta", bytes(4), handler, box(b"ilst", *items)),
        place,
        box(b"loci", bytes(4), b"\0\0ZQXloci\0", bytes(14)),
        box(b"auth", bytes(6), b"ZQXauth\0"),
    )


def _data(kind: int, value: bytes) -> bytes:
    return box(b"data", struct.pack(">II", kind, 0), value)


def _within_moov(raw: bytes, more: bytes) -> bytes:
    """Put boxes into the head; it comes last, so nothing else moves."""
    at = raw.rindex(b"moov") - 4
    size = int.from_bytes(raw[at : at + 4], "big")
    assert at + size == len(raw)
    return raw[:at] + struct.pack(">I", size + len(more)) + raw[at + 4 :] + more


def planted_mp3() -> bytes:
    """An MP3 with tokens in ID3v2 of every kind of frame, in ID3v1, APEv2, Lyrics3, and behind its end."""
    names = (
        "TIT2",
        "TPE1",
        "TPE2",
        "TALB",
        "TCOM",
        "TCOP",
        "TENC",
        "TPUB",
        "TOWN",
        "TSSE",
        "TOFN",
        "WOAR",
        "COMM",
    )
    texts = id3(**{name: f"ZQXid{name.lower()}" for name in names})
    cover = planted_pictures.jpeg(comment=b"ZQXapic")
    more = (
        _frame(b"APIC", b"\0image/jpeg\0\3\0" + cover)
        + _frame(b"USLT", b"\0vie\0ZQXuslt\0")
        + _frame(b"PRIV", b"ZQXprivowner\0ZQXprivdata\0")
        + _frame(b"GEOB", b"\0text/plain\0ZQXgeobname\0\0ZQXgeobdata\0")
        + _frame(b"CHAP", b"c1\0" + bytes(16) + _frame(b"TIT2", b"\0ZQXchap\0"))
        + _frame(b"TXXX", b"\0ZQXtxxxkey\0ZQXtxxxvalue\0")
        + _frame(b"UFID", b"ZQXufid\0ZQXufidvalue\0")
    )
    body = texts[10:] + more
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + 22, 1, 0) + bytes(8)
    ape = struct.pack("<II", 9, 0) + b"Artist\0ZQXape12\0" + ape
    old = b"TAG" + b"ZQXoldtitle".ljust(30, b"\0") + b"ZQXoldartist".ljust(30, b"\0") + bytes(64) + b"\xff"
    return (
        b"ID3\3\0\0"
        + syncsafe(len(body))
        + body
        + mp3()
        + b"ZQXbehind\0"
        + ape
        + b"LYRICSBEGINZQXlyrics\0"
        + old
    )


def _frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">I", len(body)) + b"\0\0" + body


@cache
def turned_film() -> bytes:
    """A film held upright: it lies on its side, and its head says that it is to be turned by 90 degrees."""
    raw = film(sound=False)
    upright = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 240 << 16, 0, 1 << 30)
    at = raw.index(upright, raw.index(b"tkhd"))
    return raw[:at] + turned + raw[at + 36 :]
