"""Makes the files of people who mean harm or made a mistake, and names the sentence each has to be met with."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import docx
import pikepdf
from PIL import Image

from contest.platform.documents import sentences
from tests import planted_doc
from tests.planted_odt import SPACES, odt
from tests.planted_rtf import rtf

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True)
class Case:
    name: str
    file_name: str
    make: Callable[[], bytes]
    sentence: str


def parts() -> dict[str, bytes]:
    """Give the parts of a small sound document."""
    made = docx.Document()
    made.add_paragraph("Câu chuyện KEEPTHIS")
    target = io.BytesIO()
    made.save(target)
    package = zipfile.ZipFile(target)
    return {name: package.read(name) for name in package.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def word(body: str, before: str = "", **more: bytes) -> bytes:
    """Make a document of this body; `before` stands between the declaration and the root."""
    document = f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>"
    return zipped({**parts(), "word/document.xml": _HEAD + document.encode(), **more})


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def good_word() -> bytes:
    return word(_paragraph("KEEPTHIS"))


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return word(_paragraph("&l9;"), f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>')


def _quadratic() -> bytes:
    return word(_paragraph("&a;" * 5000), f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>')


def _external() -> bytes:
    declared = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY h SYSTEM "http://127.0.0.1:9/x">]>'
    )
    return word(_paragraph("A&e;B&h;C"), declared)


def _other_encoding(encoding: str, declared: str = "<!DOCTYPE x>") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<w:document {_W}/>'
    return zipped({**parts(), "word/document.xml": text.encode(encoding)})


def zip_bomb(size: int = 250_000_000) -> bytes:
    """Write the member piece by piece: 250 kB on disk, never `size` bytes in memory."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts().items():
            if name != "word/document.xml":
                package.writestr(name, content)
        with package.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(f"<w:document {_W}><w:body><w:p><w:r><w:t>".encode())
            for _ in range(size // 1_000_000):
                stream.write(b"A" * 1_000_000)
            stream.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return target.getvalue()


def _lying_bomb() -> bytes:
    """Say in the directory that the bomb has 1,000 bytes."""
    raw = bytearray(zip_bomb(60_000_000))
    entry = raw.rfind(b"PK\x01\x02", 0, raw.rfind(b"word/document.xml"))
    raw[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    return bytes(raw)


@cache
def _inside_bomb() -> bytes:
    """Stay under every limit of the directory: 45 MB in one part, too much for XML."""
    chance = random.Random(1)
    return word(_paragraph("".join(f"{chance.getrandbits(64):016x}{'A' * 100}" for _ in range(400_000))))


def _many_members() -> bytes:
    return zipped({**parts(), **{f"word/media/{n}.png": b"" for n in range(2_001)}})


def _doubled() -> bytes:
    raw = zipped({**parts(), "word/xocument.xml": b"<x/>"})
    return raw.replace(b"word/xocument.xml", b"word/document.xml")


def _encrypted_member() -> bytes:
    raw = bytearray(good_word())
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


def _deep() -> bytes:
    return word("<w:sdt><w:sdtContent>" * 20_000 + _paragraph("x") + "</w:sdtContent></w:sdt>" * 20_000)


def _tables() -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * 6 + _paragraph("x") + "</w:tc></w:tr></w:tbl>" * 6)


def _nested_zip() -> bytes:
    inner = zipped({"a.txt": b"x"})
    for number in range(30):
        inner = zipped({f"{number}.zip": inner})
    return inner


def _content_type(old: bytes, new: bytes) -> bytes:
    members = parts()
    name = "[Content_Types].xml"
    return zipped({**members, name: members[name].replace(old, new)})


def _docm() -> bytes:
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _content_type(usual, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def pdf(pages: int = 1, text: str = "KEEPTHIS", size: tuple[int, int] = (595, 842), **root: object) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        )))  # fmt: skip
        page.obj.Contents = made.make_stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    for name, entry in root.items():
        made.Root[f"/{name}"] = entry
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _raw_pdf(*objects: bytes) -> bytes:
    """Write objects 1, 2, … without any table: readers have to mend it."""
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, start=1)
    )
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _page_loop() -> bytes:
    return _raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>")


def huge_page() -> bytes:
    return _raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000 2000000]>>",
    )


def _ribbon() -> bytes:
    return _raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0.001 2000000]>>",
    )


@cache
def _flate_bomb() -> bytes:
    """Pack 1.2 GB of spaces twice: a few kilobytes."""
    outer, inner = zlib.compressobj(1), zlib.compressobj(1)
    pieces = [outer.compress(inner.compress(b" " * 1_000_000)) for _ in range(1_200)]
    packed = b"".join((*pieces, outer.compress(inner.flush()), outer.flush()))
    return _raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed),
    )


