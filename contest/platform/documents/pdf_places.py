"""Tells where each word of a page of a PDF stands on the picture of the page; runs in the sandbox only.

A place is a rectangle in thousandths of the picture, from its left upper corner, a little larger than the letters: what
is blacked out must be gone to the last mark above a letter. A word that runs over two lines has one on each.
"""

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

Box: TypeAlias = tuple[float, float, float, float]

WHOLE: Final = 1000
# What may stand outside the box that a font tells of a letter: slanting, strokes around it, marks.
_MARGIN: Final = 0.2  # of the height of a letter
_LEAST_MARGIN: Final = 2  # thousandths of a page
_SPAN: Final = 1000  # points: far enough apart that whole dots are exact
_FINE: Final = 100_000  # dots of the picture that is only reckoned with


class PagePlaces:
    """Knows how points of a page become places on its picture, whichever way the page is turned or cut."""

    def __init__(self, page: pypdfium2.PdfPage, image: Image.Image, contrast: int) -> None:
        """`image`: a drawing of the page in grey, on which a word that is there leaves that much contrast."""
        self._image, self._contrast = image, contrast
        zero, across, up = (_device(page, *point) for point in ((0, 0), (_SPAN, 0), (0, _SPAN)))
        self._zero = zero
        self._across = ((across[0] - zero[0]) / _SPAN, (across[1] - zero[1]) / _SPAN)
        self._up = ((up[0] - zero[0]) / _SPAN, (up[1] - zero[1]) / _SPAN)

    def of_words(self, letters: Sequence[tuple[int, str]], boxes: Mapping[int, Box]) -> Iterator[str]:
        """Give the place of each word as numbers, "" where it is not known.

        `letters`: number and sign of each letter that can be seen, as PDFium counts them; spaces part words. `boxes`:
        the room of each letter on the page, by its number.
        """
        for word in _words(letters):
            found = [self._on_picture(box) for box in _lines(boxes[at] for at in word if at in boxes)]
            is_there = bool(found) and all(map(self._leaves_a_trace, found))
            yield " ".join(str(number) for box in found for number in _grown(box)) if is_there else ""

    def _on_picture(self, box: Box) -> Box:
        """Turn left, bottom, right, top in points into thousandths of the picture."""
        points = [
            (
                self._zero[0] + x * self._across[0] + y * self._up[0],
                self._zero[1] + x * self._across[1] + y * self._up[1],
            )
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        across, down = zip(*points, strict=True)
        return min(across), min(down), max(across), max(down)

    def _leaves_a_trace(self, box: Box) -> bool:
        """Tell whether anything is drawn there: a box in an empty place is not where the letters are."""
        width, height = self._image.size
        left, right = int(box[0] * width / WHOLE), int(box[2] * width / WHOLE) + 1
        top, bottom = int(box[1] * height / WHOLE), int(box[3] * height / WHOLE) + 1
        area = (max(left, 0), max(top, 0), min(right, width), min(bottom, height))
        if area[0] >= area[2] or area[1] >= area[3]:
            return False
        points = self._image.crop(area).tobytes()
        return max(points) - min(points) >= self._contrast


def _device(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value * WHOLE / _FINE, down.value * WHOLE / _FINE


def _words(letters: Sequence[tuple[int, str]]) -> Iterator[list[int]]:
    word: list[int] = []
    for index, sign in letters:
        if not sign.isspace():
            word.append(index)
        elif word:
            yield word
            word = []
    if word:
        yield word


def _lines(letters: Iterable[Box]) -> Iterator[Box]:
    """Join the boxes of letters that stand beside each other."""
    line: Box | None = None
    for box in letters:
        if line is not None and min(line[3], box[3]) > max(line[1], box[1]):
            line = (min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line


def _grown(box: Box) -> tuple[int, int, int, int]:
    """Give whole thousandths that hold the box and a margin, none outside the picture."""
    margin = max(_LEAST_MARGIN, _MARGIN * min(box[2] - box[0], box[3] - box[1]))
    left, top = (min(max(int(edge - margin), 0), WHOLE - 1) for edge in box[:2])
    right, bottom = (max(min(int(edge + margin) + 1, WHOLE), 1) for edge in box[2:])
    return left, top, max(right, left + 1), max(bottom, top + 1)


def room(raw: object, index: int, ink: Sequence[float] | None) -> Box | None:
    """Give left, bottom, right, top of a letter in points: the room in its line and the box around its `ink`.

    None for what has neither, as a space that PDFium put between two words.
    """
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(rect)) or rect.right <= rect.left:
        return (ink[0], ink[1], ink[2], ink[3]) if ink is not None else None
    if ink is None:
        return rect.left, rect.bottom, rect.right, rect.top
    return (
        min(rect.left, ink[0]), min(rect.bottom, ink[1]), max(rect.right, ink[2]), max(rect.top, ink[3]),
    )  # fmt: skip
