"""Tells how text of an OpenDocument file looks: what stands out, and what nobody can see."""

from typing import Final

from lxml import etree

from contest.platform.documents.docx_looks import PLAIN, Look
from contest.platform.documents.manuscript import Emphasis
from contest.platform.documents.odf import o, percent, points

_CHAIN: Final = 20
_TINY_SCALE: Final = 15.0  # per cent of the size or width of the letters
_FAR: Final = 150.0  # per cent of a line above or below it
_FLAT: Final = 4.0  # points of height of a line
_FLAT_PERCENT: Final = 20.0
_OFF_PAGE: Final = 750.0  # points: wider than A3
_CLEAR: Final = 10.0  # per cent of opacity
_USUAL: Final = 24  # half points, where a size in per cent has nothing to stand on
_BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
_SLANTED: Final = frozenset({"italic", "oblique"})
_TEXT, _PARAGRAPH = o("style:text-properties"), o("style:paragraph-properties")
_CELL, _ROW = o("style:table-cell-properties"), o("style:table-row-properties")
_QUOTES: Final = frozenset({"quotations", "quote", "intense quote"})


class Styles:
    """The styles of a document: those that stand in its text ("automatic") and those that have a name."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._automatic: set[tuple[str, str]] = set()
        self._defaults: dict[str, etree._Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._bullets: set[tuple[str, str]] = set()

    def add(self, root: etree._Element | None) -> None:
        """Take in the styles of a part; what came first stays."""
        if root is None:
            return
        for style in root.iter(o("style:style")):
            key = (style.get(o("style:family")) or "", style.get(o("style:name")) or "")
            if key not in self._styles:
                self._styles[key] = style
                if style.getparent().tag == o("office:automatic-styles"):
                    self._automatic.add(key)
        for style in root.iter(o("style:default-style")):
            self._defaults.setdefault(style.get(o("style:family")) or "", style)
        for style in root.iter(o("text:list-style")):
            for level in style.iter(o("text:list-level-style-bullet"), o("text:list-level-style-image")):
                self._bullets.add((style.get(o("style:name")) or "", level.get(o("text:level")) or "1"))

    def is_bullet(self, name: str, level: int) -> bool:
        """Say whether a list has no numbers at this level, counted from 0."""
        return (name, str(level + 1)) in self._bullets

    def look(self, family: str, name: str | None) -> Look:
        """Give what a style and those it is based on say; of a paragraph also what holds by default."""
        key = (family, name or "")
        if key not in self._looks:
            base = self._defaults.get(family) if family == "paragraph" else None
            look = PLAIN if base is None else _look(base, PLAIN)
            for style in reversed(self._chain(key)):
                look = _look(style, look).over(look)
            self._looks[key] = look
        return self._looks[key]

    def emphasis(self, family: str, name: str | None, outer: Emphasis) -> Emphasis:
        """Give how text of a style stands out; a named style of paragraphs is the shape of all, no emphasis."""
        for style in reversed(self._chain((family, name or ""))):
            key = (family, style.get(o("style:name")) or "")
            properties = style.find(_TEXT)
            if properties is not None and (family == "text" or key in self._automatic):
                outer = _emphasis(properties, outer)
        return outer

    def heading(self, name: str | None) -> str:
        """Give "Title" or "Quote" if a paragraph's style is one or is based on one."""
        for style in self._chain(("paragraph", name or "")):
            known = (style.get(o("style:display-name")) or style.get(o("style:name")) or "").casefold()
            if known == "title":
                return "Title"
            if known in _QUOTES:
                return "Quote"
        return ""

    def list_of(self, name: str | None) -> str:
        """Give the list style that a style of paragraphs brings along."""
        found = (style.get(o("style:list-style-name")) for style in self._chain(("paragraph", name or "")))
        return next(filter(None, found), "")

    def _chain(self, key: tuple[str, str]) -> list[etree._Element]:
        """List a style and what it is based on; a circle ends after 20 steps."""
        chain: list[etree._Element] = []
        while key in self._styles and len(chain) < _CHAIN:
            chain.append(self._styles[key])
            key = (key[0], chain[-1].get(o("style:parent-style-name")) or "")
        return chain


def _look(style: etree._Element, lower: Look) -> Look:
    look = PLAIN
    for item in style:
        if item.tag == _TEXT:
            look = _text_look(item, lower).over(look)
        elif item.tag == _PARAGRAPH:
            look = look.over(_paragraph_look(item))
        elif item.tag == _CELL:
            look = look.over(Look(shade=_colour(item.get(o("fo:background-color")))))
        elif item.tag == _ROW:
            height = points(item.get(o("style:row-height")))
            look = look.over(Look(hidden=(height is not None and height < _FLAT) or None))
    return look


def _text_look(item: etree._Element, lower: Look) -> Look:
    display = item.get(o("text:display"))
    hidden = None if display is None else display in {"none", "condition"}
    position = (item.get(o("style:text-position")) or "").split()
    scale = percent(item.get(o("style:text-scale")))
    automatic = item.get(o("style:use-window-font-color")) == "true"
    # LibreOffice writes "0%" beside the automatic colour, and means nothing by it.
    opacity = None if automatic else percent(item.get(o("loext:opacity")))
    heights = [abs(found) for part in position if (found := percent(part)) is not None]
    if (
        (scale is not None and scale < _TINY_SCALE)
        or (opacity is not None and opacity < _CLEAR)
        or (len(heights) > 0 and heights[0] > _FAR)
        or (len(position) > 1 and heights[-1] < _TINY_SCALE)
    ):
        hidden = True
    colour = "auto" if automatic else _colour(item.get(o("fo:color")))
    return Look(
        hidden, colour, _size(item.get(o("fo:font-size")), lower), _colour(item.get(o("fo:background-color")))
    )


def _size(text: str | None, lower: Look) -> int | None:
    part = percent(text)
    if part is not None:
        return int((_USUAL if lower.size is None else lower.size) * part / 100)
    length = points(text)
    return None if length is None else int(2 * length)


def _colour(text: str | None) -> str | None:
    """Give "RRGGBB"; "transparent" and colours that are not known leave the matter to the layer below."""
    return text[1:].upper() if text and text.startswith("#") and len(text) == 7 else None


def _paragraph_look(item: etree._Element) -> Look:
    height = item.get(o("fo:line-height"))
    exact, part = points(height), percent(height)
    flat = (exact is not None and exact < _FLAT) or (part is not None and part < _FLAT_PERCENT)
    sides = (
        points(item.get(o(f"fo:{side}"))) or 0.0 for side in ("margin-left", "margin-right", "text-indent")
    )
    away = any(abs(side) > _OFF_PAGE for side in sides)
    return Look(hidden=flat or away or None, shade=_colour(item.get(o("fo:background-color"))))


def _emphasis(properties: etree._Element, outer: Emphasis) -> Emphasis:
    weight, slant = properties.get(o("fo:font-weight")), properties.get(o("fo:font-style"))
    below = properties.get(o("style:text-underline-style"))
    through = properties.get(o("style:text-line-through-style"))
    position = properties.get(o("style:text-position"))
    return Emphasis(
        outer.bold if weight is None else weight in _BOLD,
        outer.italic if slant is None else slant in _SLANTED,
        outer.underlined if below is None else below != "none",
        outer.struck if through is None else through != "none",
        outer.height if position is None else _height(position),
    )


def _height(position: str) -> str:
    word = position.split(maxsplit=1)[0] if position.strip() else ""
    raised = percent(word) or 0.0
    if word == "super" or raised > 0:
        return "superscript"
    return "subscript" if word == "sub" or raised < 0 else ""