def _locked_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(target, encryption=pikepdf.Encryption(owner="o", user="secret"))
    return target.getvalue()


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (30, 20), (10, 200, 90)).save(target, kind)
    return target.getvalue()


def scripted_pdf() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return pdf(OpenAction=action)


def scanned_pdf() -> bytes:
    target = io.BytesIO()
    Image.new("L", (600, 800), 200).save(target, "PDF")
    return target.getvalue()


def linked_word() -> bytes:
    """Link pictures and a template from elsewhere; nothing may be fetched."""
    link = (
        f'<Relationship Id="rX" Type="{_R}/image" Target="http://127.0.0.1:9/x.png" TargetMode="External"/>'
    )
    members = parts()
    name = "word/_rels/document.xml.rels"
    related = members[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    drawing = (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{_R}" r:link="rX"/></w:drawing></w:r>'
    )
    return word(f"<w:p><w:r><w:t>KEEPTHIS</w:t></w:r>{drawing}</w:p>", **{name: related})


def _office(folder: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", f"{folder}.xml": b"<x/>"})


def _laughing_odt() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return odt("<text:p>&l9;</text:p>", before=f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>')


def _locked_odt() -> bytes:
    locked = f"<manifest:manifest {SPACES}><manifest:encryption-data/></manifest:manifest>".encode()
    return odt("", **{"META-INF/manifest.xml": locked})


def _other_opendocument() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


def _deep_odt(part: str, times: int) -> bytes:
    opened, closed = (
        "".join(f"<{mark}{name}>" for name in names)
        for mark, names in (("", part.split()), ("/", reversed(part.split())))
    )
    return odt(opened * times + "<text:p>x</text:p>" + closed * times)


def _macro_doc() -> bytes:
    return planted_doc.raw() + "_VBA_PROJECT".encode("utf-16-le")


def refused() -> Iterator[Case]:
    yield from _wrong_kinds()
    yield from _hostile_words()
    yield from _hostile_odts()
    yield from _hostile_rtfs()
    yield from _hostile_docs()
    yield from _hostile_pdfs()


def _wrong_kinds() -> Iterator[Case]:
    yield from _nothing_and_old_office()
    yield from _pictures_and_packages()
    yield from _wrong_names()


def _nothing_and_old_office() -> Iterator[Case]:
    s = sentences
    yield Case("an empty file", "a.docx", lambda: b"", s.EMPTY)
    yield Case("only white space", "a.txt", lambda: b" \r\n\t ", s.EMPTY)
    yield Case("an old Word file renamed", "a.docx", planted_doc.raw, s.NAMED_OTHERWISE_DOC)
    yield Case("an old spreadsheet", "a.xls", lambda: _OLE + "Workbook".encode("utf-16-le"), s.OTHER)
    yield Case("an RTF renamed", "a.docx", lambda: rtf("KEEPTHIS"), s.NAMED_OTHERWISE_RTF)
    yield Case("a macro document", "a.docm", _docm, s.MACROS)
    yield Case("a macro document renamed", "a.docx", _docm, s.MACROS)
    yield Case(
        "a document with a macro inside",
        "a.docx",
        lambda: word("", **{"word/vbaProject.bin": b"x"}),
        s.MACROS,
    )


def _pictures_and_packages() -> Iterator[Case]:
    s = sentences
    yield Case("a PNG", "a.png", lambda: picture("PNG"), s.PICTURE)
    yield Case("a JPEG renamed", "a.pdf", lambda: picture("JPEG"), s.PICTURE)
    yield Case("a WebP renamed", "a.docx", lambda: picture("WEBP"), s.PICTURE)
    yield Case("a TIFF", "a.tif", lambda: picture("TIFF"), s.PICTURE)
    yield Case("a bitmap", "a.bmp", lambda: picture("BMP"), s.PICTURE)
    yield Case("a GIF that is a script", "a.txt", lambda: b"GIF89a/*\1\0*/=1;alert(1)//", s.PICTURE)
    yield Case("a spreadsheet", "a.xlsx", lambda: _office("xl/workbook"), s.OFFICE_FILE)
    yield Case("slides renamed", "a.docx", lambda: _office("ppt/presentation"), s.OFFICE_FILE)
    yield Case("an archive", "a.zip", lambda: zipped({"essay.txt": b"KEEPTHIS"}), s.ARCHIVE)
    yield Case("archives in archives", "a.docx", _nested_zip, s.ARCHIVE)
    yield Case("a web page", "a.html", lambda: b"<!DOCTYPE html><p>KEEPTHIS", s.WEB_PAGE)
    yield Case(
        "a web page renamed", "a.txt", lambda: b"\xef\xbb\xbf\n<HTML><script>alert(1)</script>", s.WEB_PAGE
    )
    yield Case(
        "a drawing with a script", "a.svg", lambda: b'<?xml version="1.0"?><svg onload="x"/>', s.WEB_PAGE
    )
    yield Case("a program", "a.exe", lambda: b"MZ\x90\0\3\0\0\0", s.OTHER)
    yield Case("a program renamed", "a.txt", lambda: b"\x7fELF\2\1\1\0\0\0", s.OTHER)
    yield Case("music", "a.mp3", lambda: b"ID3\3\xff\xfb\x90", s.OTHER)


def _wrong_names() -> Iterator[Case]:
    s = sentences
    yield Case("a PDF named docx", "a.docx", pdf, s.NAMED_OTHERWISE_PDF)
    yield Case("a document named pdf", "a.pdf", good_word, s.NAMED_OTHERWISE_DOCX)
    yield Case("a document without an ending", "essay", good_word, s.NAMED_OTHERWISE_DOCX)
    yield Case("text named md", "a.md", lambda: b"KEEPTHIS", s.NAMED_OTHERWISE_TXT)
    yield Case("text named docx", "a.docx", lambda: b"KEEPTHIS", s.BROKEN_WORD)
    yield Case("text named pdf", "a.pdf", lambda: b"KEEPTHIS", s.BROKEN_PDF)


def _hostile_words() -> Iterator[Case]:
    s = sentences
    strange = "<w:p/>" * 50_001
    yield Case(
        "a document with a password",
        "a.docx",
        lambda: _OLE + "EncryptedPackage".encode("utf-16-le"),
        s.LOCKED_WORD,
    )
    yield Case("an encrypted member", "a.docx", _encrypted_member, s.LOCKED_PART)
    yield Case("half a document", "a.docx", lambda: good_word()[:5000], s.BROKEN_WORD)
    yield Case(
        "broken XML",
        "a.docx",
        lambda: zipped({**parts(), "word/document.xml": b"<w:document"}),
        s.BROKEN_WORD,
    )
    yield Case("no text part", "a.docx", lambda: zipped({"word/document.xml": b"<x/>"}), s.BROKEN_WORD)
    yield Case("external entities", "a.docx", _external, s.DECLARATIONS)
    yield Case("a billion laughs", "a.docx", _laughs, s.DECLARATIONS)
    yield Case("quadratic growth", "a.docx", _quadratic, s.DECLARATIONS)
    yield Case("a DOCTYPE in UTF-16", "a.docx", lambda: _other_encoding("utf-16"), s.BROKEN_WORD)
    yield Case(
        "a DOCTYPE in UTF-7",
        "a.docx",
        lambda: _other_encoding("utf-7", "+ADwAIQ-DOCTYPE x+AD4-"),
        s.BROKEN_WORD,
    )
    yield Case("a ZIP bomb", "a.docx", zip_bomb, s.UNPACKS_TOO_LARGE)
    yield Case("a ZIP bomb that lies", "a.docx", _lying_bomb, s.BROKEN_WORD)
    yield Case("45 MB of text", "a.docx", _inside_bomb, s.UNPACKS_TOO_LARGE)
    yield Case("two thousand members", "a.docx", _many_members, s.TOO_MANY_PARTS)
    yield Case("the text twice", "a.docx", _doubled, s.DOUBLE_PART)
    yield Case("20,000 nested controls", "a.docx", _deep, s.TOO_DEEP)
    yield Case("six nested tables", "a.docx", _tables, s.TOO_DEEP)
    yield Case("50,001 paragraphs", "a.docx", lambda: word(strange), s.TOO_MANY_PARAGRAPHS)


def _hostile_odts() -> Iterator[Case]:
    s = sentences
    good = "<text:p>KEEPTHIS</text:p>"
    cell = "table:table table:table-row table:table-cell"
    yield Case("an OpenDocument spreadsheet", "a.odt", _other_opendocument, s.OFFICE_FILE)
    yield Case("an ODT named docx", "a.docx", lambda: odt(good), s.NAMED_OTHERWISE_ODT)
    yield Case("a document named odt", "a.odt", good_word, s.NAMED_OTHERWISE_DOCX)
    yield Case("text named odt", "a.odt", lambda: b"KEEPTHIS", s.BROKEN_WORD)
    yield Case("an ODT with a password", "a.odt", _locked_odt, s.LOCKED_WORD)
    yield Case("half an ODT", "a.odt", lambda: odt(good)[:600], s.BROKEN_WORD)
    yield Case("an ODT without text", "a.odt", lambda: odt(good, **{"content.xml": b"<x/>"}), s.BROKEN_WORD)
    yield Case("a billion laughs in an ODT", "a.odt", _laughing_odt, s.DECLARATIONS)
    yield Case("20,000 nested sections", "a.odt", lambda: _deep_odt("text:section", 20_000), s.TOO_DEEP)
    yield Case("six nested tables in an ODT", "a.odt", lambda: _deep_odt(cell, 6), s.TOO_DEEP)
    yield Case(
        "50,001 paragraphs in an ODT", "a.odt", lambda: odt("<text:p/>" * 50_001), s.TOO_MANY_PARAGRAPHS
    )
    yield Case("a PDF before an ODT", "a.odt", lambda: b"%PDF-1.4\n" + odt(good), s.TWO_IN_ONE)


def _hostile_rtfs() -> Iterator[Case]:
    s = sentences
    yield Case("a document named rtf", "a.rtf", good_word, s.NAMED_OTHERWISE_DOCX)
    yield Case("text named rtf", "a.rtf", lambda: b"KEEPTHIS", s.BROKEN_WORD)
    yield Case("201 nested groups", "a.rtf", lambda: rtf("{" * 201 + "x" + "}" * 201), s.TOO_DEEP)
    yield Case("a million open groups", "a.rtf", lambda: rtf("{" * 1_000_000), s.TOO_DEEP)
    yield Case("300,001 words of control", "a.rtf", lambda: rtf("\\b" * 300_001), s.TOO_MANY_PARTS)
    yield Case("50,001 paragraphs of RTF", "a.rtf", lambda: rtf("\\par" * 50_001), s.TOO_MANY_PARAGRAPHS)
    yield Case(
        "60,000 cells of RTF",
        "a.rtf",
        lambda: rtf("\\trowd\\intbl" + "\\cell" * 60_000),
        s.TOO_MANY_PARAGRAPHS,
    )
    yield Case("boxes in boxes of RTF", "a.rtf", lambda: rtf("{\\shptxt " * 6 + "x" + "}" * 6), s.TOO_DEEP)
    yield Case("an RTF that is a ZIP", "a.rtf", lambda: rtf("x") + good_word(), s.TWO_IN_ONE)


def _hostile_docs() -> Iterator[Case]:
    s = sentences
    marked, changed = planted_doc.raw, planted_doc.changed
    yield Case("a document named doc", "a.doc", good_word, s.NAMED_OTHERWISE_DOCX)
    yield Case("text named doc", "a.doc", lambda: b"KEEPTHIS", s.BROKEN_WORD)
    yield Case("an old Word file with a password", "a.doc", lambda: changed(0x0A, 0x0100), s.LOCKED_WORD)
    yield Case("a file of Word 95", "a.doc", lambda: changed(2, 0x68), s.OLD_WORD)
    yield Case("an old Word file with macros", "a.doc", _macro_doc, s.MACROS)
    yield Case("half an old Word file", "a.doc", lambda: marked()[:6000], s.BROKEN_WORD)
    yield Case(
        "an old Word file without text",
        "a.doc",
        lambda: _OLE + "WordDocument".encode("utf-16-le"),
        s.BROKEN_WORD,
    )
    yield Case(
        "an old Word file of a milliard letters", "a.doc", lambda: changed(0x4E, 0x3FFF), s.UNPACKS_TOO_LARGE
    )
    yield Case(
        "tables of an old Word file beyond its end", "a.doc", lambda: changed(0x1A4, 0x7FFF), s.BROKEN_WORD
    )


def _hostile_pdfs() -> Iterator[Case]:
    s = sentences
    yield Case("a PDF with a password", "a.pdf", _locked_pdf, s.LOCKED_PDF)
    yield Case("half a PDF", "a.pdf", lambda: pdf()[:60], s.BROKEN_PDF)
    yield Case("a circle of pages", "a.pdf", _page_loop, s.BROKEN_PDF)
    yield Case("61 pages", "a.pdf", lambda: pdf(pages=61), s.TOO_MANY_PAGES)
    yield Case("5,000 pages", "a.pdf", lambda: pdf(pages=5_000), s.TOO_MANY_PAGES)
    yield Case("a ribbon of a page", "a.pdf", _ribbon, s.BROKEN_PDF)
    yield Case("a flate bomb", "a.pdf", _flate_bomb, s.BROKEN_PDF)
    yield Case("a PDF that is a ZIP", "a.pdf", lambda: b"%PDF-1.4\n" + good_word(), s.TWO_IN_ONE)
    yield Case(
        "a PDF that is a page", "a.pdf", lambda: b"%PDF-1.4\n<html><script>alert(1)</script>", s.TWO_IN_ONE
    )
    yield Case("a ZIP before a PDF", "a.docx", lambda: b"x" + pdf(), s.TWO_IN_ONE)
