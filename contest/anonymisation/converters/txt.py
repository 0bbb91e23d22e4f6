"""A plain text file as a judge sees it."""

from contest.anonymisation.converters.paragraphs import as_html
from contest.anonymisation.converters.rendition import Rendition
from contest.platform.documents import txt


def render(raw: bytes) -> Rendition:
    """Raise RuleBroken where the file is no Unicode text."""
    text = txt.read(raw).strip()
    return Rendition("html", as_html(text), text)
