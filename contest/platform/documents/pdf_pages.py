"""Draws the pages of a PDF and takes the text that can be seen on them; runs in the sandbox only."""

import ctypes
import io
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.pdf_places import Box, PagePlaces, room

DOTS_PER_INCH: Final = 110
PIXELS_LIMIT: Final = 20_000_000
_POINTS_PER_INCH: Final = 72
# The drawing on which we look whether a text can be seen: coarse, but letters of 5 pt still darken it.
_LOOK_DOTS: Final = 60
_LOOK_PIXELS: Final = 2_000_000
_RIBBON: Final = 100
_CONTRAST: Final = 14  # of 255
_COLOURED: Final = 24  # of 255, the largest difference between the channels of a grey page
_TINY: Final = 3.0  # points
_CHARACTERS_LIMIT: Final = 400_000
_INVISIBLE_MODES: Final = frozenset({3, 7})  # neither filled nor stroked; clip only
_UNKNOWN: Final = 0xFFFD  # PDFium says 0 for a letter whose font does not tell what it means
_FULL_LINE: Final = 0.8
_LEGIBLE: Final = 0.8


@dataclass(slots=True)
class PageText:
    """What a reader sees of one page, what is there unseen, and whether it shows a picture.

    `places`: where each word of the text stands (pdf_places.py), "" where that is not known.
    """

    text: str
    hidden: str
    has_picture: bool
    legible: bool
    places: tuple[str, ...]


