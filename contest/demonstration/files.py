"""Essays as the files people send: DOCX, PDF and plain text, the same bytes for the same essay."""

import io
import json
import zipfile
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from contest.demonstration.essays import Essay, Kind, Paragraph

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from typst import Compiler

WRITTEN_AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)  # what the properties of every file say
_ZIP_TIME = WRITTEN_AT.timetuple()[:6]

# The essay comes as data, so nothing in it can act as markup.
_TYPST = b"""
#let essay = json(bytes(sys.inputs.essay))
#set document(title: essay.title, author: essay.author, date: none)
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.2cm), numbering: "1")
#set text(lang: "vi", size: 12pt, hyphenate: false)
#set par(justify: true, first-line-indent: 1em, spacing: 0.9em, leading: 0.75em)
#align(center, text(size: 15pt, weight: "bold", essay.title))
#v(1em)
#for (kind, body) in essay.paragraphs {
  if kind == "heading" { heading(level: 2, body) }
  else if kind == "item" { list.item(body) }
  else if kind == "quote" { pad(x: 2em, emph(body)) }
  else if kind == "note" { v(1em); text(size: 10pt, body) }
  else { par(body) }
}
"""


def txt_file(essay: Essay) -> bytes:
    """UTF-8, as Notepad saves it: line ends of Windows."""
    return f"{essay.title}\n\n{essay.text}\n".replace("\n", "\r\n").encode()


def docx_file(essay: Essay, *, author: str, company: str) -> bytes:
    """Write it as Word would, with the author's name and company in the properties, as Word does too."""
    from docx import Document  # noqa: PLC0415 -- slow import

    document = Document(io.BytesIO(_template()))
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title = essay.title
    properties.created = properties.modified = WRITTEN_AT
    properties.comments = properties.keywords = ""
    document.add_heading(essay.title, level=1)
    for paragraph in essay.paragraphs:
        _add(document, paragraph)
    written = io.BytesIO()
    document.save(written)
    return _settled(written.getvalue(), company)


@cache
def _template() -> bytes:
    """Pare python-docx's template of 750 KB of table styles and effects, which cost two thirds of the time."""
    from docx import Document  # noqa: PLC0415 -- slow import
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 -- slow import

    document = Document()
    effects = [key for key, relation in document.part.rels.items() if "stylesWithEffects" in relation.reltype]
    for key in effects:
        document.part.drop_rel(key)
    tables = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    for style in tables[1:]:  # the first is the plain one that Word falls back on
        style.delete()
    pared = io.BytesIO()
    document.save(pared)
    return pared.getvalue()


def _add(document: "DocxDocument", paragraph: Paragraph) -> None:
    text = paragraph.text
    if paragraph.kind is Kind.HEADING:
        document.add_heading(text, level=2)
    elif paragraph.kind is Kind.ITEM:
        lead, colon, rest = text.partition(":")
        item = document.add_paragraph(style="List Bullet")
        item.add_run(lead + colon).bold = True
        item.add_run(rest)
    else:
        document.add_paragraph().add_run(text).italic = paragraph.kind in {Kind.QUOTE, Kind.NOTE} or None


def _settled(written: bytes, company: str) -> bytes:
    """Pack anew with the company in the properties and one fixed time for every part."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(settled, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/app.xml":
                content = content.replace(b"<Company/>", f"<Company>{escape(company)}</Company>".encode())
            # Level 1: the styles of the template are 800 KB, and size is no matter here.
            new.writestr(zipfile.ZipInfo(part.filename, _ZIP_TIME), content, zipfile.ZIP_DEFLATED, 1)
    return settled.getvalue()


def pdf_file(essay: Essay, *, author: str) -> bytes:
    """Set it as a PDF with its author in the properties; the fonts are the ones typst brings along."""
    data = {
        "title": essay.title,
        "author": author,
        "paragraphs": [(paragraph.kind.value, paragraph.text) for paragraph in essay.paragraphs],
    }
    made = _compiler().compile(
        _TYPST,
        format="pdf",
        sys_inputs={"essay": json.dumps(data, ensure_ascii=False)},
        timestamp=WRITTEN_AT,
    )
    if not isinstance(made, bytes):
        message = "typst made no PDF"
        raise TypeError(message)
    return made


@cache
def _compiler() -> "Compiler":
    """One compiler for all: looking for fonts takes longer than the setting."""
    from typst import Compiler  # noqa: PLC0415 -- slow import

    return Compiler(ignore_system_fonts=True)
