"""Reads the phrase files and makes sentences of them: alternatives, slots and numbers chosen by a given rng.

A phrase file has sections ("== name"); in a section, lines that follow each other form a block (a paragraph in
the making) and an empty line ends it; "#" begins a comment line. In a line

    [a|b|c]    one of these, nested as wished; an empty alternative is allowed
    {name}     whatever the caller has for the name
    {20..80}   a whole number of that range, ends included
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

PHRASES = Path(__file__).with_name("phrases")

_TOKEN = re.compile(r"[\[\]|]|\{[^{}]*\}|[^\[\]|{}]+")
_NUMBER = re.compile(r"(\d+)\.\.(\d+)")
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:?!”)])")


@dataclass(frozen=True, slots=True)
class Slot:
    name: str


@dataclass(frozen=True, slots=True)
class Number:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple["Template", ...]


Template: TypeAlias = tuple["str | Slot | Number | Choice", ...]
Block: TypeAlias = tuple[Template, ...]
Lookup: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    sections: dict[str, tuple[Block, ...]]

    def blocks(self, section: str) -> tuple[Block, ...]:
        return self.sections.get(section, ())

    def lines(self, section: str) -> tuple[Template, ...]:
        return tuple(line for block in self.blocks(section) for line in block)


def parse(line: str) -> Template:
    """Raise ValueError where brackets do not match or a number range is upside down."""
    pieces = iter(_TOKEN.findall(line))
    options, closed = _options(pieces)
    if closed or len(options) > 1:
        message = f"a bracket or bar too many in: {line}"
        raise ValueError(message)
    return options[0]


def _options(pieces: Iterator[str]) -> tuple[list[Template], bool]:
    options: list[Template] = []
    current: list[str | Slot | Number | Choice] = []
    for piece in pieces:
        if piece in {"|", "]"}:
            options.append(tuple(current))
            current = []
            if piece == "]":
                return options, True
        else:
            current.append(_node(piece, pieces))
    options.append(tuple(current))
    return options, False


def _node(piece: str, pieces: Iterator[str]) -> str | Slot | Number | Choice:
    if piece == "[":
        options, closed = _options(pieces)
        if not closed:
            message = "an opening bracket is never closed"
            raise ValueError(message)
        return Choice(tuple(options))
    if not piece.startswith("{"):
        return piece
    name = piece[1:-1]
    number = _NUMBER.fullmatch(name)
    return Number(*_range(number)) if number else Slot(name)


def _range(found: re.Match[str]) -> tuple[int, int]:
    low, high = int(found[1]), int(found[2])
    if low > high:
        message = f"the range {found[0]} is upside down"
        raise ValueError(message)
    return low, high


def expand(template: Template, rng: random.Random, lookup: Lookup) -> str:
    """Say the template once, as a phrase: no capital is set, spaces are put in order."""
    text = " ".join(_said(template, rng, lookup).split())
    return _SPACE_BEFORE_MARK.sub(r"\1", text)


def _said(template: Template, rng: random.Random, lookup: Lookup) -> str:
    return "".join([node if isinstance(node, str) else _chosen(node, rng, lookup) for node in template])


def _chosen(node: Slot | Number | Choice, rng: random.Random, lookup: Lookup) -> str:
    if isinstance(node, Choice):
        # rng.choice costs three times as much, and this is called some thousand times for an essay
        return _said(node.options[int(rng.random() * len(node.options))], rng, lookup)
    if isinstance(node, Number):
        return str(rng.randint(node.low, node.high))
    return lookup(node.name)


def capitalised(text: str) -> str:
    """Put a capital at the first letter, behind an opening quotation mark too."""
    for place, letter in enumerate(text):
        if letter.isalnum():
            return text[:place] + letter.upper() + text[place + 1 :]
    return text


def parse_book(text: str) -> Phrasebook:
    sections: dict[str, list[list[Template]]] = {}
    blocks: list[list[Template]] = []
    for line in text.splitlines():
        if line.startswith("== "):
            blocks = sections.setdefault(line[3:].strip(), [[]])
        elif not line.strip():
            blocks.append([])
        elif not line.startswith("#"):
            blocks[-1].append(parse(line.strip()))
    return Phrasebook(
        {name: tuple(tuple(block) for block in found if block) for name, found in sections.items()}
    )


@cache
def book(name: str) -> Phrasebook:
    """Give the phrase file of that name, read once; 'general', 'comments' or 'topics/river'."""
    return parse_book((PHRASES / f"{name}.txt").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (PHRASES / "topics").glob("*.txt")))
