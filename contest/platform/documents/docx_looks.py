"""Tells which text of a Word document nobody can see: hidden, in the colour of the paper, or tiny."""

from typing import Final, NamedTuple

from lxml import etree

from contest.platform.documents.ooxml import WORD_2010, is_on, value, w

# Half points: 4 pt is below any print, and Word's own smallest choice is 8 pt.
_TINY_SIZE: Final = 8
_TINY_SCALE: Final = 15  # per cent of the width of the letters
_FAR: Final = 200  # half points above or below the line
_EXACT_LINE: Final = 80  # twentieths of a point
_OFF_PAGE: Final = 15_000  # twentieths of a point: wider than A3
_SAME_COLOUR: Final = 24  # of 255, the largest difference of a channel that no eye sees on paper
_OPAQUE: Final = 90_000  # thousandths of a per cent of transparency
_PAPER: Final = "FFFFFF"
_CHAIN: Final = 20
_HIGHLIGHTS: Final = {"black": "000000", "white": "FFFFFF", "darkBlue": "000080", "yellow": "FFFF00"}
_PAPER_THEMES: Final = frozenset({"background1", "light1"})
_COLOUR, _SIZE = w("color"), w("sz")
_HIDING: Final = frozenset({w("vanish"), w("specVanish")})
_SHADING: Final = frozenset({w("shd"), w("highlight")})
_SHIFTING: Final = frozenset({w("w"), w("position")})
_FILL: Final = f"{{{WORD_2010}}}"
_TEXT_FILL: Final = _FILL + "textFill"
_SPEAKING: Final = _HIDING | _SHADING | _SHIFTING | {_COLOUR, _SIZE, w("rStyle"), _TEXT_FILL}
_HEADINGS: Final = {f"heading {n}": f"Heading{min(n, 6)}" for n in range(1, 10)} | {
    "title": "Title",
    "quote": "Quote",
    "intense quote": "Quote",
}


class Look(NamedTuple):
    """What is known of a text's looks; None means that a lower layer decides."""

    hidden: bool | None = None
    colour: str | None = None
    size: int | None = None
    shade: str | None = None

    def over(self, lower: "Look") -> "Look":
        return Look(
            lower.hidden if self.hidden is None else self.hidden,
            lower.colour if self.colour is None else self.colour,
            lower.size if self.size is None else self.size,
            lower.shade if self.shade is None else self.shade,
        )

    @property
    def invisible(self) -> bool:
        if self.hidden or (self.size is not None and self.size <= _TINY_SIZE):
            return True
        return _same(self.colour, self.shade or _PAPER)


PLAIN: Final = Look()


def _same(colour: str | None, paper: str) -> bool:
    one, other = _channels(colour), _channels(paper)
    if one is None or other is None:
        return False
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _SAME_COLOUR


def _channels(colour: str | None) -> bytes | None:
    try:
        channels = bytes.fromhex(colour or "")
    except ValueError:
        return None
    return channels if len(channels) == 3 else None


def _number(text: str | None) -> int | None:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return None


def says_nothing(properties: etree._Element | None) -> bool:
    """Say whether `w:rPr` leaves the looks that matter here to the layers below; most runs do."""
    return properties is None or not any(item.tag in _SPEAKING for item in properties)


def run_look(properties: etree._Element | None) -> Look:
    """Read `w:rPr`."""
    if properties is None:
        return PLAIN
    hidden = colour = size = shade = None
    for item in properties:
        tag = item.tag
        if tag in _HIDING:
            hidden = is_on(item)
        elif tag == _COLOUR:
            colour = _theme_or_value(item)
        elif tag == _SIZE:
            size = _number(value(item))
        elif tag in _SHADING:
            shade = _shade(item) or shade
        elif tag in _SHIFTING:
            hidden = _misplaced(item) or hidden
    return _with_effects(properties, Look(hidden, colour, size, shade))


def _theme_or_value(item: etree._Element) -> str | None:
    paper = value(item, "themeColor") in _PAPER_THEMES and value(item, "themeShade") is None
    return _PAPER if paper else value(item)


