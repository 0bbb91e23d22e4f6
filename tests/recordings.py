"""Makes small recordings that are what they say, of any length and size, and ones that are not."""

import struct
from collections.abc import Iterator


def syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(**frames: str) -> bytes:
    """An ID3v2.3 tag with these text frames; COMM is a comment."""
    body = b""
    for name, value in frames.items():
        text = b"\1" + (b"eng\xff\xfe\0\0" if name == "COMM" else b"") + value.encode("utf-16")
        body += name.encode() + struct.pack(">I", len(text)) + b"\0\0" + text
    return b"ID3\3\0\0" + syncsafe(len(body)) + body


FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes, 1152 samples
FRAMES_A_SECOND = 44100 / 1152


def mp3(seconds: float = 2, **tags: str) -> bytes:
    return (id3(**tags) if tags else b"") + FRAME * round(seconds * FRAMES_A_SECOND)


def xing(frames: int, size: int) -> bytes:
    """A first frame that says how many frames and bytes there are."""
    said = b"Xing" + struct.pack(">III", 3, frames, size)
    return FRAME[:36] + said + FRAME[36 + len(said) :]


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), name) + body


def _item(name: bytes, text: str) -> bytes:
    return box(name, box(b"data", struct.pack(">II", 1, 0), text.encode()))


def _handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8), kind, bytes(12), b"\0")


def moov(
    seconds: float = 2, *, handler: bytes = b"vide", place: str = "", more: bytes = b"", **tags: str
) -> bytes:
    """The head of a film; `tags` by the letters behind ©, `place` as telephones write it."""
    head = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, round(seconds * 1000)), bytes(80))
    items = b"".join(_item(b"\xa9" + name.encode(), value) for name, value in tags.items())
    told = box(b"meta", bytes(4), _handler(b"mdir"), box(b"ilst", items)) if tags else b""
    spot = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place.encode()) if place else b""
    return box(b"moov", head, box(b"trak", box(b"mdia", _handler(handler))), box(b"udta", told, spot), more)


FTYP = box(b"ftyp", b"isom", bytes(4), b"isomavc1")


def mp4(seconds: float = 2, *, size: int = 1000, **more: str) -> bytes:
    """A film of that many bytes of "picture"."""
    return FTYP + moov(seconds, **more) + box(b"mdat", bytes(size))


def large_mp4(size: int, seconds: float = 60, **more: str) -> Iterator[bytes]:
    """The pieces of a film of about `size` bytes, no two of them alike, for files that do not fit into the memory."""
    head = FTYP + moov(seconds, **more)
    left = size - len(head) - 16
    yield head + struct.pack(">I4sQ", 1, b"mdat", left + 16)
    piece = 1 << 20
    for number in range(-(-left // piece)):
        yield (struct.pack(">Q", number) * (piece // 8))[: min(piece, left - number * piece)]
