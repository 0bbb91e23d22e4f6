"""A blind copy as a PDF to read or to print: set by us from the clean HTML or the page images, the code on each page.

Made when it is asked for: it depends on nothing but what the page of the essay shows, takes a tenth of a second, and
so there is nothing to keep, to copy or to erase.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, TypeAlias

from contest.kernel.errors import RuleBroken
from contest.platform import sandbox, typesetting

Node: TypeAlias = "str | _Element"
_Element: TypeAlias = tuple[str, list[Node]]

_DEEPEST: Final = 14  # so deep a text may be nested; what lies deeper is set without its tags
_VOID: Final = frozenset({"br", "hr"})
_GROUPS: Final = frozenset({"thead", "tbody"})
_PNG: Final = b"\x89PNG"
_JPEG: Final = b"\xff\xd8\xff"
_LISTS: Final = frozenset({"ul", "ol"})
# A word that is longer than a line would run off the paper.
_LONG: Final = re.compile(r"\S{30,}")
_PIECE: Final = re.compile(r"\S{10}")
_MAY_BREAK: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it. `title` is "" where the text begins with it; `own`: questions and answers.

    `html` is clean; where there are `pages` (PNG or WebP of ours) they are shown instead.
    """

    code: str
    title: str
    html: str
    pages: Sequence[bytes] = ()
    own: Sequence[tuple[str, str]] = ()


def pdf(paper: Paper) -> bytes:
    """Return the PDF; the same paper gives the same bytes. Raises RuleBroken where a picture cannot be read."""
    pictures = {f"{at}.{_ending(picture)}": picture for at, picture in enumerate(_printable(paper.pages), 1)}
    data = {
        "code": paper.code,
        "title": paper.title,
        "text": [] if pictures else tree(paper.html),
        "pages": list(pictures),
        "own": [list(each) for each in paper.own],
    }
    said = json.dumps(data, ensure_ascii=False).encode()
    return typesetting.pdf("judge/essay.typ", {}, {"essay.json": said, **pictures})


def _printable(pictures: Sequence[bytes]) -> Iterator[bytes]:
    """Give pictures that a PDF can hold: it knows no WebP, and unpacked it would have many times the size."""
    others = [picture for picture in pictures if not picture.startswith(_PNG)]
    raw = b"".join([json.dumps([len(picture) for picture in others]).encode(), b"\n", *others])
    made = iter(sandbox.run("print-pictures", raw).blobs if others else ())
    for picture in pictures:
        found = picture if picture.startswith(_PNG) else next(made, b"")
        if not found.startswith((_PNG, _JPEG)):
            raise RuleBroken(sandbox.UNREADABLE)
        yield found


def _ending(picture: bytes) -> str:
    return "png" if picture.startswith(_PNG) else "jpg"


def tree(html: str) -> list[Node]:
    """Return clean HTML as nested lists: texts, and tags with what is in them; a table as rows of cells."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _shaped(reader.root[1], 1)


class _Reader(HTMLParser):
    """Builds the tree of HTML that is well nested already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: _Element = ("", [])
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- clean HTML has none
        node: _Element = (tag, [])
        self._open[-1][1].append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node[0] == tag for node in self._open[1:]):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(_LONG.sub(_breakable, data))


def _breakable(word: re.Match[str]) -> str:
    return _PIECE.sub(f"\\g<0>{_MAY_BREAK}", word[0])


def _shaped(nodes: Sequence[Node], depth: int) -> list[Node]:
    """Bring lists and tables into the form that the template knows; what lies too deep loses its tags."""
    shaped: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            shaped.append(node)
        elif depth > _DEEPEST:
            shaped += _shaped(node[1], depth)
        elif node[0] in _LISTS:
            shaped.append((node[0], [("li", _shaped(item[1], depth + 2)) for item in _elements(node[1])]))
        elif node[0] == "table":
            shaped.append((node[0], [("tr", _cells(row, depth)) for row in _rows(node[1])]))
        else:
            shaped.append((node[0], _shaped(node[1], depth + 1)))
    return shaped


def _cells(row: _Element, depth: int) -> list[Node]:
    return [("th" if cell[0] == "th" else "td", _shaped(cell[1], depth + 3)) for cell in _elements(row[1])]


def _rows(nodes: Sequence[Node]) -> Iterator[_Element]:
    for node in _elements(nodes):
        if node[0] in _GROUPS:
            yield from _rows(node[1])
        else:
            yield node


def _elements(nodes: Sequence[Node]) -> Iterator[_Element]:
    """Give the tags; a text that stands between items, rows or cells is space."""
    for node in nodes:
        if isinstance(node, tuple):
            yield node
        elif node.strip():
            yield "", [node]