def _shade(item: etree._Element) -> str | None:
    return value(item, "fill") or _HIGHLIGHTS.get(value(item) or "", None)


def _misplaced(item: etree._Element) -> bool | None:
    amount = _number(value(item))
    if amount is None:
        return None
    if item.tag == w("w"):
        return amount < _TINY_SCALE or None
    return (item.tag == w("position") and abs(amount) > _FAR) or None


def _with_effects(properties: etree._Element, look: Look) -> Look:
    """Word 2010's text fill overrules the colour, and may be none at all or transparent."""
    fill = properties.find(_TEXT_FILL)
    if fill is None:
        return look
    alphas = (_number(alpha.get(_FILL + "val")) or 0 for alpha in fill.iter(_FILL + "alpha"))
    if fill.find(_FILL + "noFill") is not None or any(alpha > _OPAQUE for alpha in alphas):
        return look._replace(hidden=True)
    colour = next(fill.iter(_FILL + "srgbClr"), None)
    return look if colour is None else look._replace(colour=colour.get(_FILL + "val"))


def paragraph_look(properties: etree._Element | None) -> Look:
    """Read of `w:pPr` its shading and what hides all of it: no line height, an indent off the page."""
    if properties is None:
        return PLAIN
    spacing, indent, shade = (properties.find(w(name)) for name in ("spacing", "ind", "shd"))
    line = _number(value(spacing, "line")) if value(spacing, "lineRule") == "exact" else None
    flat = line is not None and line < _EXACT_LINE
    sides = (_number(value(indent, side)) or 0 for side in ("left", "start", "right", "end", "firstLine"))
    away = any(abs(side) > _OFF_PAGE for side in sides)
    return Look(hidden=flat or away or None, shade=None if shade is None else _shade(shade))


class Styles:
    """The styles of a document: what they hide, which of them are headings, which number their paragraphs."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._looks: dict[tuple[str | None, ...], Look] = {}
        self._defaults: dict[str, str] = {}
        self._base = PLAIN
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        self._base = run_look(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for style in root.iter(w("style")):
            name = value(style, "styleId")
            if name is not None:
                self._styles[name] = style
                if value(style, "default") in {"1", "true", "on"}:
                    self._defaults[value(style, "type") or ""] = name

    def look(self, run: str | None, paragraph: str | None, table: str | None) -> Look:
        """Give what styles say of a run: its own over its paragraph's over its table's over the defaults."""
        names = (run, paragraph or self._defaults.get("paragraph"), table or self._defaults.get("table"))
        if names not in self._looks:
            look = PLAIN
            for name in names:
                look = look.over(self._chain_look(name))
            self._looks[names] = look.over(self._base)
        return self._looks[names]

    def _chain(self, name: str | None) -> list[etree._Element]:
        """List a style and what it is based on; a circle ends after 20 steps."""
        chain: list[etree._Element] = []
        while name in self._styles and len(chain) < _CHAIN:
            chain.append(self._styles[name])
            name = value(chain[-1].find(w("basedOn")))
        return chain

    def _chain_look(self, name: str | None) -> Look:
        look = PLAIN
        for style in self._chain(name):
            look = look.over(run_look(style.find(w("rPr")))).over(paragraph_look(style.find(w("pPr"))))
        return look

    def heading(self, name: str | None) -> str | None:
        """Give "Heading1" … "Heading6", "Title" or "Quote" if the style is one or is based on one."""
        for style in self._chain(name):
            known = _HEADINGS.get((value(style.find(w("name"))) or "").casefold())
            if known:
                return known
        return None

    def numbering(self, name: str | None) -> etree._Element | None:
        found = (style.find(f"{w('pPr')}/{w('numPr')}") for style in self._chain(name))
        return next((item for item in found if item is not None), None)

    def shades_cells(self, table: str | None) -> bool:
        """Say whether a table style colours some cells: then nobody can tell the paper behind a text."""
        return any(next(style.iter(w("shd")), None) is not None for style in self._chain(table))
