"""A file of Word 97 with a token ZQX… in every channel that LibreOffice writes; text KEEP… has to survive."""

from functools import cache
from pathlib import Path

from tests import deepgrep
from tests.planted import Planted

_PATH = Path(__file__).parent / "files" / "planted.doc"
_BEGINNING = b"\xec\xa5"  # of the stream that holds the text
_HIDDEN = "Hidden White OffWhite Tiny Flat Away BlackOnBlack NoteHidden"
_KEPT = (
    "Title Heading Second Plain Slanted Under Struck Raised Bold AfterHidden AfterWhite AfterOffWhite"
    " AfterTiny Inserted "
    "WhiteOnBlack AfterField Link Marked Quote Dot Number CellOne CellTwo Commented Emoji Noted Footnote Endnote"
)


@cache
def raw() -> bytes:
    return _PATH.read_bytes()


def changed(at: int, bits: int) -> bytes:
    """Set the two bytes at a place of the document's beginning."""
    made = bytearray(raw())
    start = made.index(_BEGINNING) + at
    made[start : start + 2] = bits.to_bytes(2, "little")
    return bytes(made)


def doc_document() -> Planted:
    found = deepgrep.tokens_in(raw())
    hidden = {f"ZQX{name}" for name in _HIDDEN.split()}
    return Planted(found, hidden, {f"KEEP{name}" for name in _KEPT.split()}, raw())
