"""Inside the sandbox, a PDF becomes pictures of its pages and the text that can be read on them."""

from collections.abc import Iterator

from contest.kernel.text import nfc
from contest.platform.documents import pdf, pdf_pages
from contest.platform.sandbox_child import Result


def render(raw: bytes) -> Result:
    reading = pdf.read(raw)
    return {
        "text": reading.text,
        "places": list(_places(reading)),
        "flags": sorted(reading.flags),
        "removed": [[item.kind, item.text] for item in reading.removed],
    }, pdf_pages.draw(reading.mended)


def _places(reading: pdf.PdfReading) -> Iterator[str]:
    """Leave out words of signs that nobody sees alone, as a hyphen of a page that stands upside down: nfc does."""
    if reading.places:
        for word, place in zip(reading.text.split(), reading.places, strict=True):
            if nfc(word):
                yield place
