"""Rebuilds the story of an OpenDocument text from an allow-list of elements; what is left out is kept apart."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from lxml import etree

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.docx_fields import Fields
from contest.platform.documents.docx_looks import PLAIN, Look
from contest.platform.documents.manuscript import TABLES_DEEP, UPRIGHT, Emphasis, Item, Manuscript
from contest.platform.documents.odf import FIELDS, INDEXES, MARKS, number, o, texts
from contest.platform.documents.odt_looks import Styles

_SPAN_LIMIT: Final = 30
_SPACES_LIMIT: Final = 100
_WHITE: Final = re.compile(r"[ \t\r\n]+")

_P, _H, _LIST, _ITEM = o("text:p"), o("text:h"), o("text:list"), o("text:list-item")
_TABLE, _ROW, _CELL, _COVERED = (
    o(f"table:{name}") for name in ("table", "table-row", "table-cell", "covered-table-cell")
)
_ROW_GROUPS: Final = frozenset(o(f"table:table-{name}") for name in ("rows", "header-rows", "row-group"))
_BOXED: Final = frozenset({_P, _H, _LIST, _TABLE})
_SECTION: Final = o("text:section")
_WRAPPERS: Final = frozenset({o("text:a"), o("text:meta"), o("text:meta-field"), o("text:ruby-base")})
_FOREIGN: Final = frozenset(
    o(f"draw:{name}") for name in ("object", "object-ole", "plugin", "applet", "floating-frame")
)
# A field of Word's that LibreOffice does not know: what it prints stands in the text between the last two.
_MARKED_FIELD: Final = {
    o("field:fieldmark-start"): "begin",
    o("field:fieldmark-separator"): "separate",
    o("field:fieldmark-end"): "end",
    o("field:fieldmark"): "",
}
_PROGRAMS: Final = frozenset({o("text:script"), o("office:event-listeners"), o("office:scripts")})
# What is left out and told as it stands: the kind of what is removed, and its flag.
_TOLD: Final = {
    **dict.fromkeys(_PROGRAMS, ("macro", "macros")),
    o("math:math"): ("formula", "formula"),
    o("form:form"): ("form-value", "forms"),
}
_DRAW: Final = f"{{{etree.QName(o('draw:frame')).namespace}}}"


class _Place(NamedTuple):
    """Where a paragraph lies: behind which paper, in which list, and whether nobody sees what is there."""

    shade: str | None = None
    hidden: bool = False
    unknown_paper: bool = False
    boxes: int = 0
    lists: tuple[str, ...] = ()
    item: Item | None = None


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read: whether it is hidden as a whole, and whether a space stands before."""

    hidden: bool
    shade: str | None
    unknown_paper: bool
    boxes: list[etree._Element] = field(default_factory=list)
    after_space: bool = True


@dataclass(frozen=True, slots=True)
class _Letters:
    """How the letters at this place look."""

    look: Look = PLAIN
    emphasis: Emphasis = UPRIGHT


