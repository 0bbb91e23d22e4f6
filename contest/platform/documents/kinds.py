"""Tells by content what kind of file an author chose, and refuses every wrong one with its own sentence."""

import re

from contest.kernel.errors import RuleBroken
from contest.platform.documents import odt, sentences
from contest.platform.documents.package import Package

SIZE_LIMIT = 20 * 1024 * 1024
APPLE_PICTURE, OTHER_PICTURE, DRAWING = "apple", "other", "drawing"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_END = b"PK\x05\x06"
_RTF = b"{\\rtf"
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"8BPS",
    b"\0\0\1\0",
)
_HEIF = re.compile(rb"\A....ftyp(?:heic|heix|mif1|msf1|avif|hevc)", re.DOTALL)
# A bitmap says its own size and has four zero bytes after it; "BM" alone could begin a text.
_BITMAP = re.compile(rb"\ABM....\0\0\0\0", re.DOTALL)
_WEB_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype|html|head|body|svg)\b",
    re.IGNORECASE,
)
_ENCRYPT = re.compile(rb"/Encrypt\s{0,20}(?:\d{1,10}\s{1,20}\d{1,5}\s{1,20}R|<<)")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_ENDINGS = {**{kind: kind for kind in ("doc", "docx", "odt", "pdf", "rtf", "txt")}, "text": "txt"}
_NAMED_OTHERWISE = {
    "doc": sentences.NAMED_OTHERWISE_DOC,
    "docx": sentences.NAMED_OTHERWISE_DOCX,
    "odt": sentences.NAMED_OTHERWISE_ODT,
    "pdf": sentences.NAMED_OTHERWISE_PDF,
    "rtf": sentences.NAMED_OTHERWISE_RTF,
    "txt": sentences.NAMED_OTHERWISE_TXT,
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_TYPE = "macroEnabled"
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_LIMIT = 1024 * 1024
# Damaged or not, a file with one of these endings is said to be more than text.
_BROKEN = {
    **dict.fromkeys(("doc", "docx", "odt", "rtf"), sentences.BROKEN_WORD),
    "pdf": sentences.BROKEN_PDF,
}
_WRONG_PACKAGES = (
    ("xl/workbook", sentences.OFFICE_FILE),
    ("ppt/presentation", sentences.OFFICE_FILE),
)


def recognise(raw: bytes, file_name: str, *, limit: int = SIZE_LIMIT) -> str:
    """Return one of the kinds in `_NAMED_OTHERWISE`; `limit` in bytes. Raises RuleBroken, a sentence for each fault."""
    if not raw:
        raise RuleBroken(sentences.EMPTY)
    if len(raw) > limit:
        raise RuleBroken(sentences.TOO_LARGE, limit=_megabytes(limit))
    ending = _ending(file_name)
    kind = _by_content(raw, ending)
    if _ENDINGS.get(ending) != kind:
        raise RuleBroken(_NAMED_OTHERWISE[kind])
    return kind


def _megabytes(limit: int) -> str:
    return f"{limit / (1024 * 1024):.1f}".removesuffix(".0")


def _ending(file_name: str) -> str:
    _, dot, ending = file_name.rpartition(".")
    return ending.strip().casefold() if dot else ""


def _by_content(raw: bytes, ending: str) -> str:
    if raw.startswith(_OLE):
        return _old_office(raw, ending)
    if raw.startswith(_ZIP):
        return _package(Package(raw))
    if raw.startswith(b"%PDF-"):
        _check_pdf(raw)
        return "pdf"
    _refuse_others(raw)
    if raw.lstrip().startswith(_RTF):
        return "rtf"
    return _plain(raw, ending)


def _old_office(raw: bytes, ending: str) -> str:
    """Tell Word's old format; a .docx with a password is wrapped into the same container."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise RuleBroken(sentences.LOCKED_WORD)
    if "WordDocument".encode("utf-16-le") not in raw:
        raise RuleBroken(sentences.BROKEN_WORD if ending == "doc" else sentences.OTHER)
    if "_VBA_PROJECT".encode("utf-16-le") in raw:
        raise RuleBroken(sentences.MACROS)
    return "doc"


def _package(package: Package) -> str:
    kind = _text_of(package, "mimetype").strip()
    if kind == odt.MIME_TYPE:
        if odt.is_locked(package):
            raise RuleBroken(sentences.LOCKED_WORD)
        return "odt"
    if "opendocument" in kind:
        raise RuleBroken(sentences.OFFICE_FILE)
    _check_word(package)
    return "docx"


def _check_word(package: Package) -> None:
    types = _text_of(package, _CONTENT_TYPES)
    if _MACRO_TYPE in types or any(name.casefold().endswith("vbaproject.bin") for name in package.names):
        raise RuleBroken(sentences.MACROS)
    if _MAIN in types:
        return
    for start, sentence in _WRONG_PACKAGES:
        if any(name.startswith(start) for name in package.names):
            raise RuleBroken(sentence)
    raise RuleBroken(sentences.BROKEN_WORD if "word/document.xml" in package else sentences.ARCHIVE)


def _text_of(package: Package, name: str) -> str:
    return package.read(name, _CONTENT_TYPES_LIMIT).decode("utf-8", "replace") if name in package else ""


def _check_pdf(raw: bytes) -> None:
    if _ends_as_zip(raw) or _WEB_PAGE.match(raw[8:1024].lstrip(b"0123456789.%\x80-\xff \r\n")):
        raise RuleBroken(sentences.TWO_IN_ONE)
    if _ENCRYPT.search(raw):
        raise RuleBroken(sentences.LOCKED_PDF)


def _ends_as_zip(raw: bytes) -> bool:
    """Say whether a ZIP directory ends exactly where the file ends: an attachment inside a PDF does not."""
    at = raw.rfind(_ZIP_END)
    return 0 <= at <= len(raw) - 22 and at + 22 + int.from_bytes(raw[at + 20 : at + 22], "little") == len(raw)


def _refuse_others(raw: bytes) -> None:
    if raw.startswith(_PICTURES) or _BITMAP.match(raw) or _HEIF.match(raw) or _is_webp(raw):
        raise RuleBroken(sentences.PICTURE)
    if _WEB_PAGE.match(raw):
        raise RuleBroken(sentences.WEB_PAGE)
    if b"%PDF-" in raw[:1024] or _ends_as_zip(raw):
        raise RuleBroken(sentences.TWO_IN_ONE)


def looks_like(raw: bytes) -> str:
    """Tell what a file is that is no picture of a page: a picture of another kind, a drawing, or "" for the rest."""
    if _HEIF.match(raw):
        return APPLE_PICTURE
    if raw.startswith(_PICTURES) or _BITMAP.match(raw):
        return OTHER_PICTURE
    return DRAWING if _WEB_PAGE.match(raw) else ""


def _is_webp(raw: bytes) -> bool:
    return raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"


def _plain(raw: bytes, ending: str) -> str:
    """Nothing but text is left; a file that claims to be more is damaged, and bytes of zero are no text."""
    if ending in _BROKEN:
        raise RuleBroken(_BROKEN[ending])
    if b"\0" in raw and not raw.startswith(_UTF16_MARKS):
        raise RuleBroken(sentences.OTHER)
    if not raw.strip():
        raise RuleBroken(sentences.EMPTY)
    if ending not in _ENDINGS and not _looks_like_text(raw):
        raise RuleBroken(sentences.OTHER)
    return "txt"


def _looks_like_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
