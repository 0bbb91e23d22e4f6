"""Takes an RTF file apart into its tokens: groups, control words, letters; nothing is understood here."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences

# An essay of 5,000 words has some 30,000 words of control, written by Word itself; a million would take 20 s.
WORDS_LIMIT: Final = 300_000
GROUPS_DEEP: Final = 200

Kind: TypeAlias = Literal["open", "close", "word", "byte", "star", "text"]

_TOKEN: Final = re.compile(
    rb"""(?P<open>\{)|(?P<close>\})
    |\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?\x20?
    |\\'(?P<byte>[0-9a-fA-F]{2})
    |\\(?P<sign>[^a-zA-Z])
    |(?P<line>[\r\n]+)
    |(?P<text>[^{}\\\r\n]+)
    |(?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_SIGNS: Final = {b"~": "\u00a0", b"-": "", b"_": "\u2011", b":": "", b"|": ""}
_ESCAPED: Final = frozenset({b"\\", b"{", b"}"})


class Token(NamedTuple):
    """`text` is a control word or letters by their code; `number` is its parameter, or the byte itself."""

    kind: Kind
    text: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(raw: bytes) -> Iterator[Token]:
    """Give the tokens up to the end of the outermost group; raises RuleBroken for what no program writes."""
    depth = 0
    for found in _matches(raw):
        kind = found.lastgroup
        if kind == "open":
            depth += 1
            if depth > GROUPS_DEEP:
                raise RuleBroken(sentences.TOO_DEEP)
            yield Token("open")
        elif kind == "close":
            depth -= 1
            yield Token("close")
            if depth <= 0:
                return
        elif kind in {"word", "number"}:
            yield _word(found)
        else:
            yield from _letters(found)


def _matches(raw: bytes) -> Iterator[re.Match[bytes]]:
    """Find one token after the other; what stands in bytes after `bin` is no text."""
    at = count = 0
    while found := _TOKEN.match(raw, at):
        at = found.end()
        word = found["word"]
        if word is not None:
            count += 1
            if count > WORDS_LIMIT:
                raise RuleBroken(sentences.TOO_MANY_PARTS)
            if word == b"bin":
                at += max(0, int(found["number"] or 0))
        yield found


def _word(found: re.Match[bytes]) -> Token:
    number = found["number"]
    return Token("word", found["word"].decode(), None if number is None else int(number))


def _letters(found: re.Match[bytes]) -> Iterator[Token]:
    """Give bytes as they stand, signs that mean one letter, and the star that lets a reader skip a group."""
    if found["byte"]:
        yield Token("byte", raw=bytes.fromhex(found["byte"].decode()))
    elif found["text"]:
        yield Token("byte", raw=found["text"])
    elif sign := found["sign"]:
        if sign == b"*":
            yield Token("star")
        elif sign in {b"\r", b"\n"}:
            yield Token("word", "par")
        elif sign in _ESCAPED:
            yield Token("byte", raw=sign)
        elif sign in _SIGNS:
            yield Token("text", _SIGNS[sign])
