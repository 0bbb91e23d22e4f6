"""The files of made-up authors: what word processors and cameras keep of people is full of their words."""

import io
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

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


def file_of(kind: str, author: Author, text: str, *, pages: int = 1) -> bytes:
    """Return the author's work as a file of the kind; a PDF has so many pages at least. Raises KeyError."""
    made = _MAKERS[kind](author, essay(author, text))
    return _with_pages(made, pages) if kind == "pdf" and pages > 1 else made


def pictures_of(author: Author, *, pages: int = 2) -> list[tuple[bytes, str]]:
    """Return so many pictures of pages with their names: JPEG, PNG and WEBP in turn."""
    kinds = (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"))
    made = []
    for number in range(pages):
        kind, ending = kinds[number % len(kinds)]
        name = f"{author.token('FILE')} {author.name} {number + 1}.{ending}"
        made.append((picture(author, kind, (300 + number, 400)), name))
    return made


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


def _with_pages(raw: bytes, pages: int) -> bytes:
    import pikepdf  # noqa: PLC0415 -- slow import

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        while len(pdf.pages) < pages:
            pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


_OPEN_DOCUMENT: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_ODT_SPACES: Final = " ".join(
    f'xmlns:{name}="{_OPEN_DOCUMENT}{name}:1.0"' for name in ("office", "style", "text", "meta", "drawing")
)


def _odt(author: Author, essay: Essay) -> bytes:
    """A document with the author's words in its properties, a comment, a deleted line, hidden text and a picture."""
    spaces = f'{_ODT_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    lines = "".join(f"<text:p>{escape(each.text)}</text:p>" for each in essay.paragraphs)
    who = escape(author.full_name)
    body = (
        f"<text:p>{escape(essay.title)}</text:p>{lines}<text:p><office:annotation><dc:creator>{who}</dc:creator>"
        f"<text:p>{author.token('COMMENT')}</text:p></office:annotation></text:p>"
        f'<text:p><text:span text:style-name="Gone">{author.token("HIDDEN")}</text:span></text:p>'
        '<text:p><drawing:frame><drawing:image xlink:href="Pictures/1.jpg"/></drawing:frame></text:p>'
    )
    no_text = '<style:text-properties text:display="none"/>'
    hidden = f'<style:style style:name="Gone" style:family="text">{no_text}</style:style>'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{hidden}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    told = f"<dc:creator>{who}</dc:creator><dc:subject>{author.token('PROPERTY')}</dc:subject>"
    meta = f"<office:document-meta {spaces}><office:meta>{told}</office:meta></office:document-meta>"
    kind = "application/vnd.oasis.opendocument.text"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), kind)
        package.writestr("content.xml", content)
        package.writestr("meta.xml", meta)
        package.writestr("Pictures/1.jpg", picture(author))
        package.writestr("META-INF/manifest.xml", _manifest(kind))
    return written.getvalue()


def _manifest(kind: str) -> str:
    listed = (
        ("/", kind),
        ("content.xml", "text/xml"),
        ("meta.xml", "text/xml"),
        ("Pictures/1.jpg", "image/jpeg"),
    )
    lines = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{of}"/>' for path, of in listed)
    return f'<m:manifest xmlns:m="{_OPEN_DOCUMENT}manifest:1.0">{lines}</m:manifest>'


def _rtf(author: Author, essay: Essay) -> bytes:
    """A document with the author's words in its properties, header, a comment and hidden text."""
    lines = r"\par ".join(each.text for each in essay.paragraphs)
    who = author.full_name
    text = (
        rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Times;}}}}{{\info{{\author {who}}}{{\company {author.unit}}}"
        rf"{{\keywords {author.token('PROPERTY')}}}}}{{\header {author.token('HEADER')} {who}}}"
        rf"\pard {essay.title}\par {lines}{{\*\atnid ZQ}}{{\*\atnauthor {who}}}"
        rf"{{\*\annotation {author.token('COMMENT')}}}\par {{\v {author.token('HIDDEN')}}}\par }}"
    )
    return "".join(each if ord(each) < 128 else _escaped(each) for each in text).encode()


def _escaped(letter: str) -> str:
    """A letter beyond ASCII as RTF writes it: the numbers of its halves in UTF-16, with their sign."""
    raw = letter.encode("utf-16-le")
    codes = (int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2))
    return "".join(rf"\u{code}?" for code in codes)


def _txt(author: Author, essay: Essay) -> bytes:  # noqa: ARG001 -- plain text has no room for more
    return txt_file(essay)


def picture(author: Author, kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture with the author's words in EXIF, in its comment or text, and behind its end."""
    from PIL import Image, PngImagePlugin  # noqa: PLC0415 -- slow import

    made = Image.new("RGB", size, (200, 120, 60))
    exif = made.getexif()
    exif[_ARTIST] = author.token("PICTURE")
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Author", f"{author.token('PICTURE')} {author.full_name}", zip=True)
    beside: dict[str, Any] = {}
    if kind == "JPEG":
        beside["comment"] = author.token("PICTURE").encode()
    if kind == "PNG":
        beside["pnginfo"] = told
    target = io.BytesIO()
    made.save(target, kind, exif=exif, **beside)
    return target.getvalue() + author.token("PICTURE").encode()


_MAKERS: Final[Mapping[str, Callable[[Author, Essay], bytes]]] = {
    "docx": _docx, "odt": _odt, "rtf": _rtf, "pdf": _pdf, "txt": _txt,
}  # fmt: skip
KINDS: Final = tuple(_MAKERS)
