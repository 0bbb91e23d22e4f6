"""Inside the sandbox, a PDF becomes pictures of its pages and the text that can be read on them."""

from contest.platform.documents import pdf, pdf_pages
from contest.platform.sandbox_child import Result


def render(raw: bytes) -> Result:
    reading = pdf.read(raw)
    return {
        "text": reading.text,
        "flags": sorted(reading.flags),
        "removed": [[item.kind, item.text] for item in reading.removed],
    }, pdf_pages.draw(reading.mended)
