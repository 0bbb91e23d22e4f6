"""Turns text of before Unicode into Unicode where every word of it agrees; where one does not, nothing is offered."""

import re
import string
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from contest.kernel import encodings, text
from contest.kernel.errors import RuleBroken
from contest.kernel.syllables import is_syllable

_BETWEEN_WORDS: Final = re.compile(r"([\s/\-–—]+)")
_AROUND_WORDS: Final = string.punctuation + string.digits + "“”‘’…"
# Nearly every twentieth syllable has ư. In TCVN3 its code is the soft hyphen, which much software drops.
_WITHOUT_HORNED_U: Final = 40
_HORNED_U: Final = "ưứừửữựƯỨỪỬỮỰ"
_SOFT_HYPHEN: Final = "\u00ad"
_LONGEST: Final = 500_000
# The seven capitals without a tone have codes of their own; toned ones are small letters in a font of capitals.
TCVN3: Final = encodings.TCVN3 | dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))


@dataclass(frozen=True, slots=True)
class Conversion:
    """`encoding` as UniKey names it; `before` is what was converted, `after` Unicode in NFC."""

    encoding: str
    before: str
    after: str


def converted(value: str) -> Conversion | None:
    """Convert a text as it was typed or read (NFC drops letters of TCVN3); None where it is not surely right."""
    try:
        encoding = encodings.legacy_encoding(value) if len(value) <= _LONGEST else None
        if encoding is None:
            return None
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        made = map(_misread, lines) if encoding == "UTF-8" else _paragraphs(lines, _DECODERS[encoding])
        after = text.nfc("\n".join(made))
    except (_Doubtful, RuleBroken):
        return None
    if encodings.legacy_encoding(after) is not None or (encoding == "TCVN3" and _lacks_horned_u(after)):
        return None
    return Conversion(encodings.SPOKEN.get(encoding, encoding), value, after)


def decode_bytes(raw: bytes) -> str:
    """Read bytes of before Unicode one letter each, as Windows shows them in a western font."""
    return "".join(_byte(byte) for byte in raw.replace(b"\0", b""))


class _Doubtful(Exception):
    """A word fits neither the old encoding nor Unicode, or a paragraph fits both."""


def _lacks_horned_u(after: str) -> bool:
    return len(after.split()) > _WITHOUT_HORNED_U and not any(letter in after for letter in _HORNED_U)


def _paragraphs(lines: list[str], decode: Callable[[str], str]) -> Iterator[str]:
    for paragraph in lines:
        words = [word for word in _BETWEEN_WORDS.split(paragraph)[::2] if not word.isascii()]
        bare = [found for word in words if (found := word.strip(_AROUND_WORDS)) and not found.isascii()]
        yield paragraph if not bare or _stays(bare, decode) else _decoded(paragraph, decode)


def _stays(words: list[str], decode: Callable[[str], str]) -> bool:
    """Say whether a paragraph is Unicode already, as its letters occur in no old encoding; doubtful if it fits both."""
    if not all(map(_is_good, words)):
        return False
    if all(_fits(word, decode) for word in words):
        raise _Doubtful
    return True


def _decoded(paragraph: str, decode: Callable[[str], str]) -> str:
    pieces = _BETWEEN_WORDS.split(paragraph)
    pieces[::2] = [piece if piece.isascii() else _word(piece, decode) for piece in pieces[::2]]
    return "".join(pieces)


def _word(piece: str, decode: Callable[[str], str]) -> str:
    bare = piece.strip(_AROUND_WORDS)
    if not bare or bare.isascii():
        return piece
    if not _fits(bare, decode):
        raise _Doubtful
    at = piece.index(bare)
    return piece[:at] + decode(bare) + piece[at + len(bare) :]


def _fits(word: str, decode: Callable[[str], str]) -> bool:
    try:
        _bytes(unicodedata.normalize("NFC", word))  # whose letters an old font has
        made = decode(word)
    except _Doubtful:
        return False
    return made != "" and is_syllable(unicodedata.normalize("NFC", made).lower())


def _is_good(word: str) -> bool:
    composed = unicodedata.normalize("NFC", word)
    small = composed.lower()
    return is_syllable(small) and composed in {small, small.capitalize(), small.upper()}


def _vni(word: str) -> str:
    """Read two letters as one; the first says whether the result is a capital."""

    def letter(found: re.Match[str]) -> str:
        made = unicodedata.normalize("NFC", encodings.VNI.get(found[0].lower(), found[0]))
        return made.upper() if found[0][0].isupper() else made.lower()

    return encodings.VNI_LETTER.sub(letter, unicodedata.normalize("NFC", word))


def _tcvn3(word: str) -> str:
    """Read the small letters; capitals have their codes in fonts of their own, so the word's plain letters decide."""
    made = "".join("ư" if char == _SOFT_HYPHEN else TCVN3.get(char, char) for char in word)
    plain = [char for char in word if char.isascii() and char.isalpha()]
    return made.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else made


def _viscii(word: str) -> str:
    return "".join(encodings.VISCII[byte - 0x80] if byte >= 0x80 else chr(byte) for byte in _bytes(word))


def _misread(paragraph: str) -> str:
    """Read UTF-8 again that was shown one byte a letter: it fits or it does not, and nothing else does by chance."""
    try:
        return _bytes(paragraph).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Doubtful from error


def _bytes(word: str) -> bytes:
    """Give back the bytes that were shown one letter each."""
    made = bytearray()
    for char in word:
        try:
            made += char.encode("cp1252")
        except UnicodeEncodeError as error:
            if not "\x80" <= char <= "\x9f":
                raise _Doubtful from error
            made.append(ord(char))
    return bytes(made)


def _byte(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_DECODERS: Final[dict[str, Callable[[str], str]]] = {"VNI": _vni, "TCVN3": _tcvn3, "VISCII": _viscii}
