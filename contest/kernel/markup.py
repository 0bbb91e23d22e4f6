"""Formatted text: whatever was typed or pasted, brought into one short form, and that form read as plain text.

What comes out of `tidy` has the tags of TAGS and no attribute. It is still cleaned by platform.sanitise, which has the
last word; here it is made small and well nested first: parsers of HTML take minutes for what somebody nests on purpose.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final, TypeAlias

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import nfc

LONGEST: Final = 2_000_000  # characters as they were sent
MOST_PIECES: Final = 150_000  # tags, and texts between them
DEEPEST: Final = 24
_INLINE: Final = frozenset({"strong", "em", "u", "s", "sub", "sup"})
_LINES: Final = frozenset({"p", "h2", "h3", "h4"})
_LISTS: Final = frozenset({"ul", "ol"})
_CELLS: Final = frozenset({"td", "th"})
TAGS: Final = (
    _INLINE | _LINES | _LISTS | _CELLS | {"li", "blockquote", "table", "thead", "tbody", "tr", "br", "hr"}
)
_OTHER_NAMES: Final = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "tfoot": "tbody",
    **dict.fromkeys(
        ("div", "section", "article", "header", "footer", "main", "figure", "figcaption", "dd", "dt", "pre", "address",
         "center", "caption"), "p",
    ),
}  # fmt: skip
_VOID: Final = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track", "param")
)  # fmt: skip
# Nothing inside them is text that somebody wrote to be read.
_UNREAD: Final = frozenset(
    ("head", "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea",
     "select", "xml")
)  # fmt: skip
_UNREAD_END: Final = {name: re.compile(f"</{name}[^>]*>", re.IGNORECASE) for name in _UNREAD}
# Tracked deletions, comments of Word and what Word hides: their text is not the author's work.
_HIDDEN: Final = re.compile(
    r"mso-element:\s*(?:comment|header|footer)|mso-hide:\s*all|display:\s*none|msocomment",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment that does not end takes all that follows
    r"|<[!?][^<>]*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>\"']*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)>"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL,
)
_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_BESIDE_BREAKS: Final = re.compile(r" ?(<br>) ?")


@dataclass(slots=True)
class _Node:
    tag: str  # as it is kept, "" for what is hidden
    children: list["_Node | str"] = field(default_factory=list)
    name: str = ""  # as it was written

    @property
    def is_hidden(self) -> bool:
        return not self.tag


_Child: TypeAlias = _Node | str


def tidy(html: str) -> str:
    """Return the same text with its structure, in the one form that is kept; "" where there is no text.

    Raises RuleBroken for what is too long or nested too deeply to be anybody's text. Linear in the length.
    """
    return "".join(map(_written, _blocks(_read(html).children)))


def plain_text(markup: str) -> str:
    """Return the words of tidied markup: an empty line between blocks, lines of lists and tables below each other.

    Numbers and bullets of lists are no words, as in Word; cells of a table are parted by tabs.
    """
    return nfc("\n\n".join(map(_said, _blocks(_read(markup).children))))


def has_structure(markup: str) -> bool:
    """Tell whether tidied markup says more than its plain text does: paragraphs and line ends are in both."""
    return any(tag not in {"p", "br"} for tag in re.findall(r"<([a-z][a-z0-9]*)>", markup))


# --- reading ------------------------------------------------------------------------------------------------


def _read(html: str) -> _Node:
    """Build the tree of known tags; an attribute is only looked at to leave out what Word hides."""
    if len(html) > LONGEST:
        raise RuleBroken(
            N_("The formatted text is too large to be kept. Paste it as plain text, or in smaller parts."),
            field="text",
        )
    tree = _Tree()
    at = 0
    while (found := _TOKEN.match(html, at)) is not None:
        at = found.end()
        if found["text"]:
            tree.say(found["text"])
        elif found["name"]:
            name = found["name"].lower()
            if name in _UNREAD and not found["end"]:
                closing = _UNREAD_END[name].search(html, at)
                at = closing.end() if closing else len(html)
            elif found["end"]:
                tree.close(name)
            else:
                tree.open(name, found["rest"])
    return tree.root


class _Tree:
    """Grows by tokens; never deeper than DEEPEST, as what is not closed is closed where HTML would do so."""

    def __init__(self) -> None:
        self.root = _Node("body")
        self._open = [self.root]
        self._pieces = 0

    def say(self, text: str) -> None:
        self._count()
        said = nfc(unescape(text))
        while said and unicodedata.category(said[0]).startswith("M"):
            said = said[1:]  # it would sit on the sign > of a tag
        self._open[-1].children.append(said)

    def open(self, name: str, rest: str) -> None:
        tag = _OTHER_NAMES.get(name, name)
        self._count()
        is_hidden = name == "del" or (bool(rest) and _HIDDEN.search(rest) is not None)
        if name in _VOID:
            if tag in TAGS and not is_hidden:
                self._close_implied(tag)
                self._open[-1].children.append(_Node(tag))
            elif tag == "img":
                self.say(" ")
        elif is_hidden or tag in TAGS:
            self._close_implied(tag)
            node = _Node("" if is_hidden else tag, name=name)
            self._open[-1].children.append(node)
            self._open.append(node)

    def close(self, name: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].name == name:
                del self._open[at:]
                return

    def _close_implied(self, tag: str) -> None:
        if tag in _INLINE or tag not in TAGS or tag == "br":
            return
        self._close_within(_LINES, until={"li", "blockquote", "table", *_CELLS})
        if tag == "li":
            self._close_within({"li"}, until=_LISTS | {"table"})
        elif tag in _CELLS:
            self._close_within(_CELLS, until={"tr", "table"})
        elif tag in {"tr", "thead", "tbody"}:
            self._close_within({"tr"}, until={"table"})

    def _close_within(self, tags: Iterable[str], *, until: Iterable[str]) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            tag = self._open[at].tag
            if tag in tags:
                del self._open[at:]
                return
            if not tag or tag in until:
                return

    def _count(self) -> None:
        self._pieces += 1
        if self._pieces > MOST_PIECES or len(self._open) > DEEPEST:
            raise RuleBroken(
                N_(
                    "The formatting of the text is too deeply nested to be kept."
                    " Paste the text as plain text and format it here."
                ),
                field="text",
            )


# --- one form -----------------------------------------------------------------------------------------------


def _blocks(children: Iterable[_Child]) -> list[_Node]:
    """Return the blocks of some content: what stands there without a paragraph gets one."""
    found: list[_Node] = []
    run: list[_Child] = []

    def end_run() -> None:
        line = _line("p", run)
        run.clear()
        if line is not None:
            found.append(line)

    for child in children:
        if isinstance(child, str) or child.tag == "br":
            run.append(child)
        elif child.is_hidden:
            continue
        elif child.tag in _INLINE and not _has_blocks(child):
            run.append(child)
        else:
            end_run()
            found.extend(_block(child))
    end_run()
    return found


def _block(node: _Node) -> Iterator[_Node]:
    if node.tag == "hr":
        yield node
    elif node.tag in _LINES and not _has_blocks(node):
        line = _line(node.tag, node.children)
        yield from [line] if line else []
    elif node.tag in _INSIDE:
        inside = _INSIDE[node.tag](node)
        yield from [_Node(node.tag, list(inside))] if inside else []
    else:  # a row or an item that stands alone, bold letters around paragraphs
        yield from _blocks(node.children)


def _items(node: _Node) -> list[_Node]:
    """Return the items of a list; a list that stands between items belongs to the one before it."""
    items: list[_Node] = []
    for child in node.children:
        if isinstance(child, _Node) and child.is_hidden:
            continue
        inside = _blocks(child.children if isinstance(child, _Node) and child.tag == "li" else [child])
        if not inside:
            continue
        if isinstance(child, _Node) and child.tag in _LISTS and items:
            items[-1].children.extend(inside)
        else:
            items.append(_Node("li", list(inside)))
    return items


def _body(node: _Node) -> list[_Node]:
    rows = [row for row in _rows(node) if any(cell.children for cell in _nodes(row))]
    return [_Node("tbody", list(rows))] if rows else []


def _rows(node: _Node) -> Iterator[_Node]:
    for child in _nodes(node):
        if child.tag == "tr":
            cells = [
                _Node(cell.tag, list(_blocks(cell.children))) for cell in _nodes(child) if cell.tag in _CELLS
            ]
            yield _Node("tr", list(cells))
        elif child.tag in {"thead", "tbody"}:
            yield from _rows(child)


_INSIDE: Final[Mapping[str, Callable[[_Node], list[_Node]]]] = {
    "ul": _items,
    "ol": _items,
    "table": _body,
    "blockquote": lambda node: _blocks(node.children),
}


def _nodes(node: _Node) -> list[_Node]:
    return [child for child in node.children if isinstance(child, _Node) and not child.is_hidden]


def _has_blocks(node: _Node) -> bool:
    return any(each.tag != "br" and (each.tag not in _INLINE or _has_blocks(each)) for each in _nodes(node))


def _line(tag: str, children: Iterable[_Child]) -> _Node | None:
    """Return a paragraph or heading, its white space as a reader sees it; None where it has no words."""
    html = _SPACES.sub(" ", "".join(_letters(children, frozenset())))
    html = _BESIDE_BREAKS.sub(r"\1", html)
    html = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", html)
    return _Node(tag, [html]) if _without_tags(html).strip() else None


def _letters(children: Iterable[_Child], around: frozenset[str]) -> Iterator[str]:
    """Write what stands in a line; a mark inside the same mark is none."""
    for child in children:
        if isinstance(child, str):
            yield escape(child, quote=False)
        elif child.is_hidden:
            continue
        elif child.tag == "br":
            yield "<br>"
        else:
            inside = "".join(_letters(child.children, around | {child.tag}))
            is_mark = child.tag not in around and _without_tags(inside).strip()
            yield f"<{child.tag}>{inside}</{child.tag}>" if is_mark else inside


def _written(node: _Child) -> str:
    if isinstance(node, str):
        return node
    inside = "".join(map(_written, node.children))
    return "<hr>" if node.tag == "hr" else f"<{node.tag}>{inside}</{node.tag}>"


def _said(node: _Child) -> str:
    if isinstance(node, str):
        return unescape(_without_tags(node.replace("<br>", "\n")))
    parts = map(_said, node.children)
    if node.tag == "tr":
        return "\t".join(part.replace("\n", " ") for part in parts)
    return ("\n\n" if node.tag == "blockquote" else "\n").join(parts)


def _without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)
