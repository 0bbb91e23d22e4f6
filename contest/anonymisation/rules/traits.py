"""What of a mail address, a phone number or a file name would betray an author in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contest.anonymisation.rules.haystack import bare, has_marks, is_capitalised, lowered, spelling

# A word of a name may be parted from the next by a space, a line end, a full stop, a hyphen, a comma.
GAP: Final = r"[\W_]{1,3}"
LOOSE_GAP: Final = r"[\W_]{0,3}"
NARROW_GAP: Final = r"(?: {1,3}|[-._]{1,2})"
_LETTERS: Final = re.compile(r"[^\W_]+")

_LOCAL_LENGTH: Final = 5
_PHONE_LENGTH: Final = 7
_PHONE_GAP: Final = r"[ .\-–()/]{0,3}"
_COUNTRY: Final = re.compile(r"^(?:0084|84|0)")
_FILE_LENGTH: Final = 6
_PAGE_LENGTH: Final = 12
_LINK_HEAD: Final = re.compile(r"^(?:https?://)?(?:www\.|m\.|amp\.)?")
_FILE_LONGEST: Final = 150
_FILE_WORDS: Final = (
    "bai du thi viet bao cuoc final ban cuoi cung chinh thuc copy document doc docx pdf txt word "
    "moi new sua v untitled scan img file tap tin so tai lieu nop gui de cham nam"
)
_GENERAL: Final = frozenset(_FILE_WORDS.split())
_FILE_PHRASES: Final = re.compile(r"\b(?:tac pham|lan(?: thu)? \d+|hoan (?:thanh|chinh))\b")


@dataclass(frozen=True, slots=True)
class Trait:
    """A pattern for text made bare, or lower case with its marks; and what the original must look like."""

    kind: str
    pattern: re.Pattern[str]
    marks_matter: bool = False
    spelled: tuple[str, ...] = ()
    capitals: bool = False
    weight: int = 0  # 0 to 100, where it is another than that of the kind

    def accepts(self, found: str) -> bool:
        """Refuse what only folding made alike: "vẫn ăn" is not "Văn An"."""
        if self.capitals and not is_capitalised(found):
            return False
        return not self.spelled or not has_marks(found) or tuple(spelling(found)) == self.spelled


def words_of(value: str) -> list[str]:
    return _LETTERS.findall(value)


def bare_word(word: str) -> str:
    return "".join(map(bare, word))


def bounded(pattern: str, *, marks_follow: bool = False) -> re.Pattern[str]:
    """Match whole words only; a mark after the last letter of text with its marks makes another letter."""
    after = r"(?![^\W_]|[\u0300-\u036f])" if marks_follow else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){pattern}{after}")


def joined(words: Sequence[str], gap: str) -> re.Pattern[str]:
    """Match bare words in this order."""
    return bounded(gap.join(re.escape(bare_word(word)) for word in words))


def careful(kind: str, words: Sequence[str], *, weight: int = 0) -> Trait:
    """Find few words only where they have their own marks (or the text has none) and capitals."""
    spelled = tuple(spelling(" ".join(words)))
    return Trait(kind, joined(words, NARROW_GAP), spelled=spelled, capitals=True, weight=weight)


def email_traits(value: str) -> Iterator[Trait]:
    """Look for the address, and for what stands before the @ where that is long enough to mean somebody."""
    local, _, domain = value.strip().partition("@")
    written = "".join(re.escape(lowered(char)) for char in local)
    if domain:
        rest = "".join(re.escape(lowered(char)) for char in domain)
        at = r" {0,2}(?:@|\[at\]|\(at\)) {0,2}"
        yield Trait("email", bounded(f"{written}{at}{rest}", marks_follow=True), marks_matter=True)
    if len(local) >= _LOCAL_LENGTH:
        yield Trait("email", bounded(written, marks_follow=True), marks_matter=True)


def phone_traits(value: str) -> Iterator[Trait]:
    """Look for the number with any signs between its digits, with 0, 84, +84 or 0084 before it or nothing."""
    digits = re.sub(r"\D", "", value)
    national = _COUNTRY.sub("", digits)
    if len(national) >= _PHONE_LENGTH:
        before = rf"(?:\(?(?:\+|00)? ?84\)?{_PHONE_GAP}|\(?0\)?{_PHONE_GAP})?"
        yield Trait("phone", re.compile(rf"(?<![\d+]){before}{_PHONE_GAP.join(national)}(?!\d)"))


def file_traits(value: str) -> Iterator[Trait]:
    """Look for the name without its ending, and for what is left without words such as "bài dự thi"."""
    stem = value.rpartition(".")[0] or value
    words = list(map(bare_word, words_of(stem[-_FILE_LONGEST:])))
    left = _FILE_PHRASES.sub(" ", " ".join(words)).split()
    telling = [word for word in left if word not in _GENERAL and not word.isdigit()]
    if not telling:
        return
    for some in {tuple(words): 0, tuple(telling): 0}:
        if sum(map(len, some)) >= _FILE_LENGTH:
            yield Trait("file-name", joined(some, LOOSE_GAP if len(some) > 2 else GAP))


def link_traits(value: str) -> Iterator[Trait]:
    """Look for the address without its beginning, and for its last part where that is long enough to mean one page."""
    address = _LINK_HEAD.sub("", value.strip().lower()).rstrip("/")
    last = address.rpartition("/")[2].partition("?")[0]
    for some in {address: 0, last if "/" in address and len(last) >= _PAGE_LENGTH else address: 0}:
        if some:
            written = "".join(re.escape(lowered(char)) for char in some)
            yield Trait("link", bounded(written, marks_follow=True), marks_matter=True)
