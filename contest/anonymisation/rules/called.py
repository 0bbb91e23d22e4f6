"""An author's given name alone: behind a title ("đồng chí Hà"), or as the last line of a text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from contest.anonymisation.rules.haystack import bare, has_marks, is_capitalised, spelling
from contest.anonymisation.rules.leaks import Identity
from contest.anonymisation.rules.traits import bare_word, words_of
from contest.kernel.text import nfc

Span = tuple[int, int, str]

_TITLES: Final = (
    "anh|chị|em|cô|chú|bác|thầy|thầy giáo|cô giáo|đồng chí|ông|bà|cậu|mợ|dì|cháu|thím|nhà báo|nhà giáo|bác sĩ|bác sỹ|"
    "kỹ sư|luật sư|tiến sĩ|bí thư|chủ tịch|trưởng ban|trưởng phòng|trung úy|thượng úy|đại úy|thiếu tá|trung tá|"
    "thượng tá|đại tá"
)
_SHORT_TITLES: Final = r"đ/c|d/c|đc|ths|ts|bs|ks|gs|pgs|gv"
_BARE_TITLES: Final = "".join(bare(char) if ord(char) > 127 else char for char in _TITLES)
# "anh em. Dũng …" begins another sentence: only what is shortened may have its stop.
_BEFORE: Final = re.compile(
    rf"(?<![^\W_])(?:(?:{_TITLES}|{_BARE_TITLES})[ \u00a0]{{1,3}}|(?:{_SHORT_TITLES})[. \u00a0]{{0,3}})"
    r"(?P<it>[^\W\d_]+)(?![^\W_])",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(?<![^\W_])(?:tên|ten|gọi là|goi la)[ \u00a0](?:(?:tôi|toi|em|mình|minh|là|la)[ \u00a0]){0,2}"
    r"(?P<it>[^\W\d_]+)(?![^\W_])",
    re.IGNORECASE,
)
_SIGNED_BY: Final = re.compile(
    r"(?:người viết|tác giả|nguoi viet|tac gia|người dự thi|nguoi du thi|bài và ảnh|thực hiện)"
    r"\s?[:–\-]\s{0,3}(?P<it>[A-ZĐ]{2,6})(?![^\W_])",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"[^\n]+")
_LAST_LINES: Final = 4
_NEAR: Final = 40


def by_given_name(text: str, identity: Identity) -> Iterator[Span]:
    """Give the given names of the authors behind a title; "Hoa" is "Hòa" only where nothing around has marks."""
    given = {bare_word(words[-1]): words[-1] for words in _names(identity) if len(words) > 1}
    for pattern in (_BEFORE, _SAID) if given else ():
        for found in pattern.finditer(text):
            own = given.get(bare_word(found["it"]))
            if own and _is_written(own, found["it"], text, found.start("it")):
                yield *found.span("it"), "name"


def _is_written(own: str, found: str, text: str, at: int) -> bool:
    if not is_capitalised(found):
        return False
    if spelling(own) == spelling(found):
        return True
    around = text[max(0, at - _NEAR) : at + _NEAR]
    return not has_marks(found) and not has_marks("".join(words_of(around)))


def signed_shortly(text: str, identity: Identity) -> Iterator[Span]:
    """Give last lines that are but a given name, the end of a name or its first letters; and "Người viết: NVA"."""
    short = set(_short_forms(identity))
    for found in _SIGNED_BY.finditer(text):
        if found["it"].isupper() and bare_word(found["it"]) in short:
            yield *found.span("it"), "initials"
    lines = [found for found in _LINE.finditer(text) if words_of(found[0])]
    for line in lines[1:][-_LAST_LINES:]:
        words = words_of(line[0])
        if is_capitalised(line[0]) and "".join(map(bare_word, words)) in short:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            yield start, line.start() + len(line[0].rstrip()), "signature"


def _short_forms(identity: Identity) -> Iterable[str]:
    """Give what a name is shortened to, bare and in one piece: "ha", "thuha", "nttha", "nth"."""
    for words in _names(identity):
        bare_words = [bare_word(word) for word in words]
        yield bare_words[-1]
        yield "".join(bare_words[-2:])
        if len(bare_words) > 1:
            yield "".join(word[0] for word in bare_words[:-1]) + bare_words[-1]
        if len(bare_words) > 2:
            yield "".join(word[0] for word in bare_words)


def _names(identity: Identity) -> Iterator[list[str]]:
    yield from (words for name in identity.names if (words := words_of(nfc(name))))
