"""Rebuilds the story of a Word document from an allow-list of elements; what is left out is kept apart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.kernel.text import as_read, nfc
from contest.platform.documents import sentences
from contest.platform.documents.docx_aside import Aside, boxes, is_drawing
from contest.platform.documents.docx_fields import Fields, is_allowed
from contest.platform.documents.docx_looks import Look, Styles, paragraph_look, run_look, says_nothing
from contest.platform.documents.ooxml import COMPATIBILITY, MATH, VAL, is_on, texts, value, w

PARAGRAPHS_LIMIT: Final = 50_000
TABLES_DEEP: Final = 5
_SPAN_LIMIT: Final = 30
_ROW_HEIGHT: Final = 60  # twentieths of a point, when exact
_SYMBOL_FONTS: Final = frozenset({"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"})

_P, _R, _T, _TBL, _TR, _TC, _PPR, _RPR = map(w, ("p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr"))
_SDT, _CONTENT, _SIMPLE, _BR, _U = map(w, ("sdt", "sdtContent", "fldSimple", "br", "u"))
_MARK, _INSTRUCTION = w("fldChar"), w("instrText")
_TRANSPARENT: Final = frozenset(map(w, ("hyperlink", "smartTag", "customXml", "bdo", "dir")))
_ADDED: Final = frozenset({w("ins"), w("moveTo")})
_DELETED: Final = frozenset({w("del"), w("moveFrom")})
_WRAPPERS: Final = _TRANSPARENT | _ADDED | {_SDT, _CONTENT}
_ALTERNATE, _FALLBACK = f"{{{COMPATIBILITY}}}AlternateContent", f"{{{COMPATIBILITY}}}Fallback"
_ASIDE: Final = frozenset(
    {*map(w, ("drawing", "pict", "object", "altChunk")), f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"},
)
_NOTES: Final = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_SIGNS: Final = {w("tab"): "\t", w("ptab"): "\t", _BR: "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_EMPHASIS: Final = {w("b"): "b", w("i"): "i", _U: "u", w("strike"): "strike", w("dstrike"): "strike"}
_HEIGHTS: Final = frozenset({"superscript", "subscript"})
_IDENTITY_BINDINGS: Final = ("creator", "lastmodifiedby", "company", "manager", "extended-properties")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph lies, and what that says about its looks."""

    table: str | None = None
    depth: int = 0
    shade: str | None = None
    unknown_paper: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Line:
    """One paragraph while it is read: what its runs share, and the run being made."""

    style: str | None
    look: Look
    place: _Place
    made: etree._Element
    words: list[str] = field(default_factory=list)
    invisible: bool | None = None  # for runs that say nothing themselves, once it is known


