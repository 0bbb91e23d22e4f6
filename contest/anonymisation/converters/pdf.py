"""A PDF as a judge sees it: pictures of its pages, and their text for screen readers, made in the sandbox."""

from typing import Final

from contest.anonymisation.converters.paragraphs import one_each
from contest.anonymisation.converters.rendition import Rendition
from contest.kernel.encodings import legacy_encoding
from contest.kernel.errors import RuleBroken
from contest.kernel.text import nfc
from contest.platform import sandbox
from contest.platform.documents import sentences
from contest.platform.documents.reading import Removed

_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"RIFF")


def render(raw: bytes) -> Rendition:
    """Raise RuleBroken, a sentence for each fault; nothing of a file that cannot be rendered is shown."""
    answer = sandbox.run("render-pdf", raw, sentences=sentences.ALL)
    if not answer.blobs or not all(page.startswith(_PICTURES) for page in answer.blobs):
        raise RuleBroken(sandbox.UNREADABLE)
    text = nfc(answer.text("text"))
    if legacy_encoding(text):
        text = ""  # the pictures show it well; as letters it would be nonsense
    removed = tuple(Removed(kind, what) for kind, what in answer.pairs("removed"))
    flags = frozenset(answer.words("flags"))
    return Rendition(
        "pages",
        one_each(text),
        text,
        answer.blobs,
        removed,
        flags if text else flags | {"no-text"},
        answer.words("places") if text else (),
    )
