"""A Word document, or what is read like one, as a judge sees it: rebuilt from allowed elements, in the sandbox."""

from contest.anonymisation.converters.rendition import Rendition
from contest.kernel.encodings import refuse_legacy
from contest.kernel.text import nfc
from contest.platform import sandbox
from contest.platform.documents import sentences
from contest.platform.documents.reading import Removed
from contest.platform.sanitise import recheck_essay


def docx(raw: bytes) -> Rendition:
    """Raise RuleBroken, a sentence for each fault; nothing of a file that cannot be rendered is shown."""
    return _render("render-docx", raw)


def odt(raw: bytes) -> Rendition:
    """Raise RuleBroken as for a Word document."""
    return _render("render-odt", raw)


def doc(raw: bytes) -> Rendition:
    """Raise RuleBroken as for a Word document."""
    return _render("render-doc", raw)


def rtf(raw: bytes) -> Rendition:
    """Raise RuleBroken as for a Word document."""
    return _render("render-rtf", raw)


def _render(job: str, raw: bytes) -> Rendition:
    answer = sandbox.run(job, raw, sentences=sentences.ALL)
    text = nfc(answer.text("text"))
    refuse_legacy(text, field=None)
    removed = tuple(Removed(kind, what) for kind, what in answer.pairs("removed"))
    flags = frozenset(answer.words("flags"))
    return Rendition(
        "html",
        recheck_essay(answer.text("html")),
        text,
        removed=removed,
        flags=flags if text else flags | {"no-text"},
    )
