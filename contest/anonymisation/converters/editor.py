"""Text typed or pasted into the form, as a judge sees it."""

from contest.anonymisation.converters.paragraphs import as_html
from contest.anonymisation.converters.rendition import Rendition
from contest.kernel.text import nfc


def render(raw: bytes) -> Rendition:
    """Take the UTF-8 bytes that were kept of the form; others are a fault of ours (UnicodeDecodeError)."""
    text = nfc(raw.decode()).strip()
    return Rendition("html", as_html(text), text)
