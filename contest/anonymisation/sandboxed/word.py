"""Inside the sandbox, a document that is read as one of Word becomes HTML: allowed elements, mammoth, cleaning."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

import mammoth
from lxml import etree

from contest.platform.documents.ooxml import VAL, WORD, w
from contest.platform.documents.reading import WordReading
from contest.platform.sandbox_child import Result
from contest.platform.sanitise import clean_essay

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_PARTS: Final = ("styles", "numbering", "footnotes", "endnotes")
_STYLES: Final = {f"Heading{n}": f"heading {n}" for n in range(1, 7)} | {"Title": "Title", "Quote": "Quote"}
_STYLE_MAP: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
u => u
"""
_ARROW: Final = re.compile(r' ?<a href="#[a-z]{4,8}-ref-\d{1,20}">↑</a>')
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def render_docx(raw: bytes) -> Result:
    from contest.platform.documents import docx  # noqa: PLC0415 -- only this job pays for it

    return _render(docx.read(raw))


def render_odt(raw: bytes) -> Result:
    from contest.platform.documents import odt  # noqa: PLC0415 -- only this job pays for it

    return _render(odt.read(raw))


def render_doc(raw: bytes) -> Result:
    from contest.platform.documents import doc  # noqa: PLC0415 -- only this job pays for it

    return _render(doc.read(raw))


def render_rtf(raw: bytes) -> Result:
    from contest.platform.documents import rtf  # noqa: PLC0415 -- only this job pays for it

    return _render(rtf.read(raw))


def practise() -> None:
    """Convert a document of our own: what is only imported or compiled then is there for those that follow."""
    body = etree.Element(w("body"))
    run = etree.SubElement(etree.SubElement(body, w("p")), w("r"))
    etree.SubElement(run, w("t")).text = "↑"
    _render(WordReading("↑", frozenset(), (), (), body, {}, frozenset()))


def _render(reading: WordReading) -> Result:
    converted = mammoth.convert_to_html(
        io.BytesIO(_package(reading)),
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        external_file_access=False,
        id_prefix="",
    )
    return {
        "html": clean_essay(_without_arrows(converted.value)),
        "text": reading.text,
        "flags": sorted(reading.flags),
        "removed": [[item.kind, item.text] for item in reading.removed],
    }, ()


def _without_arrows(html: str) -> str:
    """Take out the sign that leads back from a note; without its link it means nothing."""
    return _ARROW.sub("", html)


def _package(reading: WordReading) -> bytes:
    """Write a document of only what we made, whatever the author's was; mammoth never sees a byte of that."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, content in _members(reading):
            package.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return target.getvalue()


def _members(reading: WordReading) -> Iterator[tuple[str, bytes]]:
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations([("officeDocument", "word/document.xml")])
    yield "word/_rels/document.xml.rels", _relations([(part, f"{part}.xml") for part in _PARTS])
    document = etree.Element(w("document"), nsmap={"w": WORD})
    document.append(reading.body)
    yield "word/document.xml", etree.tostring(document)
    yield "word/styles.xml", etree.tostring(_styles())
    yield "word/numbering.xml", etree.tostring(_numbering(document, reading))
    for kind, notes in reading.notes.items():
        yield f"word/{kind}s.xml", etree.tostring(notes)


def _content_types() -> bytes:
    root = etree.Element(f"{{{_PACKAGE}content-types}}Types")
    for part, kind in (("document", "document.main"), *((part, part) for part in _PARTS)):
        etree.SubElement(
            root,
            f"{{{_PACKAGE}content-types}}Override",
            {"PartName": f"/word/{part}.xml", "ContentType": f"{_TYPE}{kind}+xml"},
        )
    return bytes(etree.tostring(root))


def _relations(targets: list[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}relationships}}Relationships")
    for number, (kind, target) in enumerate(targets):
        etree.SubElement(
            root,
            f"{{{_PACKAGE}relationships}}Relationship",
            {"Id": f"r{number}", "Type": _RELATION + kind, "Target": target},
        )
    return bytes(etree.tostring(root))


def _styles() -> etree._Element:
    root = etree.Element(w("styles"), nsmap={"w": WORD})
    for identifier, name in _STYLES.items():
        style = etree.SubElement(root, w("style"), {w("type"): "paragraph", w("styleId"): identifier})
        etree.SubElement(style, w("name"), {VAL: name})
    return root


def _numbering(document: etree._Element, reading: WordReading) -> etree._Element:
    """Say of each list that is used only whether its levels have numbers or dots."""
    root = etree.Element(w("numbering"), nsmap={"w": WORD})
    stories = (document, *reading.notes.values())
    numbers = sorted({found.get(VAL) for story in stories for found in story.iter(w("numId"))}, key=int)
    for number in numbers:
        kind = etree.SubElement(root, w("abstractNum"), {w("abstractNumId"): number})
        for level in "012345678":
            form = "bullet" if (number, level) in reading.bullets else "decimal"
            made = etree.SubElement(kind, w("lvl"), {w("ilvl"): level})
            etree.SubElement(made, w("numFmt"), {VAL: form})
    for number in numbers:
        made = etree.SubElement(root, w("num"), {w("numId"): number})
        etree.SubElement(made, w("abstractNumId"), {VAL: number})
    return root
