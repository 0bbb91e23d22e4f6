"""Inside the sandbox, a picture of a page is opened within our own limits, read for names, and drawn anew."""

import io
import re
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageChops

from contest.kernel.errors import RuleBroken
from contest.platform.documents import picture_sentences as sentences
from contest.platform.documents.reading import tidy

FORMATS: Final = ("JPEG", "PNG", "WEBP")  # no other reader of Pillow's is ever tried
MILLIONS: Final = 40
MILLIONS_OF_WEBP: Final = 20  # its reader takes three times the memory
LONG_SIDE: Final = 2000  # points of what judges see: A4 at 170 dots an inch
PREVIEW_SIDE: Final = 200
_DEEP: Final = frozenset({"I", "I;16", "I;16B", "I;16L", "F"})  # more than 256 greys
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_ORIENTATION: Final = 0x0112
_EXIF_PART: Final = 0x8769
# Where programs and cameras write names and words: description, artist, host, copyright, Windows' own five, the owner.
_WORDS: Final = (0x010D, 0x010E, 0x011D, 0x013B, 0x013C, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
_OWN_WORDS: Final = (0x9286, 0xA430)
_WINDOWS: Final = 0x9C9B  # and after: UTF-16 whatever they look like
_CHARSET: Final = 8  # bytes before a comment of Exif that name its letters
_PACKET: Final = 1024 * 1024
_XMP: Final = re.compile(r">([^<>]{2,500})<|=\"([^\"<>]{2,500})\"|='([^'<>]{2,500})'")
_ADDRESSES: Final = ("http://", "https://", "uuid:", "xmp.", "adobe:")
# What a press program writes: who, where, what.
_IPTC: Final = re.compile(rb"\x1c\x02[\x05\x50\x55\x5a\x65\x69\x6e\x73\x74\x78\x7a](..)", re.DOTALL)


def read(raw: bytes) -> tuple[tuple[str, ...], bytes]:
    """Return what a picture tells beside itself, and a small picture of it. Raises RuleBroken."""
    with _opened(raw) as picture:
        _decode(picture, PREVIEW_SIDE)
        traces = tidy(_traces(picture))
        return traces, _encoded(picture, PREVIEW_SIDE, quality=60)


def draw(raw: bytes) -> tuple[tuple[str, ...], bytes]:
    """Return what is left out of a picture, and the picture drawn anew on a canvas of ours. Raises RuleBroken."""
    with _opened(raw) as picture:
        _decode(picture, LONG_SIDE)
        return tidy(_traces(picture)), _encoded(picture, LONG_SIDE, quality=80)


def for_print(raw: bytes) -> bytes:
    """Return a picture of ours as JPEG, as large as it is."""
    target = io.BytesIO()
    with _opened(raw) as picture:
        picture.convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()


def _opened(raw: bytes) -> Image.Image:
    """Open the head only, and look how large the picture says it is before anything is unpacked."""
    try:
        picture = Image.open(io.BytesIO(raw), formats=FORMATS)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_many(raw[8:12] == b"WEBP") from error
    except ValueError as error:  # Pillow's word for text that unpacks to more than it is let to
        raise RuleBroken(sentences.STUFFED, name="") from error
    except (OSError, SyntaxError) as error:
        raise RuleBroken(sentences.DAMAGED, name="") from error
    is_webp = picture.format == "WEBP"
    if picture.width * picture.height > 1_000_000 * (MILLIONS_OF_WEBP if is_webp else MILLIONS):
        picture.close()
        raise _too_many(is_webp)
    return picture


def _too_many(is_webp: bool) -> RuleBroken:
    return RuleBroken(sentences.TOO_MANY_POINTS, name="", limit=MILLIONS_OF_WEBP if is_webp else MILLIONS)


def _decode(picture: Image.Image, side: int) -> None:
    """Unpack the first picture in the file; a JPEG no larger than is needed."""
    try:
        picture.draft("RGB", (2 * side, 2 * side))
        picture.load()
    except MemoryError as error:
        raise _too_many(picture.format == "WEBP") from error
    except ValueError as error:
        raise RuleBroken(sentences.STUFFED, name="") from error
    except (OSError, SyntaxError, EOFError) as error:
        raise RuleBroken(sentences.DAMAGED, name="") from error


# --- drawn anew -----------------------------------------------------------------------------------------


def _encoded(picture: Image.Image, side: int, *, quality: int) -> bytes:
    """Make a new picture of our own, upright: nothing but the points is kept."""
    turn = _TURNS.get(_orientation(picture))
    small = _small(picture, side)
    upright = small.transpose(turn) if turn is not None else small
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright)
    target = io.BytesIO()
    canvas.save(target, "WEBP", quality=quality, method=2)
    return target.getvalue()


