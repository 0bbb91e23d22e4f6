"""Text of before Unicode (VNI, TCVN3, VISCII) or read wrongly, recognised and refused with advice."""

import codecs
import re
import string
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.syllables import is_syllable

# One short word alone proves nothing; one long word counts for two. Of the 330,000 words with letters beyond
# ASCII in nine European dictionaries some forty make a syllable, all short; the frequent ones stand below.
_ENOUGH: Final = 2
_LONG_WORD: Final = 4
_FOREIGN: Final = frozenset(["où", "tôt", "dû", "haï", "laïc", "gît", "rät", "säe", "mãe", "ño", "loïc"])
_ENOUGH_IN_A_PARAGRAPH: Final = 8  # one paragraph pasted into good text is found as well, but must be surer
_WORDS_READ: Final = 2_000  # an essay has fewer different words; more would only cost time
_LONGEST_WORD: Final = 16  # "nghiêng" has 7 letters, and 9 to 13 in an encoding that takes several for one
_BETWEEN_WORDS: Final = re.compile(r"[\s/\-–—]+")
_AROUND_WORDS: Final = string.punctuation + string.digits + "“”‘’…"

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"

# VNI writes the plain letter and after it a second one that stands for the accents.
_VNI_TONE: Final = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX: Final = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE: Final = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_SIGNS: Final = "".join(_VNI_TONE | _VNI_CIRCUMFLEX | _VNI_BREVE)
VNI: Final = (
    _VNI_ALONE
    | {
        letter + sign: _VNI_ALONE.get(letter, letter) + mark
        for letter in "aeouyôö"
        for sign, mark in _VNI_TONE.items()
    }
    | {letter + sign: letter + "\u0302" + mark for letter in "aeo" for sign, mark in _VNI_CIRCUMFLEX.items()}
    | {"a" + sign: "a\u0306" + mark for sign, mark in _VNI_BREVE.items()}
)
VNI_LETTER: Final = re.compile(
    f"[aeo][{_VNI_SIGNS}]|[uyôö][{''.join(_VNI_TONE)}]|[{''.join(_VNI_ALONE)}]", re.IGNORECASE
)

# Code points A1 to FE of the ABC fonts (TCVN 5712:1993); toned capitals have these codes in other fonts.
# U+00AD, the small ư, is missing: a soft hyphen to everybody else, it has gone when text is NFC.
TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ăâêôơưđăâêôơđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# Bytes 80 to FF of RFC 1456.
VISCII: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)


def legacy_encoding(value: str) -> str | None:
    """Name the encoding of before Unicode that the text was typed in: "VNI", "TCVN3" or "VISCII".

    "UTF-8" is Unicode that some program read as Windows-1252 ("Tiáº¿ng Viá»‡t"); None is text in good order.
    A word counts if it is no Vietnamese syllable as it stands and is one in the old encoding; a third of
    the words with letters beyond ASCII must count, so that French, German or a line of names raises no alarm.
    """
    kept = text.nfc(value)
    if kept.isascii():
        return None
    words = _telling_words(kept)
    broken = _broken(words)
    found = _verdict(words, broken, _ENOUGH)
    if found is not None or (len(words) < _WORDS_READ and 2 * len(broken) < _ENOUGH_IN_A_PARAGRAPH):
        return found  # no paragraph has more broken words than the whole
    paragraphs = map(_telling_words, kept.split("\n"))
    verdicts = (_verdict(words, _broken(words), _ENOUGH_IN_A_PARAGRAPH) for words in paragraphs)
    return next(filter(None, verdicts), None)


def refuse_legacy(value: str, *, field: str | None) -> None:
    """Raise RuleBroken, saying how to convert, where `legacy_encoding` finds one."""
    encoding = legacy_encoding(value)
    if encoding is not None:
        raise _refusal(encoding, field)


def decode_text_file(raw: bytes, *, field: str | None = None) -> str:
    """Read a TXT file in UTF-8 (with or without BOM) or UTF-16 with BOM as NFC text; else RuleBroken."""
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        decoded = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(raw, field) from error
    if "\0" in decoded:  # UTF-16 without BOM, or no text at all
        raise _unreadable(raw, field)
    return text.nfc(decoded)


