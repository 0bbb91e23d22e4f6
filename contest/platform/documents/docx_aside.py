"""Everything of a Word document that is not shown to judges, kept for the secretary who screens it."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from contest.platform.documents.ooxml import COMPATIBILITY, DRAWING, MATH, RELATIONS, texts, w
from contest.platform.documents.reading import Removed

_LONGEST: Final = 2_000
_MOST: Final = 500
_FALLBACK: Final = f"{{{COMPATIBILITY}}}Fallback"
_BOX: Final = w("txbxContent")
_DRAWN: Final = (w("drawing"), w("pict"), w("object"))
_BLIP: Final = f"{{{DRAWING}}}blip"
_VML_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_LINK: Final = f"{{{RELATIONS}}}link"
_DESCRIPTIONS: Final = ("descr", "title", "alt")


def is_drawing(element: etree._Element) -> bool:
    return next(element.iter(*_DRAWN), None) is not None


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Find the text boxes drawn here, of what Word writes twice the newer form; one in another comes with that."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from boxes(child)


class Aside:
    """Collects what was left out and the flags it raises; long and many things are cut off."""

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.removed: list[Removed] = []

    def add(self, kind: str, text: str, *, flag: str = "") -> None:
        if flag:
            self.flags.add(flag)
        kept = text.strip()[:_LONGEST]
        last = self.removed[-1] if self.removed else None
        if kept and len(self.removed) < _MOST and Removed(kind, kept) != last:
            self.removed.append(Removed(kind, kept))

    def put(self, element: etree._Element) -> None:
        """Take a drawing, an embedded object, a formula or a foreign chunk out of the text."""
        if etree.QName(element).namespace == MATH:
            self.add("formula", texts(element), flag="formula")
        elif element.tag == w("altChunk") or next(element.iter(w("object")), None) is not None:
            self.add("embedded-object", _description(element) or "OLE", flag="embedded-object")
        else:
            self._put_drawing(element)

    def _put_drawing(self, element: etree._Element) -> None:
        for picture in element.iter(_BLIP, _VML_PICTURE):
            linked = picture.get(_LINK) is not None
            self.flags.add("linked-picture" if linked else "picture")
        described = _description(element)
        if described:
            self.add("picture", described)


def _description(element: etree._Element) -> str:
    """Join the titles and alternative texts of pictures: often a path on the author's computer."""
    found = [str(text) for item in element.iter() for name in _DESCRIPTIONS if (text := item.get(name))]
    return " · ".join(dict.fromkeys(found))
