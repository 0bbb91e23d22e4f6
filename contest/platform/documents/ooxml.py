"""The names inside a Word document: namespaces, tags and where its parts are."""

from typing import Final

from lxml import etree

from contest.platform.documents.package import XML_LIMIT, Package, parse

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"

# Word's "Strict Open XML Document" says the same under other names.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONS.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", DRAWING.encode()),
)
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_FALSE: Final = frozenset({"0", "false", "off", "none"})

VAL: Final = f"{{{WORD}}}val"


def w(name: str) -> str:
    return f"{{{WORD}}}{name}"


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Give the attribute `w:name` of an element that may be absent."""
    return None if element is None else element.get(f"{{{WORD}}}{name}")


def is_on(element: etree._Element) -> bool:
    """Read a toggle: `<w:b/>` is on, `<w:b w:val="0"/>` is off."""
    return (element.get(VAL) or "1") not in _FALSE


def texts(element: etree._Element) -> str:
    """Join every written text below the element, one line a paragraph; deleted text counts as written."""
    lines: list[list[str]] = [[]]
    for found in element.iter(w("p"), w("t"), w("delText"), f"{{{MATH}}}t"):
        if found.tag == w("p"):
            lines.append([])
        else:
            lines[-1].append(found.text or "")
    return "\n".join(filter(None, ("".join(line).strip() for line in lines)))


class Parts:
    """Finds the parts of a Word document by their content type, as its table of contents names them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._by_type: dict[str, list[str]] = {}
        types = package.xml("[Content_Types].xml")
        for override in () if types is None else types.iter(_TYPES):
            kind = override.get("ContentType", "").rpartition("wordprocessingml.")[2]
            self._by_type.setdefault(kind, []).append(override.get("PartName", "").removeprefix("/"))

    def names(self, kind: str) -> list[str]:
        """List the parts of a kind such as "footnotes" that are really there, in a fixed order."""
        return sorted(name for name in self._by_type.get(f"{kind}+xml", ()) if name in self._package)

    def main(self) -> str:
        return next(iter(self.names("document.main")), "word/document.xml")

    def first(self, kind: str) -> etree._Element | None:
        return next((self.load(name) for name in self.names(kind)), None)

    def load(self, name: str) -> etree._Element:
        """Parse a part, in the names of the transitional form; raises RuleBroken where it is damaged."""
        raw = self._package.read(name, XML_LIMIT)
        for strict, usual in _STRICT:
            raw = raw.replace(strict, usual)
        return parse(raw)
