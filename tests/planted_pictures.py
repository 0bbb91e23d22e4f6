"""Makes pictures of pages with a token in every place where a picture can carry words, and pictures that do harm."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw, PngImagePlugin

from contest.platform.documents import picture_sentences as sentences

_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="ZQXxmpsource">'
    b"<dc:creator><rdf:Seq><rdf:li>ZQXxmpcreator</rdf:li></rdf:Seq></dc:creator>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
TOKENS = {
    "ZQXartist", "ZQXdescription", "ZQXcopyright", "ZQXauthor", "ZQXcomment", "ZQXowner", "ZQXusercomment",
    "ZQXxmpsource", "ZQXxmpcreator",
}  # fmt: skip


def page(number: int = 1, size: tuple[int, int] = (300, 400), mode: str = "RGB") -> Image.Image:
    """Draw a page of ruled paper whose upper left corner is dark; pages differ in the number of their lines."""
    made = Image.new("RGB", size, "#f4f0e4")
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#203040")
    for line in range(number + 3):
        at = size[1] // 3 + line * 12
        pen.line((20, at, size[0] - 20, at), fill="#3050a0", width=2)
    return made.convert(mode)


def jpeg(number: int = 1, **more: object) -> bytes:
    return _saved(page(number), "JPEG", **more)


def png(number: int = 1, **more: object) -> bytes:
    return _saved(page(number), "PNG", **more)


def webp(number: int = 1, **more: object) -> bytes:
    return _saved(page(number), "WEBP", **more)


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def saved(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    return _saved(picture, kind, **more)


def turned(orientation: int) -> bytes:
    """A picture that a telephone took askew: the points lie as they fell, the file says how to turn them."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return jpeg(exif=exif)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x8298] = "ZQXartist", "ZQXdescription", "ZQXcopyright"
    exif[0x9C9D] = "ZQXauthor".encode("utf-16-le")
    inner = exif.get_ifd(0x8769)
    inner[0x9286] = b"ASCII\0\0\0ZQXusercomment"
    inner[0xA430] = "ZQXowner"
    return exif


def planted_jpeg() -> bytes:
    """A JPEG with tokens in EXIF, XMP, a comment, a colour profile, a preview within, and behind its end."""
    thumbnail = jpeg(9, comment=b"ZQXthumbnail")
    raw = jpeg(exif=_exif(), xmp=_XMP, comment=b"ZQXcomment", icc_profile=b"ZQXprofile" * 20)
    segment = b"\xff\xe7" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    return raw[:2] + segment + raw[2:] + b"ZQXbehind"


def planted_png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "ZQXauthor")
    told.add_text("Comment", "ZQXcomment", zip=True)
    told.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    return png(exif=_exif(), pnginfo=told, icc_profile=b"ZQXprofile" * 20)


def planted_webp() -> bytes:
    return webp(exif=_exif(), xmp=_XMP, icc_profile=b"ZQXprofile" * 20)


# --- pictures that do harm ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    name: str
    file_name: str
    make: Callable[[], bytes]
    sentence: str


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def hollow_png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG of so many white points in few bytes: one row packed again and again."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(more)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def _text_bomb() -> bytes:
    return hollow_png(8, 8, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 50_000_000, 9)))


def _wide_webp() -> bytes:
    """An animation that says it is as large as WebP can be."""
    head = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xfe\x3f\0" + b"\xfe\x3f\0"
    body = b"WEBP" + head + b"ANIM" + struct.pack("<I", 6) + b"\0" * 6
    return b"RIFF" + struct.pack("<I", len(body)) + body


def refused() -> Iterator[Case]:
    yield Case("nothing", "a.jpg", lambda: b"", sentences.EMPTY)
    yield Case("too many bytes", "a.jpg", lambda: jpeg() + b"\0" * 2_100_000, sentences.TOO_LARGE)
    yield Case(
        "a PNG of 50,000 x 50,000", "a.png", lambda: hollow_png(50_000, 50_000), sentences.TOO_MANY_POINTS
    )
    yield Case(
        "a PNG of 13,000 x 13,000", "a.png", lambda: hollow_png(13_000, 13_000), sentences.TOO_MANY_POINTS
    )
    yield Case("a PNG just over", "a.png", lambda: hollow_png(8_000, 5_001), sentences.TOO_MANY_POINTS)
    yield Case("text that unpacks to 50 MB", "a.png", _text_bomb, sentences.STUFFED)
    yield Case("half a JPEG", "a.jpg", lambda: jpeg()[:2000], sentences.DAMAGED)
    yield Case("the head of a PNG", "a.png", lambda: png()[:60], sentences.DAMAGED)
    yield Case("nothing but a sign", "a.jpg", lambda: b"\xff\xd8\xff" + b"\0" * 99, sentences.DAMAGED)
    yield Case("a WEBP that says it is huge", "a.webp", _wide_webp, sentences.TOO_MANY_POINTS)
    yield Case(
        "a GIF that is a script", "a.jpg", lambda: b"GIF89a/*\0\0*/=1;alert(1)//", sentences.OTHER_FORMAT
    )
    for kind in ("GIF", "TIFF", "BMP", "ICO"):
        yield Case(
            f"a {kind} named jpg", "a.jpg", lambda kind=kind: saved(page(), kind), sentences.OTHER_FORMAT
        )
    yield Case("a PSD named jpg", "a.jpg", lambda: b"8BPS\0\1" + b"\0" * 99, sentences.OTHER_FORMAT)
    yield Case("an EPS named jpg", "a.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", sentences.NO_PICTURE)
    yield Case("a FITS named jpg", "a.jpg", lambda: b"SIMPLE  =                    T", sentences.NO_PICTURE)
    yield Case("a WMF named jpg", "a.jpg", lambda: b"\xd7\xcd\xc6\x9a" + b"\0" * 40, sentences.NO_PICTURE)
    yield Case("a PDF named jpg", "a.jpg", lambda: b"%PDF-1.7\n", sentences.NO_PICTURE)
    yield Case("a HEIC", "a.heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", sentences.HEIC)
    yield Case(
        "an SVG with a script", "a.svg",
        lambda: b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        sentences.DRAWING,
    )  # fmt: skip
