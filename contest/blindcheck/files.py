"""The files of made-up authors: what word processors and cameras keep of people is full of their words."""

import io
from typing import Final

from contest.blindcheck.people import Author
from contest.demonstration.essays import Essay, Kind, Paragraph
from contest.demonstration.files import docx_file, pdf_file, txt_file

_PROPERTIES: Final = (
    "author",
    "last_modified_by",
    "category",
    "comments",
    "keywords",
    "subject",
    "identifier",
)
_ARTIST: Final = 0x013B  # of EXIF


def file_of(kind: str, author: Author, text: str) -> bytes:
    """Return the author's work as a file of the kind. Raises KeyError for a kind that is not made here."""
    return _MAKERS[kind](author, essay(author, text))


def essay(author: Author, text: str) -> Essay:
    """Return the text as an essay."""
    paragraphs = tuple(Paragraph(Kind.TEXT, line) for line in text.split("\n\n"))
    return Essay(author.title, paragraphs, "")


def _docx(author: Author, essay: Essay) -> bytes:
    """A document with the author's words in properties, header, footer, a comment, a picture and hidden text."""
    from docx import Document  # noqa: PLC0415 -- slow import

    document = Document(io.BytesIO(docx_file(essay, author=author.full_name, company=author.unit)))
    for name in _PROPERTIES:
        setattr(document.core_properties, name, author.token("PROPERTY"))
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{author.token('HEADER')} {author.full_name}"
    section.footer.paragraphs[0].text = author.token("HEADER")
    paragraph = document.paragraphs[-1]
    document.add_comment(paragraph.runs, text=author.token("COMMENT"), author=author.full_name, initials="ZQ")
    document.add_paragraph().add_run(author.token("HIDDEN")).font.hidden = True
    document.add_picture(io.BytesIO(picture(author)))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _pdf(author: Author, essay: Essay) -> bytes:
    """A document with the author's words in its properties, its metadata, an attachment and an annotation."""
    import pikepdf  # noqa: PLC0415 -- slow import

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file(essay, author=author.full_name))) as pdf:
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = [author.token("PROPERTY")]
            metadata["pdf:Keywords"] = author.token("PROPERTY")
        pdf.docinfo["/Author"] = pdf.docinfo["/Subject"] = author.token("PROPERTY")
        pdf.attachments[f"{author.token('FILE')}.txt"] = author.token("HIDDEN").encode()
        note = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Text"))
        note["/Rect"] = pikepdf.Array([0, 0, 9, 9])
        note["/T"], note["/Contents"] = author.full_name, author.token("COMMENT")
        pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(written)
    return written.getvalue()


def _txt(author: Author, essay: Essay) -> bytes:  # noqa: ARG001 -- plain text has no room for more
    return txt_file(essay)


def picture(author: Author) -> bytes:
    """A JPEG with the author's words in EXIF, in its comment, and behind its end."""
    from PIL import Image  # noqa: PLC0415 -- slow import

    made = Image.new("RGB", (60, 40), (200, 120, 60))
    exif = made.getexif()
    exif[_ARTIST] = author.token("PICTURE")
    target = io.BytesIO()
    made.save(target, "JPEG", exif=exif, comment=author.token("PICTURE").encode())
    return target.getvalue() + author.token("PICTURE").encode()


_MAKERS: Final = {"docx": _docx, "pdf": _pdf, "txt": _txt}
KINDS: Final = tuple(_MAKERS)
