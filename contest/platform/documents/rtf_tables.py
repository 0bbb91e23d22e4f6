"""What an RTF file says at its beginning: fonts, colours, styles and lists, as far as they matter for its text."""

from dataclasses import dataclass, field
from typing import Final

from contest.platform.documents.rtf_tokens import Token

WESTERN: Final = "cp1252"
# The character sets of fonts, as Windows counts them, by the code page that has their letters.
_CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODE_PAGES: Final = {
    932: "cp932",
    936: "gbk",
    949: "cp949",
    950: "cp950",
    10000: "mac_roman",
    65001: "utf-8",
}
_KNOWN: Final = frozenset(
    {437, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, *range(1250, 1259)}
)
_HEADINGS: Final = {f"heading {n}": f"Heading{min(n, 6)}" for n in range(1, 10)} | {
    "title": "Title",
    "quote": "Quote",
    "intense quote": "Quote",
}
_BULLET: Final = 23  # `\levelnfc` of a list without numbers


def code_page(number: int | None) -> str | None:
    """Name a code page as Python does; None for one that it does not know."""
    if number in _KNOWN:
        return f"cp{number}"
    return _CODE_PAGES.get(number or 0)


@dataclass(slots=True)
class Style:
    """A style of paragraphs or letters: what it is, and whether it hides what is written in it."""

    heading: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Tables:
    """Filled token by token while the tables are read."""

    code_page: str = WESTERN
    fonts: dict[int, str] = field(default_factory=dict)
    colours: list[str | None] = field(default_factory=list)
    styles: dict[tuple[str, int], Style] = field(default_factory=dict)
    _levels: dict[int, list[bool]] = field(default_factory=dict)
    _lists: dict[int, int] = field(default_factory=dict)
    _font: int = 0
    _colour: dict[str, int] = field(default_factory=dict)
    _style: tuple[str, int] = ("s", 0)
    _list: list[bool] = field(default_factory=list)
    _list_id: int = 0

    def font(self, token: Token) -> None:
        if token.text == "f":
            self._font = token.number or 0
        elif token.text == "fcharset" and token.number in _CHARSETS:
            self.fonts.setdefault(self._font, _CHARSETS[token.number])
        elif token.text == "cpg" and (page := code_page(token.number)):
            self.fonts[self._font] = page

    def colour(self, token: Token) -> None:
        """Take red, green and blue; a semicolon ends a colour, and one of nothing is the automatic one."""
        if token.kind == "word" and token.text in {"red", "green", "blue"}:
            self._colour[token.text] = min(255, max(0, token.number or 0))
        for _ in range(token.raw.count(b";") if token.kind == "byte" else 0):
            parts = [self._colour.get(name, 0) for name in ("red", "green", "blue")]
            self.colours.append(bytes(parts).hex().upper() if self._colour else None)
            self._colour = {}

    def style(self, token: Token) -> None:
        if token.text in {"s", "cs", "ds"}:
            self._style = (token.text, token.number or 0)
            self.styles.setdefault(self._style, Style())
        elif token.text == "v":
            self.styles.setdefault(self._style, Style()).hidden = token.number != 0

    def name_style(self, name: str) -> None:
        known = _HEADINGS.get(name.strip().rstrip(";").strip().casefold(), "")
        self.styles.setdefault(self._style, Style()).heading = known
        self._style = ("s", 0)

    def list(self, token: Token) -> None:
        if token.text == "list":
            self._list = []
        elif token.text == "levelnfc":
            self._list.append(token.number == _BULLET)
        elif token.text == "listid":
            self._levels[token.number or 0] = self._list

    def override(self, token: Token) -> None:
        if token.text == "listid":
            self._list_id = token.number or 0
        elif token.text == "ls":
            self._lists[token.number or 0] = self._list_id

    def is_bullet(self, number: int, level: int) -> bool:
        levels = self._levels.get(self._lists.get(number, 0), [])
        return 0 <= level < len(levels) and levels[level]

    def colour_of(self, number: int) -> str | None:
        return self.colours[number] if 0 < number < len(self.colours) else None
