"""The names inside an OpenDocument text: namespaces, and lengths as it writes them."""

import re
from typing import Final

from lxml import etree

_NAMESPACES: Final = {
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"
        for name, long in {
            "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
            "meta": "meta", "script": "script", "form": "form", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
        }.items()
    },
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}  # fmt: skip
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH: Final = re.compile(r"\s*(-?[0-9]{1,9}(?:\.[0-9]{0,9})?)(pt|in|cm|mm|pc|px)\s*")
_PERCENT: Final = re.compile(r"\s*(-?[0-9]{1,9}(?:\.[0-9]{0,9})?)%")


def o(name: str) -> str:
    """Give the full name of "text:p"."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def points(text: str | None) -> float | None:
    """Read a length such as "2.5cm" in points; None for everything else."""
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _POINTS[found[2]] if found else None


def percent(text: str | None) -> float | None:
    """Read a percentage at the beginning."""
    found = _PERCENT.match(text or "")
    return float(found[1]) if found else None


def number(element: etree._Element, name: str, most: int) -> int:
    """Read a count from 1 up to `most`; 1 where there is none."""
    text = element.get(o(name)) or "1"
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def texts(element: etree._Element) -> str:
    """Join every written text below the element, one line a paragraph."""
    lines = [" ".join("".join(found.itertext()).split()) for found in element.iter(o("text:p"), o("text:h"))]
    return "\n".join(filter(None, lines)) or " ".join("".join(element.itertext()).split())


INDEXES: Final = frozenset(
    o(f"text:{name}")
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
        "index-body",
        "index-title",
        "list-header",
        "numbered-paragraph",
    )
)
# What these print comes from the text itself. All others (author-name, sender-…, file-name, user-field-get …)
# print something of the writer, the computer or another file, and new ones come: so an allow-list.
FIELDS: Final = frozenset(
    o(f"text:{name}")
    for name in (
        "page-number",
        "page-count",
        "page-continuation",
        "sequence",
        "sequence-ref",
        "bookmark-ref",
        "reference-ref",
        "note-ref",
        "chapter",
        "text-input",
        "placeholder",
        "bibliography-mark",
        "paragraph-count",
        "word-count",
        "character-count",
        "table-count",
        "image-count",
        "drop-down",
    )
)
# Marks at a place of the text; names and other attributes are all there is to them.
MARKS: Final = frozenset(
    o(f"text:{name}")
    for name in (
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "reference-mark",
        "reference-mark-start",
        "reference-mark-end",
        "toc-mark",
        "toc-mark-start",
        "toc-mark-end",
        "user-index-mark",
        "user-index-mark-start",
        "user-index-mark-end",
        "alphabetical-index-mark",
        "alphabetical-index-mark-start",
        "alphabetical-index-mark-end",
        "change",
        "change-start",
        "change-end",
        "soft-page-break",
    )
)