class Story:
    """One walk over the body and then over the notes it refers to, in the order of reading."""

    def __init__(self, styles: Styles, aside: Aside) -> None:
        self._styles = styles
        self._aside = aside
        self._fields = Fields()
        self._paragraphs = 0
        self._continue: etree._Element | None = None
        self._unfinished: list[str] = []
        self._boxes: list[etree._Element] = []
        self.lines: list[str] = []
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._in_runs: dict[str, Callable[[etree._Element, _Line], None]] = {
            _T: self._text,
            w("sym"): self._symbol,
            _ALTERNATE: self._alternate,
            **dict.fromkeys(_SIGNS, self._sign),
            **dict.fromkeys(_NOTES, self._note),
        }

    def tell(self, source: etree._Element, target: etree._Element) -> None:
        """Rebuild the children of `source` (a body or a note) below `target`."""
        for child in source:
            self._block(child, target, _Place())
        self._finish_line()
        self._show_boxes(target, _Place())
        self._fields.close()
        if self._fields.dropped:
            self._aside.flags.add("field")

    def _block(self, element: etree._Element, target: etree._Element, place: _Place) -> None:
        tag = element.tag
        if tag == _P:
            self._paragraph(element, target, place)
        elif tag == _TBL:
            self._table(element, target, place)
        elif (inner := self._unwrap(element)) is not None:
            for child in inner:
                self._block(child, target, place)
        else:
            self._leave_out(element)

    def _unwrap(self, element: etree._Element) -> list[etree._Element] | None:
        """List what a wrapper contains; None if the element is none."""
        tag = element.tag
        if tag == _SDT:
            return self._content(element)
        if tag in _ADDED:
            self._aside.flags.add("tracked-changes")
        return list(element) if tag in _ADDED or tag in _TRANSPARENT else None

    def _content(self, control: etree._Element) -> list[etree._Element]:
        """Give a content control's content, unless Word fills it with the author's or the company's name."""
        if names_the_writer(control):
            self._aside.add("field", texts(control), flag="field")
            return []
        content = control.find(_CONTENT)
        return [] if content is None else list(content)

    def _leave_out(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _DELETED:
            self._aside.add("deleted-text", texts(element), flag="tracked-changes")
        elif tag in _ASIDE or (tag == _ALTERNATE and is_drawing(element)):
            self._put_aside(element)

    def _put_aside(self, element: etree._Element) -> None:
        """Leave out what is drawn, but for the text in its boxes: that is the author's and Word counts it."""
        if self._fields.shows_text:
            self._boxes += boxes(element)
        self._aside.put(element)

    def _show_boxes(self, target: etree._Element, place: _Place) -> None:
        """Let the text of boxes follow the paragraph that they hang on; the paper in a box has its own colour."""
        waiting, self._boxes = self._boxes, []
        if waiting and place.depth >= TABLES_DEEP:
            raise RuleBroken(sentences.TOO_DEEP)
        inside = replace(place, depth=place.depth + 1, shade=None, unknown_paper=True)
        for box in waiting:
            self._aside.flags.add("text-box")
            for child in box:
                self._block(child, target, inside)
            self._finish_line()

    def _paragraph(self, element: etree._Element, target: etree._Element, place: _Place) -> None:
        self._paragraphs += 1
        if self._paragraphs > PARAGRAPHS_LIMIT:
            raise RuleBroken(sentences.TOO_MANY_PARAGRAPHS, limit=PARAGRAPHS_LIMIT)
        properties = element.find(_PPR)
        style = _named(properties, "pStyle")
        made = self._open_paragraph(target, properties, style)
        line = _Line(style, paragraph_look(properties), place, made)
        for child in element:
            self._inline(child, made, line)
        self._unfinished.extend(line.words)
        if _mark_is_deleted(properties):
            self._continue = made
        else:
            self._finish_line()
            self._show_boxes(target, place)

    def _finish_line(self) -> None:
        self._continue = None
        line = "".join(self._unfinished).strip()
        self._unfinished = []
        if line:
            self.lines.append(line)

    def _open_paragraph(
        self,
        target: etree._Element,
        properties: etree._Element | None,
        style: str | None,
    ) -> etree._Element:
        """Where the mark of the paragraph before was deleted, this one continues it."""
        before = self._continue
        if before is not None and before.getparent() is target:
            return before
        self._finish_line()
        made = etree.SubElement(target, _P)
        numbers = None if properties is None else properties.find(w("numPr"))
        if numbers is None:
            numbers = self._styles.numbering(style)
        _describe(made, self._styles.heading(style), numbers)
        return made

    def _table(self, element: etree._Element, target: etree._Element, place: _Place) -> None:
        if place.depth >= TABLES_DEEP:
            raise RuleBroken(sentences.TOO_DEEP)
        style = _named(element.find(w("tblPr")), "tblStyle")
        inside = replace(
            place,
            table=style,
            depth=place.depth + 1,
            unknown_paper=self._styles.shades_cells(style),
        )
        made = etree.SubElement(target, _TBL)
        for row in _unwrapped(element, _TR):
            self._row(row, made, inside)

    def _row(self, element: etree._Element, target: etree._Element, place: _Place) -> None:
        properties = element.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            self._aside.add("deleted-text", texts(element), flag="tracked-changes")
            return
        inside = replace(place, hidden=place.hidden or _is_flat(properties))
        made = etree.SubElement(target, _TR)
        for cell in _unwrapped(element, _TC):
            self._cell(cell, made, inside)

    def _cell(self, element: etree._Element, target: etree._Element, place: _Place) -> None:
        properties = element.find(w("tcPr"))
        shading = None if properties is None else properties.find(w("shd"))
        inside = replace(place, shade=value(shading, "fill") or place.shade)
        made = etree.SubElement(target, _TC)
        for child in element:
            self._block(child, made, inside)
        self._finish_line()
        self._show_boxes(made, inside)
        for _ in range(_span(properties) - 1):
            etree.SubElement(etree.SubElement(target, _TC), _P)

    def _inline(self, element: etree._Element, target: etree._Element, line: _Line) -> None:
        tag = element.tag
        if tag == _R:
            self._run(element, target, line)
        elif tag == _SIMPLE:
            self._simple_field(element, target, line)
        elif (inner := self._unwrap(element)) is not None:
            for child in inner:
                self._inline(child, target, line)
        else:
            self._leave_out(element)

    def _simple_field(self, element: etree._Element, target: etree._Element, line: _Line) -> None:
        if not is_allowed(value(element, "instr") or ""):
            self._aside.add("field", texts(element), flag="field")
            return
        for child in element:
            self._inline(child, target, line)

    def _run(self, element: etree._Element, target: etree._Element, line: _Line) -> None:
        properties = element.find(_RPR)
        if self._is_invisible(properties, line):
            self._hide(element)
            return
        line.made = etree.SubElement(target, _R)
        if properties is not None:
            _emphasise(line.made, properties)
        for child in element:
            handle = self._in_runs.get(child.tag)
            if handle is not None:
                handle(child, line)
            else:
                self._field_or_rest(child)

    def _is_invisible(self, properties: etree._Element | None, line: _Line) -> bool:
        if not says_nothing(properties):
            return self._judge(properties, line)
        if line.invisible is None:
            line.invisible = self._judge(None, line)
        return line.invisible

    def _judge(self, properties: etree._Element | None, line: _Line) -> bool:
        place = line.place
        styles = self._styles.look(_named(properties, "rStyle"), line.style, place.table)
        look = run_look(properties).over(line.look).over(styles)
        if look.shade in {None, "auto"}:
            look = look._replace(shade=None if place.shade == "auto" else place.shade)
        if place.unknown_paper and not look.shade:
            look = look._replace(colour=None)
        return place.hidden or look.invisible

    def _hide(self, element: etree._Element) -> None:
        """Keep a run apart that nobody sees; fields may begin and end in it and are followed there too."""
        shown = len(self._boxes)
        for child in element:
            self._field_or_rest(child)
        del self._boxes[shown:]
        hidden = texts(element)
        if hidden:
            self._aside.add("hidden-text", hidden, flag="hidden-text")

    def _field_or_rest(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == _INSTRUCTION:
            self._fields.instruct(element.text or "")
        elif tag == _MARK:
            self._fields.mark(value(element, "fldCharType") or "")
        else:
            self._leave_out(element)

    def _text(self, element: etree._Element, line: _Line) -> None:
        written = element.text or ""
        if self._fields.shows_text:
            made = etree.SubElement(line.made, _T)
            made.text = nfc(written)
            line.words.append(as_read(written))
        elif self._fields.in_result:
            self._aside.add("field", written, flag="field")

    def _sign(self, element: etree._Element, line: _Line) -> None:
        if not self._fields.shows_text:
            return
        sign = _SIGNS[element.tag]
        line.words.append(sign)
        if sign == "\n":
            etree.SubElement(line.made, _BR)
        else:
            etree.SubElement(line.made, _T).text = sign

    def _symbol(self, element: etree._Element, line: _Line) -> None:
        code, font = value(element, "char") or "", value(element, "font")
        if self._fields.shows_text and font in _SYMBOL_FONTS and len(code) == 4 and code.isalnum():
            etree.SubElement(line.made, w("sym"), {w("char"): code, w("font"): font})

    def _alternate(self, element: etree._Element, line: _Line) -> None:
        """Newer Word writes an emoji twice; the older form is plain text. Everything drawn is left out."""
        if is_drawing(element):
            self._put_aside(element)
            return
        for fallback in element.iterchildren(_FALLBACK):
            for child in fallback.iterchildren(_T):
                self._text(child, line)

    def _note(self, element: etree._Element, line: _Line) -> None:
        kind, number = _NOTES[element.tag], value(element, "id") or ""
        if self._fields.shows_text and number.isdecimal() and number not in self.notes[kind]:
            self.notes[kind].append(number)
            etree.SubElement(line.made, element.tag, {w("id"): number})


def names_the_writer(control: etree._Element) -> bool:
    """Tell whether Word fills a content control with the author's or the company's name."""
    binding = control.find(f"{w('sdtPr')}/{w('dataBinding')}")
    bound = f"{value(binding, 'xpath')} {value(binding, 'prefixMappings')}".casefold()
    return any(word in bound for word in _IDENTITY_BINDINGS)


def _named(properties: etree._Element | None, style: str) -> str | None:
    return None if properties is None else value(properties.find(w(style)))


def _unwrapped(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Find rows of a table or cells of a row, also inside content controls and other wrappers."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, wanted)


def _mark_is_deleted(properties: etree._Element | None) -> bool:
    mark = None if properties is None else properties.find(_RPR)
    return mark is not None and any(item.tag in _DELETED for item in mark)


def _describe(made: etree._Element, heading: str | None, numbers: etree._Element | None) -> None:
    properties = etree.SubElement(made, _PPR)
    if heading:
        etree.SubElement(properties, w("pStyle"), {VAL: heading})
    number = _named(numbers, "numId") or "0"
    if not number.isdecimal() or int(number) == 0:
        return
    level = _named(numbers, "ilvl") or "0"
    inner = etree.SubElement(properties, w("numPr"))
    etree.SubElement(inner, w("ilvl"), {VAL: level if level in set("012345678") else "0"})
    etree.SubElement(inner, w("numId"), {VAL: str(int(number))})


def _emphasise(made: etree._Element, properties: etree._Element) -> None:
    kept = etree.SubElement(made, _RPR)
    for item in properties:
        tag = item.tag
        if tag in _EMPHASIS and is_on(item):
            etree.SubElement(kept, w(_EMPHASIS[tag]), {VAL: "single"} if tag == _U else {})
        elif tag == w("vertAlign") and value(item) in _HEIGHTS:
            etree.SubElement(kept, tag, {VAL: str(value(item))})


def _is_flat(properties: etree._Element | None) -> bool:
    """Say whether a row of a table is hidden or has an exact height in which no text can be seen."""
    if properties is None:
        return False
    hidden, height = properties.find(w("hidden")), properties.find(w("trHeight"))
    if hidden is not None and is_on(hidden):
        return True
    amount = value(height) or ""
    return value(height, "hRule") == "exact" and amount.isdecimal() and int(amount) < _ROW_HEIGHT


def _span(properties: etree._Element | None) -> int:
    amount = _named(properties, "gridSpan") or "1"
    return min(int(amount), _SPAN_LIMIT) if amount.isdecimal() else 1
