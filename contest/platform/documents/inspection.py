"""Inspects a file an author chose: its kind, its text and what a secretary should know of it."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from contest.kernel.conversion import decode_bytes
from contest.kernel.encodings import legacy_encoding, refuse_legacy
from contest.kernel.text import count_words, nfc
from contest.platform import sandbox
from contest.platform.documents import docx, kinds, odt, sentences, txt
from contest.platform.documents.package import Package
from contest.platform.documents.reading import WordReading

WALL_SECONDS: Final = 20.0
# Beyond this a document is read in the sandbox: 20,000 words, each in a run of its own.
IN_PROCESS: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Inspection:
    """`size` in bytes; `text` NFC, "" if it cannot be checked (flag "no-text"); `pages` of a PDF or pictures, else 0.

    The last `note_lines` lines of the text are notes.
    `traces` are names and properties stored in the file, for the search for self-identification. `seconds`: how long
    a recording lasts. `parts`: the pictures that are kept together in one file, each with name, size, sha256, traces,
    and a small picture of each among the `previews`, base64.
    """

    kind: str
    sha256: str
    size: int
    text: str
    words: int
    flags: frozenset[str]
    pages: int
    traces: tuple[str, ...]
    note_lines: int = 0
    seconds: int = 0
    parts: tuple[dict[str, Any], ...] = ()
    previews: tuple[str, ...] = ()


def inspect(raw: bytes, file_name: str, *, limit: int = kinds.SIZE_LIMIT) -> Inspection:
    """Raise RuleBroken, one sentence for each fault; `limit` is in bytes."""
    kind = kinds.recognise(raw, file_name, limit=limit)
    text, flags, pages, traces, note_lines = _READERS[kind](raw)
    return Inspection(
        kind,
        hashlib.sha256(raw).hexdigest(),
        len(raw),
        text,
        count_words(text),
        flags if text else flags | {"no-text"},
        pages,
        traces,
        note_lines,
    )


def text_as_it_stands(raw: bytes, file_name: str, *, limit: int = kinds.SIZE_LIMIT) -> str:
    """Give the text of a file that was refused for its letters, one a byte where it is plain; raises RuleBroken.

    "" where there is nothing to be read so.
    """
    kind = kinds.recognise(raw, file_name, limit=limit)
    if kind in _WORDS:
        return _sandboxed(f"read-{kind}", raw)[0]
    if kind != "txt":
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_bytes(raw)


_WORDS: Final = frozenset({"doc", "docx", "odt", "rtf"})
_Found = tuple[str, frozenset[str], int, tuple[str, ...], int]


def _txt(raw: bytes) -> _Found:
    return txt.read(raw).strip(), frozenset(), 0, (), 0


def _docx(raw: bytes) -> _Found:
    if _unpacked(raw) > IN_PROCESS:
        return _typed(_sandboxed("read-docx", raw))
    return _typed(_found(docx.read(raw)))


def _odt(raw: bytes) -> _Found:
    if _unpacked(raw) > IN_PROCESS:
        return _typed(_sandboxed("read-odt", raw))
    return _typed(_found(odt.read(raw)))


def _doc(raw: bytes) -> _Found:
    return _typed(_sandboxed("read-doc", raw))


def _rtf(raw: bytes) -> _Found:
    return _typed(_sandboxed("read-rtf", raw))


def _found(reading: WordReading) -> _Found:
    return reading.text, reading.flags, 0, reading.traces, reading.note_lines


def _unpacked(raw: bytes) -> int:
    return Package(raw).size_of_xml


def _typed(found: _Found) -> _Found:
    """Refuse a text typed in an old encoding: it would reach the judges as broken letters."""
    text = nfc(found[0])
    refuse_legacy(text, field=None)
    return text, *found[1:]


def _pdf(raw: bytes) -> _Found:
    """Judges see the pages of a PDF, so a text in an old encoding does no harm, but cannot be checked."""
    text, flags, pages, traces, _ = _sandboxed("read-pdf", raw)
    text = nfc(text)
    return "" if legacy_encoding(text) else text, flags, pages, traces, 0


def _sandboxed(job: str, raw: bytes) -> _Found:
    answer = sandbox.run(job, raw, wall=WALL_SECONDS, sentences=sentences.ALL)
    flags = frozenset(answer.words("flags"))
    return (
        answer.text("text"),
        flags,
        answer.number("pages"),
        answer.words("traces"),
        answer.number("note_lines"),
    )


_READERS: Final = {"doc": _doc, "docx": _docx, "odt": _odt, "pdf": _pdf, "rtf": _rtf, "txt": _txt}