class Story:
    """One walk over the text with its notes, in the order of reading."""

    def __init__(self, styles: Styles, manuscript: Manuscript, members: frozenset[str]) -> None:
        self._styles = styles
        self._made = manuscript
        self._aside = manuscript.aside
        self._members = members
        self._fields = Fields()
        self._inline: dict[str, Callable[[etree._Element, _Line, _Letters], None]] = {
            o("text:span"): self._span,
            o("text:s"): self._spaces,
            o("text:tab"): lambda _, line, letters: self._sign("\t", line, letters),
            o("text:line-break"): lambda _, line, letters: self._sign("\n", line, letters),
            o("text:note"): self._note,
            o("text:ruby"): self._ruby,
            o("text:hidden-text"): self._hidden_field,
            **dict.fromkeys(_MARKED_FIELD, self._mark_field),
            **dict.fromkeys(_WRAPPERS | FIELDS, self._pieces),
            **dict.fromkeys(MARKS, lambda *_: None),
        }

    def tell(self, source: etree._Element) -> None:
        """Tell what stands in `office:text`."""
        self._blocks(source, _Place())
        self._made.end()
        self._fields.close()
        if self._fields.dropped:
            self._aside.flags.add("field")

    def _blocks(self, parent: etree._Element, place: _Place) -> None:
        for child in parent:
            self._block(child, place)

    def _block(self, element: etree._Element, place: _Place) -> None:
        tag = element.tag
        if tag in {_P, _H}:
            self._paragraph(element, place)
        elif tag == _TABLE:
            self._table(element, place)
        elif tag == _LIST:
            self._list(element, place)
        elif tag == _SECTION:
            hidden = element.get(o("text:display")) in {"none", "condition"}
            self._blocks(element, place._replace(hidden=place.hidden or hidden))
        elif tag in INDEXES or tag == o("office:forms"):
            self._blocks(element, place._replace(item=None))
        else:
            self._leave_out(element)
            self._show(_boxes(element), place)

    # --- paragraphs and lists -------------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, place: _Place) -> None:
        style = element.get(o("text:style-name"))
        look = self._styles.look("paragraph", style)
        line = _Line(place.hidden or _is_hidden(element), look.shade or place.shade, place.unknown_paper)
        self._made.begin(heading=self._heading(element, style), item=place.item)
        letters = _Letters(look, self._styles.emphasis("paragraph", style, UPRIGHT))
        self._pieces(element, line, letters)
        self._made.end()
        self._show(line.boxes, place)

    def _show(self, boxes: Iterable[etree._Element], place: _Place) -> None:
        """Let the text of boxes follow the paragraph that they hang on; the paper in a box has its own colour."""
        inside = _Place(hidden=place.hidden, unknown_paper=True, boxes=place.boxes + 1)
        for box in boxes:
            if place.boxes >= TABLES_DEEP:
                raise RuleBroken(sentences.TOO_DEEP)
            self._aside.flags.add("text-box")
            self._blocks(box, inside)

    def _heading(self, element: etree._Element, style: str | None) -> str:
        if element.tag == _H:
            return f"Heading{number(element, 'text:outline-level', 6)}"
        return self._styles.heading(style)

    def _list(self, element: etree._Element, place: _Place) -> None:
        own = element.get(o("text:style-name")) or (place.lists[-1] if place.lists else "")
        name = own or self._list_of_first(element)
        lists = (*place.lists, name)
        for item in element:
            first = item.tag == _ITEM
            for child in item:
                held = None
                if first and child.tag in {_P, _H}:
                    held = Item(not self._styles.is_bullet(name, len(lists) - 1), len(lists) - 1)
                    first = False
                self._block(child, place._replace(lists=lists, item=held))

    def _list_of_first(self, element: etree._Element) -> str:
        paragraph = next(element.iter(_P), None)
        return "" if paragraph is None else self._styles.list_of(paragraph.get(o("text:style-name")))

    # --- tables ---------------------------------------------------------------------------------------------

    def _table(self, element: etree._Element, place: _Place) -> None:
        inside = place._replace(item=None, lists=())
        with self._made.part("tbl"):
            for row in _rows(element):
                self._row(row, inside)

    def _row(self, element: etree._Element, place: _Place) -> None:
        flat = self._styles.look("table-row", element.get(o("table:style-name"))).hidden
        folded = element.get(o("table:visibility")) in {"collapse", "filter"}
        inside = place._replace(hidden=bool(place.hidden or flat or folded))
        with self._made.part("tr"):
            for cell in element.iterchildren(_CELL, _COVERED):
                self._cell(cell, inside)

    def _cell(self, element: etree._Element, place: _Place) -> None:
        shade = self._styles.look("table-cell", element.get(o("table:style-name"))).shade
        with self._made.part("tc"):
            self._blocks(element, place._replace(shade=shade or place.shade))
        for _ in range(number(element, "table:number-columns-repeated", _SPAN_LIMIT) - 1):
            with self._made.part("tc"):
                pass

    # --- pieces of a paragraph ------------------------------------------------------------------------------

    def _pieces(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        self._text(element.text, line, letters)
        for child in element:
            handle = self._inline.get(child.tag)
            if handle is None:
                self._leave_out(child)
                self._put_boxes(child, line, letters)
            else:
                handle(child, line, letters)
            self._text(child.tail, line, letters)

    def _put_boxes(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        for box in _boxes(element):
            if line.hidden or letters.look.hidden:
                self._made.hide(texts(box))
            else:
                line.boxes.append(box)

    def _text(self, text: str | None, line: _Line, letters: _Letters) -> None:
        """Write text; white space in a row is one space, and none at the beginning of a paragraph."""
        if not text:
            return
        kept = _WHITE.sub(" ", text)
        if line.after_space:
            kept = kept.removeprefix(" ")
        if kept:
            line.after_space = kept.endswith(" ")
            self._put(kept, line, letters)

    def _put(self, text: str, line: _Line, letters: _Letters) -> None:
        look = letters.look
        paper = look._replace(shade=look.shade or line.shade)
        if line.unknown_paper and not paper.shade:
            paper = paper._replace(colour=None)
        if not self._fields.shows_text:
            self._aside.add("field", text, flag="field")
        elif line.hidden or paper.invisible:
            self._made.hide(text)
        else:
            self._made.write(text, letters.emphasis)

    def _span(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        style = element.get(o("text:style-name"))
        look = self._styles.look("text", style).over(letters.look)
        emphasis = self._styles.emphasis("text", style, letters.emphasis)
        self._pieces(element, line, replace(letters, look=look, emphasis=emphasis))

    def _spaces(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        self._sign(" " * number(element, "text:c", _SPACES_LIMIT), line, letters)

    def _sign(self, sign: str, line: _Line, letters: _Letters) -> None:
        line.after_space = False
        self._put(sign, line, letters)

    def _ruby(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        for base in element.iterchildren(o("text:ruby-base")):
            self._pieces(base, line, letters)

    def _hidden_field(self, element: etree._Element, _line: _Line, _letters: _Letters) -> None:
        hidden = element.get(o("text:string-value")) or "".join(element.itertext())
        self._aside.add("hidden-text", hidden, flag="hidden-text")

    def _mark_field(self, element: etree._Element, _line: _Line, _letters: _Letters) -> None:
        self._fields.mark(_MARKED_FIELD[element.tag])
        codes = [found.get(o("field:value")) or "" for found in element.iter(o("field:param"))]
        self._fields.instruct(codes[0] if codes else (element.get(o("field:type")) or "").rpartition(".")[2])

    def _note(self, element: etree._Element, line: _Line, letters: _Letters) -> None:
        if line.hidden or letters.look.hidden:
            self._aside.add("hidden-text", texts(element), flag="hidden-text")
            return
        kind = element.get(o("text:note-class"))
        with self._made.note("endnote" if kind == "endnote" else "footnote"):
            for body in element.iterchildren(o("text:note-body")):
                self._blocks(body, _Place(unknown_paper=line.unknown_paper))

    # --- what no judge sees ---------------------------------------------------------------------------------

    def _leave_out(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _TOLD:
            kind, flag = _TOLD[tag]
            self._aside.add(kind, texts(element), flag=flag)
        elif tag == o("office:annotation"):
            who = " ".join(found.text or "" for found in element.iter(o("dc:creator")))
            self._aside.add("comment", f"{who}: {_said(element)}", flag="comments")
        elif tag == o("text:tracked-changes"):
            self._changes(element)
        elif tag.startswith(_DRAW):
            self._drawn(element)
        elif etree.QName(element).namespace == etree.QName(_P).namespace:
            self._field(element)

    def _field(self, element: etree._Element) -> None:
        shown = "".join(element.itertext())
        named = element.get(o("xlink:href")) or element.get(o("text:description")) or ""
        if etree.QName(element).localname.endswith(("-decls", "-source", "-end")) and not (
            shown.strip() or named
        ):
            return
        self._aside.add("field", shown.strip() or named, flag="field")

    def _changes(self, element: etree._Element) -> None:
        for region in element.iterchildren(o("text:changed-region")):
            self._aside.flags.add("tracked-changes")
            for deletion in region.iterchildren(o("text:deletion")):
                self._aside.add("deleted-text", _said(deletion))

    def _drawn(self, element: etree._Element) -> None:
        for item in element.iter():
            if item.tag == o("draw:image"):
                linked = (item.get(o("xlink:href")) or "").removeprefix("./").casefold() not in self._members
                self._aside.flags.add("linked-picture" if linked and item.get(o("xlink:href")) else "picture")
            elif item.tag in _FOREIGN:
                self._aside.add("embedded-object", item.get(o("xlink:href")) or "OLE", flag="embedded-object")
            elif item.tag == o("math:math"):
                self._aside.add("formula", texts(item), flag="formula")
            elif item.tag in _PROGRAMS:
                self._aside.flags.add("macros")
        described = [found.text or "" for found in element.iter(o("svg:title"), o("svg:desc"))]
        self._aside.add("picture", " · ".join(filter(None, described)))


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Find what holds paragraphs in a drawing; a box in a box comes with that."""
    if not element.tag.startswith(_DRAW):
        return
    if any(child.tag in _BOXED for child in element):
        yield element
        return
    for child in element:
        yield from _boxes(child)


def _is_hidden(paragraph: etree._Element) -> bool:
    """Say whether a field in the paragraph hides all of it."""
    fields = paragraph.iter(o("text:hidden-paragraph"))
    return any(found.get(o("text:is-hidden")) != "false" for found in fields)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _ROW:
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _said(element: etree._Element) -> str:
    """Join the paragraphs below, without names and dates beside them."""
    found = (" ".join("".join(item.itertext()).split()) for item in element.iter(_P, _H))
    return "\n".join(filter(None, found))