def _orientation(picture: Image.Image) -> int:
    found = picture.getexif().get(_ORIENTATION)
    return found if isinstance(found, int) else 1


def _small(picture: Image.Image, side: int) -> Image.Image:
    """Scale down, channel by channel where there is one of transparency: all at once would take the memory twice."""
    if picture.mode in _DEEP:
        deep = picture.point(lambda value: value * (1 / 256)).convert("L")
        return _scaled(deep, side).convert("RGB")
    if "transparency" in picture.info or picture.mode in {"LA", "La", "PA", "RGBa"}:
        return _without_holes(picture.convert("RGBA"), side)
    if picture.mode == "RGBA":
        return _without_holes(picture, side)
    return _scaled(picture if picture.mode in {"L", "RGB"} else picture.convert("RGB"), side).convert("RGB")


def _without_holes(picture: Image.Image, side: int) -> Image.Image:
    """Lay the picture on white paper."""
    holes = ImageChops.invert(picture.getchannel("A"))
    picture.paste("white", mask=holes)
    del holes
    return Image.merge("RGB", [_scaled(picture.getchannel(channel), side) for channel in "RGB"])


def _scaled(picture: Image.Image, side: int) -> Image.Image:
    picture.thumbnail((side, side))
    return picture


# --- what it tells beside itself ------------------------------------------------------------------------


def _traces(picture: Image.Image) -> Iterator[str]:
    exif = picture.getexif()
    yield from (_text(exif.get(tag), wide=tag >= _WINDOWS) for tag in _WORDS)
    inner = exif.get_ifd(_EXIF_PART)
    yield from (_text(inner.get(tag)) for tag in _OWN_WORDS)
    kept = picture.info
    yield _text(kept.get("comment"))
    yield from _packet(_text(kept.get("xmp")))
    yield from _press(kept.get("photoshop"))
    yield from _named(getattr(picture, "text", {}))


def _named(texts: object) -> Iterator[str]:
    """Give what is written into a PNG under names, those of XMP without its marks."""
    for name, text in texts.items() if isinstance(texts, dict) else ():
        yield from _packet(str(text)) if "xmp" in str(name).casefold() else (str(text).replace("\0", ""),)


def _packet(packet: str) -> Iterator[str]:
    for found in _XMP.finditer(packet[:_PACKET]):
        words = next(group for group in found.groups() if group is not None)
        if words.strip() and not words.startswith(_ADDRESSES):
            yield words


def _press(kept: object) -> Iterator[str]:
    for block in kept.values() if isinstance(kept, dict) else ():
        if isinstance(block, bytes):
            for found in _IPTC.finditer(block):
                yield _text(block[found.end() :][: int.from_bytes(found[1])])


def _text(value: object, *, wide: bool = False) -> str:
    """Read a value as text, "" where it is none; which letters it has is not always said."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"UNICODE\0"):
        value, wide = value[_CHARSET:], True
    value = value.removeprefix(b"ASCII\0\0\0")
    for letters in ("utf-16-le",) if wide else ("utf-8", "latin-1"):
        try:
            return value.decode(letters).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return ""