def _unreadable(raw: bytes, field: str | None) -> RuleBroken:
    found = legacy_encoding(raw.replace(b"\0", b"").decode("cp1252", errors="replace"))
    if found is not None:
        return _refusal(found, field)
    return RuleBroken(
        N_(
            "The text file cannot be read, because it is not stored as Unicode. Open it in Notepad, choose"
            ' "Save as", set the encoding to UTF-8, save it and upload the new file.'
        ),
        field=field,
    )


def _refusal(encoding: str, field: str | None) -> RuleBroken:
    if encoding == "UTF-8":
        return RuleBroken(
            N_(
                "The Vietnamese letters of this text were broken when it was opened or copied. Open the"
                " original again with the encoding UTF-8 and copy the text from there."
            ),
            field=field,
        )
    return RuleBroken(
        N_(
            "This text is written in the old encoding %(encoding)s and would be read as broken letters."
            " Convert it to Unicode first: copy the text, open the toolkit of UniKey (Ctrl+Shift+F6), choose"
            " %(encoding)s as the source and Unicode as the destination, convert the clipboard, and paste the"
            " text here. Changing the font alone does not help."
        ),
        field=field,
        encoding=SPOKEN[encoding],
    )


def _broken(words: list[str]) -> list[str]:
    return [word for word in words if len(word) <= _LONGEST_WORD and not _is_good(word)]


def _verdict(words: list[str], broken: list[str], enough: int) -> str | None:
    if 2 * len(broken) < enough:
        return None
    readings = [(name, _readings(broken, decode)) for name, decode in _DECODERS.items()]
    name, found = max(readings, key=lambda reading: len(reading[1]))
    weight = sum(2 if len(syllable) >= _LONG_WORD else 1 for syllable in set(found))
    return name if weight >= enough and 3 * len(found) >= len(words) else None


def _telling_words(value: str) -> list[str]:
    """Give the first different words with letters beyond ASCII, bare of punctuation."""
    words = dict.fromkeys(word.strip(_AROUND_WORDS) for word in _BETWEEN_WORDS.split(value))
    telling = (word for word in words if not word.isascii() and any(map(str.isascii, word)))
    return list(islice(telling, _WORDS_READ))


def _readings(broken: list[str], decode: Callable[[str], str]) -> list[str]:
    """Give the syllables that broken words become when decoded."""
    decoded = (unicodedata.normalize("NFC", decode(word)).lower() for word in broken)
    return [syllable for syllable in decoded if is_syllable(syllable)]


# Vietnamese has some 7,000 syllables in use: an essay finds nearly all of its words here.
@lru_cache(maxsize=16_384)
def _is_good(word: str) -> bool:
    """Tell a word that is well as it stands: its capitals are in order ("vÊn" is TCVN3 for "vấn")."""
    small = word.lower()
    return small in _FOREIGN or (is_syllable(small) and word in {small, small.capitalize(), small.upper()})


def _from_vni(word: str) -> str:
    return VNI_LETTER.sub(lambda found: VNI.get(found[0], found[0]), word.lower())


def _from_tcvn3(word: str) -> str:
    return "".join(TCVN3.get(char, char) for char in word)


def _from_viscii(word: str) -> str:
    raw = word.encode("cp1252", errors="replace")
    return "".join(VISCII[byte - 0x80] if byte >= 0x80 else chr(byte) for byte in raw)


def _from_misread_utf8(word: str) -> str:
    return word.encode("cp1252", errors="replace").decode("utf-8", errors="replace")


_DECODERS: Final[dict[str, Callable[[str], str]]] = {
    "VNI": _from_vni,
    "TCVN3": _from_tcvn3,
    "VISCII": _from_viscii,
    "UTF-8": _from_misread_utf8,
}
SPOKEN: Final = {"VNI": "VNI Windows", "TCVN3": "TCVN3 (ABC)", "VISCII": "VISCII"}  # as UniKey names them
