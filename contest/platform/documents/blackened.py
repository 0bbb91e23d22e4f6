"""Blackens parts of a picture of a page: what stood there is gone from the new picture."""

from collections.abc import Collection
from io import BytesIO

from PIL import Image, ImageDraw


def blackened(content: bytes, cells: Collection[tuple[int, int]], grid: tuple[int, int]) -> bytes:
    """Return the picture, one of ours, as PNG with these cells black.

    `cells`: row and column, from 0; `grid`: how many rows and columns the picture is divided into.
    """
    rows, columns = grid
    with Image.open(BytesIO(content), formats=("PNG", "WEBP")) as opened:
        drawn = opened.convert("RGB" if opened.mode not in {"L", "RGB"} else opened.mode)
    pen = ImageDraw.Draw(drawn)
    for row, column in sorted(cells):
        left, right = (drawn.width * at // columns for at in (column, column + 1))
        top, bottom = (drawn.height * at // rows for at in (row, row + 1))
        pen.rectangle((left, top, right, bottom), fill=0 if drawn.mode == "L" else (0, 0, 0))
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    kept = BytesIO()
    clean.save(kept, "PNG")
    return kept.getvalue()
