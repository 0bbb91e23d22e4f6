"""How text of an old Word file looks: the properties of its styles, letters and paragraphs, as far as they matter."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from contest.platform.documents.doc_bytes import sprms, u16, u32
from contest.platform.documents.docx_looks import PLAIN, Look
from contest.platform.documents.manuscript import UPRIGHT, Emphasis, Item

_CHAIN: Final = 20
_FAR: Final = 200  # half points above or below the line
_TINY_SCALE: Final = 15  # per cent of the width of the letters
_EXACT_LINE: Final = 80  # twentieths of a point
_OFF_PAGE: Final = 15_000
_FLAT_ROW: Final = 60
_HEADINGS: Final = {number: f"Heading{min(number, 6)}" for number in range(1, 10)} | {62: "Title"}
_QUOTES: Final = frozenset({"quote", "intense quote", "title"})
# Word's sixteen colours, by their number; 0 is the automatic one.
_COLOURS: Final = [
    ".",
    "000000",
    "0000FF",
    "00FFFF",
    "00FF00",
    "FF00FF",
    "FF0000",
    "FFFF00",
    "FFFFFF",
    "000080",
    "008080",
    "008000",
    "800080",
    "800000",
    "808000",
    "808080",
    "C0C0C0",
]
# Changes of a quick save that stand in two bytes, by their number, as the properties they stand for.
_SHORT: Final = {
    0x41: 0x0800, 0x42: 0x0801, 0x55: 0x0835, 0x56: 0x0836, 0x57: 0x0837, 0x5C: 0x083C, 0x5E: 0x2A3E, 0x62: 0x2A42,
    0x68: 0x2A48, 0x75: 0x0855,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letters:
    """The looks of a run of letters, and what Word knows of them."""

    look: Look = PLAIN
    emphasis: Emphasis = UPRIGHT
    deleted: bool = False
    inserted: bool = False
    special: bool = False
    is_object: bool = False
    misplaced: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of a paragraph; `ends_row` marks the end of a row of a table, `flat_row` a row nobody sees."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    list_number: int = 0
    level: int = 0
    outline: int | None = None
    shade: str | None = None
    unseen: bool = False
    flat_row: bool = False
    shaded_row: bool = False


@dataclass(slots=True)
class _Style:
    kind: int
    base: int
    number: int
    name: str
    letters: bytes = b""
    paragraph: bytes = b""


def _colour(number: int) -> str | None:
    return _COLOURS[number] if 0 < number < len(_COLOURS) else None


def _rgb(value: bytes) -> str | None:
    """Read red, green, blue and whether it is automatic."""
    return None if len(value) < 4 or value[3] == 0xFF else value[:3].hex().upper()


def _shade(value: bytes) -> str | None:
    if len(value) >= 10:
        return _rgb(value[0:4]) if u16(value, 8) == 1 else _rgb(value[4:8])
    number = u16(value, 0) if len(value) >= 2 else 0
    return _colour(number & 0x1F) if number >> 10 == 1 else _colour((number >> 5) & 0x1F)


def _signed(value: bytes) -> int:
    return int.from_bytes(value[:2], "little", signed=True)


def changed(said: bytes, before: Letters, styled: Letters) -> Letters:
    """Apply properties of letters; `styled` is what a style says where a property refers to it."""
    for code, value in sprms(said):
        if value:
            before = _one(code, value, before, styled)
    return before


def _one(code: int, value: bytes, before: Letters, styled: Letters) -> Letters:
    first, look = value[0], before.look
    is_on = first in {1, 0x81}
    if code in _EMPHASIS:
        return replace(before, emphasis=_with(before.emphasis, code, first))
    if code in {0x083C, 0x0818}:
        hidden = bool(styled.look.hidden)
        return replace(
            before, look=look._replace(hidden={0x80: hidden, 0x81: not hidden}.get(first, bool(first)))
        )
    marked = _marked(code, before, is_on=is_on)
    return _coloured(code, value, before) if marked is None else marked


def _marked(code: int, before: Letters, *, is_on: bool) -> Letters | None:
    if code == 0x0800:
        return replace(before, deleted=is_on)
    if code == 0x0801:
        return replace(before, inserted=is_on)
    if code == 0x0855:
        return replace(before, special=is_on)
    return replace(before, is_object=is_on) if code in {0x0856, 0x080A} else None


_EMPHASIS: Final = {
    0x0835: "bold",
    0x0836: "italic",
    0x2A3E: "underlined",
    0x0837: "struck",
    0x2A53: "struck",
    0x2A48: "",
}


def _with(emphasis: Emphasis, code: int, first: int) -> Emphasis:
    parts = list(emphasis)
    if code == 0x2A48:
        parts[4] = {1: "superscript", 2: "subscript"}.get(first, "")
    else:
        underlined = code == 0x2A3E and first not in {0, 5}
        parts[Emphasis._fields.index(_EMPHASIS[code])] = underlined or (code != 0x2A3E and first in {1, 0x81})
    return Emphasis._make(parts)


def _coloured(code: int, value: bytes, before: Letters) -> Letters:
    look = before.look
    if code == 0x2A42:
        look = look._replace(colour=_colour(value[0]))
    elif code == 0x6870:
        look = look._replace(colour=_rgb(value))
    elif code == 0x4A43:
        look = look._replace(size=u16(value, 0))
    elif code in {0x2A0C, 0xCA71, 0x4866}:
        shade = _colour(value[0]) if code == 0x2A0C else _shade(value)
        look = look._replace(shade=shade or look.shade)
    elif code == 0x4852:
        return replace(before, misplaced=0 < u16(value, 0) < _TINY_SCALE)
    elif code == 0x4845:
        return replace(before, misplaced=abs(_signed(value)) > _FAR)
    return replace(before, look=look)


def short_change(prm: int, changes: list[bytes]) -> bytes:
    """Give what a quick save noted beside a piece, as properties."""
    if prm & 1:
        number = prm >> 1
        return changes[number] if number < len(changes) else b""
    code = _SHORT.get((prm >> 1) & 0x7F)
    return b"" if code is None else code.to_bytes(2, "little") + bytes([prm >> 8])


def paragraph_of(style: int, said: bytes) -> Paragraph:
    made = Paragraph(style)
    for code, value in sprms(said):
        if value:
            made = _paragraph_one(code, value, made)
    return made


def _paragraph_one(code: int, value: bytes, before: Paragraph) -> Paragraph:
    number = _signed(value)
    if code in {0x840F, 0x845E, 0x840E, 0x845D, 0x8411, 0x8460}:
        return replace(before, unseen=before.unseen or abs(number) > _OFF_PAGE)
    if code == 0x6412:
        return replace(before, unseen=before.unseen or -_EXACT_LINE < number < 0)
    if code in {0xC64D, 0x442D}:
        return replace(before, shade=_shade(value))
    return _in_table(code, value, before) or _listed(code, value, before)


def _in_table(code: int, value: bytes, before: Paragraph) -> Paragraph | None:
    if code == 0x2416:
        return replace(before, in_table=value[0] != 0)
    if code == 0x2417:
        return replace(before, ends_row=value[0] != 0)
    if code == 0x9407:
        return replace(before, flat_row=-_FLAT_ROW < _signed(value) < 0)
    return replace(before, shaded_row=True) if code in {0xD609, 0xD612, 0xD670} else None


def _listed(code: int, value: bytes, before: Paragraph) -> Paragraph:
    if code == 0x460B:
        return replace(before, list_number=_signed(value))
    if code == 0x260A:
        return replace(before, level=min(value[0], 8))
    if code == 0x2640:
        return replace(before, outline=value[0])
    return before


class Styles:
    """The styles of a document by their number."""

    def __init__(self, stsh: bytes) -> None:
        self._styles = dict(enumerate(_styles(stsh)))
        self._known: dict[int, Letters] = {}

    def letters(self, number: int) -> Letters:
        """Give the looks that a style of paragraphs or letters brings along; what stands out in it is its shape."""
        if number not in self._known:
            letters = Letters()
            for style in reversed(self._chain(number)):
                letters = changed(style.letters, letters, letters)
            self._known[number] = replace(letters, emphasis=UPRIGHT)
        return self._known[number]

    def of_letters(self, number: int, before: Letters) -> Letters:
        """Apply a style of letters, with what stands out in it."""
        for style in reversed(self._chain(number)):
            before = changed(style.letters, before, before)
        return before

    def heading(self, number: int) -> str:
        for style in self._chain(number):
            if style.number in _HEADINGS:
                return _HEADINGS[style.number]
            if style.name.casefold() in _QUOTES:
                return "Title" if style.name.casefold() == "title" else "Quote"
        return ""

    def paragraph(self, number: int) -> bytes:
        """Give what a style and those it is based on say of paragraphs."""
        return b"".join(style.paragraph for style in reversed(self._chain(number)))

    def _chain(self, number: int) -> list[_Style]:
        chain: list[_Style] = []
        while len(chain) < _CHAIN and (style := self._styles.get(number)) is not None:
            chain.append(style)
            number = style.base
        return chain


def _styles(stsh: bytes) -> Iterator[_Style | None]:
    if len(stsh) < 6:
        return
    at = 2 + u16(stsh, 0)
    base_size = u16(stsh, 4)
    for _ in range(min(u16(stsh, 2), 4096)):
        if at + 2 > len(stsh):
            return
        size = u16(stsh, at)
        yield _style(stsh[at + 2 : at + 2 + size], base_size) if size else None
        at += 2 + size


def _style(std: bytes, base_size: int) -> _Style | None:
    if len(std) < base_size + 2 or base_size < 10:
        return None
    kind, base = u16(std, 2) & 0xF, u16(std, 2) >> 4
    length = u16(std, base_size)
    start = base_size + 2
    name = std[start : start + 2 * length].decode("utf-16-le", "replace")
    made = _Style(kind, base, u16(std, 0) & 0xFFF, name)
    parts = list(_parts(std, start + 2 * length + 2, u16(std, 4) & 0xF))
    if kind == 1 and parts:
        made.paragraph = parts[0][2:]
        made.letters = parts[1] if len(parts) > 1 else b""
    elif kind == 2 and parts:
        made.letters = parts[0]
    return made


def _parts(std: bytes, at: int, count: int) -> Iterator[bytes]:
    for _ in range(count):
        at += at % 2
        if at + 2 > len(std):
            return
        size = u16(std, at)
        yield std[at + 2 : at + 2 + size]
        at += 2 + size


@dataclass(slots=True)
class Lists:
    """Which lists have no numbers, by the number that a paragraph names."""

    _bullets: dict[int, list[bool]] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, tables: bytes, lists: tuple[int, int], overrides: bytes) -> "Lists":
        made = cls()
        at, size = lists
        if size >= 2 and at + size <= len(tables):
            made._read(tables, at)
        if len(overrides) >= 4:
            count = min(u32(overrides, 0), (len(overrides) - 4) // 16)
            made._numbers = [u32(overrides, 4 + 16 * number) for number in range(count)]
        return made

    def _read(self, tables: bytes, at: int) -> None:
        count = u16(tables, at)
        levels_at = at + 2 + 28 * count
        for number in range(count):
            entry = at + 2 + 28 * number
            if entry + 28 > len(tables):
                return
            levels = 1 if tables[entry + 26] & 1 else 9
            bullets = []
            for _ in range(levels):
                if levels_at + 30 > len(tables):
                    return
                bullets.append(tables[levels_at + 4] == 23)
                letters_at = levels_at + 28 + tables[levels_at + 24] + tables[levels_at + 25]
                levels_at = letters_at + 2 + 2 * u16(tables, letters_at)
            self._bullets[u32(tables, entry)] = bullets

    def item(self, paragraph: Paragraph) -> Item | None:
        if not 0 < paragraph.list_number <= len(self._numbers):
            return None
        levels = self._bullets.get(self._numbers[paragraph.list_number - 1], [])
        is_bullet = levels[min(paragraph.level, len(levels) - 1)] if levels else False
        return Item(not is_bullet, paragraph.level)
