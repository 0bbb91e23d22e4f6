"""Text typed into the editor with headings, lists and tables, as a judge sees it: cleaned once more."""

from contest.anonymisation.converters.rendition import Rendition
from contest.kernel.markup import plain_text
from contest.platform.sanitise import clean_for_judges


def render(raw: bytes) -> Rendition:
    """Take the UTF-8 bytes of the kept markup; whatever it holds, no attribute comes out."""
    html = clean_for_judges(raw.decode())
    return Rendition("html", html, plain_text(html))
