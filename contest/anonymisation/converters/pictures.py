"""Pictures of handwritten pages as a judge sees them: each drawn anew on a canvas of ours, in the sandbox."""

from contest.anonymisation.converters.rendition import Rendition
from contest.platform.documents import handwritten
from contest.platform.documents.reading import Removed


def render(raw: bytes) -> Rendition:
    """Take the container of `handwritten`. Raises RuleBroken; nothing of a picture that cannot be drawn is shown."""
    pages, removed = [], []
    for name, picture in handwritten.members(raw):
        page, traces = handwritten.drawn(picture, name)
        pages.append(page)
        removed += [Removed("property", trace) for trace in traces]
    return Rendition("pages", "", "", tuple(pages), tuple(dict.fromkeys(removed)), frozenset({"no-text"}))
