"""Reads a PDF: text, what is hidden, scripted or attached, pictures of the pages; in the sandbox only."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest.platform.documents import pdf_pages, pdf_structure
from contest.platform.documents.reading import Removed


@dataclass(frozen=True, slots=True)
class PdfReading:
    """`text` is empty if the PDF consists of pictures or unreadable letters, and the flag "no-text" is up.

    `mended` is the file to draw the pages from: what two readers of damaged files see might differ. `places`: for each
    word of the text the number of its page, from 1, and where it stands there (pdf_places.py); the number alone where
    that is not known.
    """

    text: str
    pages: int
    flags: frozenset[str]
    removed: tuple[Removed, ...]
    traces: tuple[str, ...]
    mended: bytes
    places: tuple[str, ...] = ()


def read(raw: bytes) -> PdfReading:
    """Raise RuleBroken if the PDF is locked, damaged or too long."""
    count, found, mended = pdf_structure.look_through(raw)
    pages = pdf_pages.read(mended)
    text = "\n".join(page.text for page in pages if page.text) if all(page.legible for page in pages) else ""
    hidden = tuple(Removed("hidden-text", page.hidden) for page in pages if page.hidden)
    flags = frozenset(found.flags | set(_flags(pages, text)))
    places = tuple(_places(pages, known=not found.draws_letters)) if text else ()
    return PdfReading(text, count, flags, (*hidden, *found.removed), tuple(found.traces), mended, places)


def _places(pages: list[pdf_pages.PageText], *, known: bool) -> Iterator[str]:
    for number, page in enumerate(pages, start=1):
        for place in page.places:
            yield f"{number} {place}" if place and known else str(number)


def _flags(pages: list[pdf_pages.PageText], text: str) -> Iterator[str]:
    if not text:
        yield "no-text"
    if any(page.hidden for page in pages):
        yield "hidden-text"
    if any(page.has_picture for page in pages):
        yield "picture"
    if text and any(page.has_picture and not page.text for page in pages):
        yield "picture-page"