def open_pdf(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise RuleBroken(sentences.LOCKED_PDF if locked else sentences.BROKEN_PDF) from error


def _loaded(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise RuleBroken(sentences.BROKEN_PDF) from error
        with closing(page):
            yield page


def draw(raw: bytes) -> list[bytes]:
    """Give a picture of each page, grey as PNG or coloured as WebP, without annotations and form values."""
    with closing(open_pdf(raw)) as document:
        return [_picture(page) for page in _loaded(document)]


def _picture(page: pypdfium2.PdfPage) -> bytes:
    with closing(_render(page, DOTS_PER_INCH, PIXELS_LIMIT)) as bitmap:
        return _encode(bitmap.to_pil())


def _render(page: pypdfium2.PdfPage, dots: float, limit: int, *, grey: bool = False) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    scale = _scale(width, height, dots, limit)
    return page.render(scale=scale, may_draw_forms=False, draw_annots=False, grayscale=grey)


def _scale(width: float, height: float, dots: float, limit: int) -> float:
    """Fit the page into `limit` pixels, however large it says it is."""
    if not (width > 0 and height > 0):
        raise RuleBroken(sentences.BROKEN_PDF)
    scale = min(dots / _POINTS_PER_INCH, math.sqrt(limit / (width * height)))
    if max(width, height) * scale > limit / _RIBBON:  # its short side is less than a point
        raise RuleBroken(sentences.BROKEN_PDF)
    return scale


def _encode(image: Image.Image) -> bytes:
    """Make a new picture of our own: nothing but the points is kept."""
    target = io.BytesIO()
    if _is_grey(image):
        image.convert("L").save(target, "PNG", compress_level=6)
    else:
        image.convert("RGB").save(target, "WEBP", quality=80, method=2)
    return target.getvalue()


def _is_grey(image: Image.Image) -> bool:
    if image.mode == "L":
        return True
    red, green, blue = image.convert("RGB").reduce(2).split()
    pairs = ((red, green), (green, blue), (red, blue))
    return all(_largest(ImageChops.difference(one, other)) < _COLOURED for one, other in pairs)


def _largest(image: Image.Image) -> int:
    return max(image.tobytes())


def read(raw: bytes) -> list[PageText]:
    with closing(open_pdf(raw)) as document:
        return [_Reader(page).read() for page in _loaded(document)]


@dataclass(slots=True)
class _Piece:
    """One text object of the page: letters that were set together and look alike."""

    visible: bool
    letters: list[int] = field(default_factory=list)
    box: list[float] = field(default_factory=list)


class _Reader:
    """Reads one page letter by letter and decides for each text object whether anybody can see it."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._size = page.get_size()
        self._pieces: dict[int, _Piece] = {}
        self._rooms: dict[int, Box] = {}

    def read(self) -> PageText:
        with closing(self._page.get_textpage()) as textpage:
            owners = self._collect(textpage.raw)
            with closing(_render(self._page, _LOOK_DOTS, _LOOK_PIXELS, grey=True)) as bitmap:
                image, place = bitmap.to_pil(), bitmap.get_posconv(self._page)
                self._look(image, place)
                letters, unseen = self._sort(textpage.raw, owners)
                at = PagePlaces(self._page, image, _CONTRAST)
                places = tuple(at.of_words(letters, self._rooms))
        seen = _joined([sign for _, sign in letters])
        return PageText(
            paragraphs(seen), " ".join(unseen.split()), self._has_picture(), _is_legible(seen), places
        )

    def _collect(self, raw: object) -> list[int]:
        count = pdfium.FPDFText_CountChars(raw)
        if count > _CHARACTERS_LIMIT:
            raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
        owners = []
        for index in range(count):
            owner = pdfium.FPDFText_GetTextObject(raw, index)
            address = ctypes.cast(owner, ctypes.c_void_p).value or 0
            owners.append(address)
            if address:
                self._add(raw, index, owner, address)
        return owners

    def _add(self, raw: object, index: int, owner: object, address: int) -> None:
        piece = self._pieces.get(address)
        if piece is None:
            piece = self._pieces[address] = _Piece(_could_be_seen(raw, index, owner))
        piece.letters.append(index)
        box = _box(raw, index)
        found = room(raw, index, box)
        if found is not None:
            self._rooms[index] = found
        if box is None:
            return
        if piece.box:
            left, bottom, right, top = piece.box
            box = [min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])]
        piece.box = box

    def _look(self, image: Image.Image, place: pypdfium2.PdfPosConv) -> None:
        """Look on a drawing of the page: what is white, covered or off the page leaves no trace there."""
        for piece in self._pieces.values():
            if piece.visible and piece.box:
                piece.visible = _leaves_a_trace(image, place, piece.box)

    def _sort(self, raw: object, owners: list[int]) -> tuple[list[tuple[int, str]], str]:
        """Give number and sign of the letters that can be seen, and the words that cannot."""
        seen: list[tuple[int, str]] = []
        unseen: list[str] = []
        visible = True
        for index, owner in enumerate(owners):
            if owner:  # line ends and spaces between words are made by PDFium and belong to no object
                visible = self._pieces[owner].visible
            sign = chr(pdfium.FPDFText_GetUnicode(raw, index) or _UNKNOWN)
            if visible or not owner:
                seen.append((index, sign))
            else:
                unseen.append(sign)
            if not owner and not visible:
                unseen.append(" ")
        return seen, _joined(unseen)

    def _has_picture(self) -> bool:
        kinds = (pdfium.FPDF_PAGEOBJ_IMAGE,)
        return next(iter(self._page.get_objects(filter=kinds, max_depth=5)), None) is not None


def _could_be_seen(raw: object, index: int, owner: object) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(owner) in _INVISIBLE_MODES:
        return False
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(raw, index)
    if pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        size *= max(abs(matrix.c), abs(matrix.d))
    return bool(size >= _TINY)


def _box(raw: object, index: int) -> list[float] | None:
    """Give left, bottom, right, top of a letter; None for spaces, which have no extent."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    found = pdfium.FPDFText_GetCharBox(raw, index, *map(ctypes.byref, (left, right, bottom, top)))
    if not found or right.value <= left.value:
        return None
    return [left.value, bottom.value, right.value, top.value]


def _leaves_a_trace(image: Image.Image, place: pypdfium2.PdfPosConv, box: list[float]) -> bool:
    one, other = place.to_bitmap(box[0], box[1]), place.to_bitmap(box[2], box[3])
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    area = (max(left - 1, 0), max(top - 1, 0), min(right + 2, image.width), min(bottom + 2, image.height))
    if area[0] >= area[2] or area[1] >= area[3]:
        return False
    points = image.crop(area).tobytes()
    return max(points) - min(points) >= _CONTRAST


def _joined(letters: list[str]) -> str:
    """PDFium gives letters beyond the basic plane in two halves."""
    return "".join(letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_legible(text: str) -> bool:
    """Say whether the letters mean something: fonts without a map to Unicode give signs of private use."""
    letters = [char for char in text if not char.isspace()]
    return sum(_is_known(char) for char in letters) >= _LEGIBLE * len(letters)


def _is_known(char: str) -> bool:
    return char.isprintable() and char != chr(_UNKNOWN) and not "\ue000" <= char <= "\uf8ff"


def paragraphs(text: str) -> str:
    """Join the lines of a page to paragraphs, one a line: a short line ends one."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    full = _FULL_LINE * max(map(len, lines), default=0)
    made: list[str] = []
    open_ = False
    for line in lines:
        if line and open_:
            made[-1] = f"{made[-1]} {line}"
        elif line:
            made.append(line)
        open_ = len(line) >= full > 0
    return "\n".join(made)
