"""Looks through the objects of a PDF for scripts, attachments, forms and names; runs in the sandbox only."""

import io
from collections.abc import Iterator
from typing import Final

import pikepdf

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.package import parse
from contest.platform.documents.pdf_actual import without_replacements
from contest.platform.documents.reading import Removed

PAGES_LIMIT: Final = 60
_OBJECTS_LIMIT: Final = 200_000
_DEEP: Final = 6
_LONGEST: Final = 2_000
_MOST: Final = 200
_SCRIPTS: Final = frozenset({"/JavaScript", "/Rendition"})
_ACTIONS: Final = frozenset({"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"})
_MEDIA: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
_QUIET_NOTES: Final = frozenset({"/Link", "/Widget", "/Popup", *_MEDIA})
_PROGRAMS: Final = frozenset({"/Creator", "/Producer", "/Trapped", "/CreationDate", "/ModDate"})
_XMP_NEUTRAL_WORDS: Final = """
    CreatorTool Producer CreateDate ModifyDate MetadataDate format DocumentID InstanceID part
    conformance Trapped RenditionClass VersionID PDFVersion NPages language
"""
_XMP_NEUTRAL: Final = frozenset(_XMP_NEUTRAL_WORDS.split())
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    pikepdf.ForeignObjectError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


class Findings:
    """Flags, things removed and names, as they are met."""

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.removed: list[Removed] = []
        self.traces: list[str] = []
        self.draws_letters = False  # a font of small programs: where they draw is not where it says

    def remove(self, kind: str, text: str, *, flag: str = "") -> None:
        if flag:
            self.flags.add(flag)
        kept = text.strip()[:_LONGEST]
        if kept and len(self.removed) < _MOST:
            self.removed.append(Removed(kind, kept))

    def trace(self, text: str) -> None:
        kept = " ".join(text.split())[:_LONGEST]
        if kept and kept not in self.traces and len(self.traces) < _MOST:
            self.traces.append(kept)


def look_through(raw: bytes) -> tuple[int, Findings, bytes]:
    """Count the pages, list the findings and give the file to read on, mended and without replacement texts.

    Raises RuleBroken for what is locked, damaged or too long.
    """
    try:
        with pikepdf.open(io.BytesIO(raw), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise RuleBroken(sentences.LOCKED_PDF)
            count, found = _pages(pdf), _findings(pdf)
            mended, replaced = without_replacements(pdf)
    except pikepdf.PasswordError as error:
        raise RuleBroken(sentences.LOCKED_PDF) from error
    except _BROKEN as error:
        raise RuleBroken(sentences.BROKEN_PDF) from error
    for text in dict.fromkeys(replaced):
        if len(text) > 1:  # Word writes one for every dash it turns into a hyphen
            found.remove("replacement-text", text)
    return count, found, mended


def _pages(pdf: pikepdf.Pdf) -> int:
    count = len(pdf.pages)
    if count > PAGES_LIMIT:
        raise RuleBroken(sentences.TOO_MANY_PAGES, limit=PAGES_LIMIT)
    if count == 0:
        raise RuleBroken(sentences.BROKEN_PDF)
    return count


def _findings(pdf: pikepdf.Pdf) -> Findings:
    found = Findings()
    for dictionary in _dictionaries(pdf):
        _examine(dictionary, found)
    _properties(pdf, found)
    for trace in found.traces:
        found.remove("property", trace)
    return found


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk over every dictionary, also those that hang on nothing: older revisions stay in the bytes."""
    for number, item in enumerate(pdf.objects):
        if number >= _OBJECTS_LIMIT:
            raise RuleBroken(sentences.UNPACKS_TOO_LARGE)
        yield from _nested(item, 0)


def _nested(item: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    if depth > _DEEP:
        return
    if isinstance(item, pikepdf.Array):
        values = list(item)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        yield item
        values = [part for _, part in item.items()]
    else:
        return
    for part in values:
        if not getattr(part, "is_indirect", True):  # numbers come as Python's own and have nothing inside
            yield from _nested(part, depth + 1)


def _examine(item: pikepdf.Object, found: Findings) -> None:
    kind, action = str(item.get("/Subtype", "")), str(item.get("/S", ""))
    if kind == "/Type3":
        found.draws_letters = True
    if action in _SCRIPTS or "/JS" in item or "/JavaScript" in item:
        found.flags.add("javascript")
    if action in _ACTIONS:
        found.flags.add("actions")
    if "/EF" in item or "/EmbeddedFiles" in item or kind in _MEDIA:
        found.remove("attachment", _text(item, "/UF", "/F", "/Desc"), flag="attachments")
    if "/XFA" in item:
        found.flags.add("forms")
    if "/FT" in item:
        found.remove("form-value", _text(item, "/T", "/V"), flag="forms")
    if item.get("/Rect") is not None and kind not in _QUIET_NOTES and _text(item, "/T", "/Contents"):
        found.remove("comment", _text(item, "/T", "/Contents"), flag="comments")


def _text(item: pikepdf.Object, *names: str) -> str:
    values = (item.get(name) for name in names)
    return " · ".join(dict.fromkeys(str(found) for found in values if isinstance(found, pikepdf.String)))


def _properties(pdf: pikepdf.Pdf, found: Findings) -> None:
    info = pdf.trailer.get("/Info")
    for name, said in info.items() if isinstance(info, pikepdf.Dictionary) else ():
        if isinstance(said, pikepdf.String) and name not in _PROGRAMS:
            found.trace(str(said))
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        _xmp(metadata.read_bytes(), found)


def _xmp(raw: bytes, found: Findings) -> None:
    try:
        root = parse(raw.strip(b"\0 \r\n\t"))
    except RuleBroken:
        return  # damaged metadata is no reason to refuse an entry, and is not shown to anybody
    for item in root.iter():
        names = {str(part.tag).rpartition("}")[2] for part in (item, *item.iterancestors())}
        if not len(item) and names.isdisjoint(_XMP_NEUTRAL):
            found.trace(item.text or "")
