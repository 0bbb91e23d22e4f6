"""Works of the demonstration that are no plain text: a PDF, a picture of a handwritten page, a recording beside a text.

Whoever tries the program meets pages, players and black parts of a picture with them.
"""

import array
import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.cells import COLUMNS, ROWS, Cell
from contest.demonstration.essays import Essay, Kind, Paragraph, essay
from contest.entries import enclosing, files, handwritten

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

PDF, PICTURES, RECORDING = "pdf", "pictures", "recording"
FEWEST: Final = 8  # works of a demonstration in which these are
_PDF: Final = ("Một buổi chiều ở tủ sách thôn", "library", 640)  # its title, its topic, how many words
_RECORDED: Final = ("Phiên chợ sớm, kể và nghe", "market", 560)
_BY_HAND: Final = "Buổi đọc báo ở bến đò"
TITLES: Final = frozenset({_PDF[0], _BY_HAND, _RECORDED[0]})

# A sheet of A4 as a telephone takes it, small: its lines, and where one writes.
_SIZE, _LINE, _LEFT, _TOP, _LINES = (900, 1272), 36, 70, 90, 30
_FONT: Final = Path(__file__).parents[2] / "static" / "fonts" / "literata-400-italic.woff2"
_FONT_SIZE: Final = 25
_PAPER, _RULED, _INK = (246, 243, 234), (206, 216, 228), (38, 44, 92)
_HERTZ, _FRAME, _SECONDS = 24_000, 1152, 4
_NOTES: Final = (392.0, 440.0, 523.25)


def essays(rng: random.Random) -> Iterator[tuple[str, Essay]]:
    """Return the kind and the essay of each such work."""
    yield PDF, _essay(rng, *_PDF)
    page = Path(__file__).with_name("handwritten_page.txt").read_text(encoding="utf-8").strip()
    paragraphs = tuple(Paragraph(Kind.TEXT, each) for each in page.split("\n\n"))
    yield PICTURES, Essay(_BY_HAND, paragraphs, "reading")
    yield RECORDING, _essay(rng, *_RECORDED)


def _essay(rng: random.Random, title: str, topic: str, words: int) -> Essay:
    return replace(essay(rng, words=words, topic=topic), title=title)


def pictures(written: Essay, signed: str) -> files.Received:
    """Write the essay on a sheet, take its picture and send it; it ends with who wrote it, as by hand one does."""
    target = io.BytesIO()
    _drawn(_lines(written, signed)).save(target, "JPEG", quality=60)
    return handwritten.bound(handwritten.look_at([(target.getvalue(), "trang 1.jpg")]))


def recording() -> files.Received:
    """Make and send a sound of some seconds: a few notes."""
    return enclosing.receive(io.BytesIO(_mp3()), "ghi am.mp3", enclosing.RECORDING)


def black(title: str) -> Blacked | None:
    """Tell what a secretary blacks out of the sheet of the work with this title: the line that says who wrote it."""
    if title != _BY_HAND:
        return None
    return Blacked(cells=tuple(Cell(1, row, column) for row in _signed() for column in range(COLUMNS)))


# --- pictures -------------------------------------------------------------------------------------------------------


def _signed() -> Sequence[int]:
    """Return the rows of cells over the last line of a sheet."""
    top = _TOP + (_LINES - 1) * _LINE
    return range(top * ROWS // _SIZE[1], (top + _LINE) * ROWS // _SIZE[1] + 1)


def _lines(written: Essay, signed: str) -> list[str]:
    """Break the essay into the lines of a sheet; the last one is signed."""
    font = _font()
    lines = [written.title.upper(), ""]
    for paragraph in written.paragraphs:
        lines += _broken(paragraph.text, font)
    return [*lines, *[""] * (_LINES - 1 - len(lines)), f"Người viết: {signed}"]


def _broken(text: str, font: "FreeTypeFont") -> Iterator[str]:
    line = "    "
    for word in text.split():
        if font.getlength(f"{line}{word}") > _SIZE[0] - 2 * _LEFT:
            yield line
            line = ""
        line += f"{word} "
    yield line


def _drawn(lines: Sequence[str]) -> "Image":
    """Draw a sheet that lies not quite straight."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- slow import

    sheet = Image.new("RGB", _SIZE, _PAPER)
    pen, font = ImageDraw.Draw(sheet), _font()
    for number in range(_LINES):
        bottom = _TOP + (number + 1) * _LINE
        pen.line((_LEFT // 2, bottom, _SIZE[0] - _LEFT // 2, bottom), fill=_RULED)
    for number, line in enumerate(lines):
        pen.text((_LEFT, _TOP + number * _LINE), line, font=font, fill=_INK)
    return sheet.rotate(0.3, resample=Image.Resampling.BILINEAR, fillcolor=_PAPER)


@cache
def _font() -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 -- slow import

    return ImageFont.truetype(_FONT, _FONT_SIZE)


# --- sound ----------------------------------------------------------------------------------------------------------


@cache
def _mp3() -> bytes:
    import av  # noqa: PLC0415 -- slow import

    target = io.BytesIO()
    with av.open(target, "w", format="mp3") as out:
        sound = out.add_stream("libmp3lame", rate=_HERTZ, layout="mono", options={"b": "32000"})
        for at in range(0, _SECONDS * _HERTZ, _FRAME):
            frame = av.AudioFrame("fltp", "mono", _FRAME)
            frame.planes[0].update(array.array("f", map(_level, range(at, at + _FRAME))).tobytes())
            frame.sample_rate, frame.pts, frame.time_base = _HERTZ, at, Fraction(1, _HERTZ)
            out.mux(sound.encode(frame))
        out.mux(sound.encode(None))
    return target.getvalue()


def _level(at: int) -> float:
    """Return how far the air is moved: a note a second, that fades."""
    seconds, within = divmod(at, _HERTZ)
    note = _NOTES[seconds % len(_NOTES)]
    return 0.4 * math.exp(-3 * within / _HERTZ) * math.sin(2 * math.pi * note * within / _HERTZ)
