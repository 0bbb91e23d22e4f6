"""By what a text looks signed, whoever signed it: signature lines, addresses, numbers, pages of one's own.

These are found by their form; what an author is known by is found by leaks.py.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from contest.anonymisation.rules.leaks import Identity
from contest.anonymisation.rules.traits import Trait, bare_word, bounded, words_of
from contest.kernel.text import fold, nfc

Span = tuple[int, int, str]  # start, end, kind

SIGNATURE: Final = "signature"
DATELINE: Final = "dateline"

_LINE: Final = re.compile(r"[^\n]+")
# Labels that nobody writes inside an article, and those that an article may hold in its middle: "Tác giả: Nam Cao".
_ANYWHERE_WORDS: Final = """
    ho va ten; ho ten; ho ten tac gia; ten tac gia; but danh; ky ten; nguoi ky; don vi cong tac; noi cong
    tac; co quan cong tac; don vi du thi; nguoi du thi; so dien thoai; dien thoai; dien thoai lien he; dt;
    sdt; so dt; di dong; email; e-mail; thu dien tu; dia chi email; facebook; fb; zalo; so cccd; cccd;
    cmnd; so dinh danh; can cuoc cong dan; dia chi lien he; ngay sinh; lien he tac gia; ghi ro ho ten; ky
    ghi ro ho ten; ky, ghi ro ho ten; ky va ghi ro ho ten
"""
_EDGE_WORDS: Final = """
    nguoi viet; nguoi thuc hien; tac gia; dong tac gia; nhom tac gia; nhom thuc hien; don vi; co quan; chuc vu; cap bac;
    chuc danh; nghe nghiep; dia chi; noi o; lien he; lop; truong; hoc sinh; sinh vien; ky; thuc hien; bai viet cua;
    bai du thi cua; bai va anh; tin, bai
"""


def _labels(words: str) -> str:
    labels = (" ".join(label.split()) for label in words.split(";"))
    return "|".join(sorted(map(re.escape, labels), key=len, reverse=True))


_ANYWHERE: Final = _labels(_ANYWHERE_WORDS)
_AT_THE_EDGES: Final = _labels(_EDGE_WORDS)
_OPENS: Final = r"^[\s\-–—•*(.\[]*"
_LABEL_ANYWHERE: Final = re.compile(rf"{_OPENS}(?:{_ANYWHERE})(?: ?\([^)]*\))?\s*(?:[:.]|-(?= )|–|\)|\]|$)")
# "Người viết bài", "NGƯỜI DỰ THI", "Tác giả bài viết": who did what to the work.
_WHO_SIGNS: Final = (
    r"(?:nguoi|tac gia|nhom tac gia|dong tac gia|thi sinh|can bo|nhom)"
    r"(?: (?:viet|lam|du thi|thuc hien|soan|bien soan|trinh bay|ky|gui|nop|sang tac|thuyet minh|lap|"
    r"khai|ghi|cam doan|tham du|bai|bai viet|bai thi|bai du thi|tac pham|chuyen de|bai lam|cuoc thi)){0,4}"
)
_SIGNER: Final = re.compile(rf"{_OPENS}{_WHO_SIGNS}(?: ?\([^)]*\))?[\s:]*$")
_SIGNER_NAMED: Final = re.compile(rf"{_OPENS}{_WHO_SIGNS}(?: ?\([^)]*\))?\s*[:–]\s*\S")
_SEALED_LINE: Final = re.compile(r"^\((?:da )?ky\b[^)]*\)$")
_LABEL_AT_EDGE: Final = re.compile(rf"{_OPENS}(?:{_AT_THE_EDGES})(?: ?\([^)]*\))?\s*(?::|–|$)")
_FIRST, _LAST, _VERY_LAST = 5, 8, 3
_LONGEST_LABELLED, _LONGEST_SIGNED = 20, 9
_LONGEST_LABEL: Final = 60  # letters: longer lines are prose and need no folding

_DATE: Final = (
    r"(?:ngay \.{0,4} ?\d{1,2} (?:thang )?\d{1,2}(?: nam \d{4})?|ngay \d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?|"
    r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|thang \d{1,2}(?: nam |[/.-])\d{4}|(?:mua )?(?:xuan|ha|he|thu|dong) \d{4})"
)
_DATELINE: Final = re.compile(rf"{_OPENS}(?:[^\d,:;.!?]{{2,40}}, ?)?{_DATE}[\s.)\]]*$")
_RANKS: Final = (
    "thieu uy|trung uy|thuong uy|dai uy|thieu ta|trung ta|thuong ta|dai ta|thieu tuong|ha si|trung si|thuong si|"
    "dong chi|ths|ts|gs|pgs|bs|ks|nha giao|nha bao|thay|co|anh|chi|ong|ba"
)
_FAMILY_WORDS: Final = """
    an au bach banh be bo bui ca cao chau che chu cu cung cam dam dang danh dao dau diem dieu dinh do doan
    dong du duong gia giang giap ha han ho hoang hong hua huynh kha khong khuc kieu kim la lai lam le li lo
    loc luc luong luu luyen ly ma mac mai man mong nghiem ngo nguy nguyen nhan nham ninh nong ong pham phan
    phi pho phu phung phuong quach quan quang sam son ta tang thach thai than thi tieu to ton tong tra tran
    trang trieu trinh truong tu tuong uong van vi vo vu vuong xa yen y siu ksor rmah h
"""
_FAMILIES: Final = frozenset(_FAMILY_WORDS.split())
_SIGNED_NAME: Final = re.compile(r"[^\W\d_]+\.?(?:[ \u00a0\-]+[^\W\d_]+\.?){0,4}")
_OPENING: Final = "-–—(*•[ \t"

_EMAIL: Final = re.compile(
    r"[\w.+-]+ {0,1}(?:@|\[at\]|\(at\)|\[a còng\]) {0,1}[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_GAP: Final = r"[ .\-–()/\u00a0]{0,3}"
_PHONE: Final = re.compile(
    rf"(?<![\d+.,])\(?(?:(?:\+|00)? ?84\)?{_GAP}|0){_GAP}[235789](?:{_GAP}\d){{8,9}}(?![\d])"
)
_PAGES: Final = (
    r"(?:[\w-]+\.)?(?:facebook|fb|instagram|tiktok|threads|zaloapp|linkedin|blogspot|wordpress|twitter)\.(?:com|net)/"
    r"|zalo\.me/|fb\.me/|m\.me/|(?:www\.)?x\.com/|t\.me/|(?:www\.)?youtube\.com/(?:@|c/|channel/|user/)|youtu\.be/"
    r"|(?:drive|docs|sites)\.google\.com/|[\w-]+\.(?:blogspot|wordpress)\.com"
)
_PAGE_OF_ONES_OWN: Final = re.compile(rf"(?<![\w@])(?:https?://)?(?:{_PAGES})[^\s,;)\]>\"”]*", re.IGNORECASE)


def signed(text: str) -> Iterator[Span]:
    """Give the lines by which a text is signed: labels with what follows, a name or place and date at the end."""
    lines = [found for found in _LINE.finditer(text) if found[0].strip()]
    for number, line in enumerate(lines):
        left = len(lines) - number
        kind = _kind_of_line(
            line[0], at_edge=number < _FIRST or left <= _LAST, at_end=left <= _VERY_LAST < number
        )
        if not kind and _follows_a_signer(lines[max(0, number - 3) : number]):
            kind = SIGNATURE if _is_capitalised_name(line[0]) else ""
        if kind:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            yield start, line.start() + len(line[0].rstrip()), kind


def _follows_a_signer(before: list[re.Match[str]]) -> bool:
    """Tell whether one of these lines says that a name comes: "NGƯỜI VIẾT", "(Ký, ghi rõ họ tên)"."""
    folded = [fold(line[0]) for line in before if len(line[0]) <= _LONGEST_LABEL]
    return any(_SIGNER.match(each) or _SEALED_LINE.match(each) for each in folded)


def _is_capitalised_name(line: str) -> bool:
    bare_line = line.strip("-–—()*•[] \t.")
    found = _SIGNED_NAME.fullmatch(bare_line)
    return bool(found) and all(word[0].isupper() for word in bare_line.replace("-", " ").split())


def _kind_of_line(line: str, *, at_edge: bool, at_end: bool) -> str:
    if len(line.split()) > _LONGEST_LABELLED:
        return ""
    folded = fold(line)
    if at_edge and (_SIGNER.match(folded) or _SIGNER_NAMED.match(folded)):
        return SIGNATURE
    if _LABEL_ANYWHERE.match(folded) or (at_edge and _LABEL_AT_EDGE.match(folded)):
        return SIGNATURE
    if at_end and len(folded.split()) <= _LONGEST_SIGNED:
        if _DATELINE.match(folded):
            return DATELINE
        return SIGNATURE if _is_a_name(line) else ""
    return ""


def _is_a_name(line: str) -> bool:
    """Tell whether a line is nothing but a name, perhaps in brackets, after a dash or a rank."""
    opened = line.strip()
    bare_line = opened.strip("-–—()*•[] \t")
    rank = re.match(rf"(?:{_RANKS})\.? ", fold(bare_line))
    if rank:
        bare_line = " ".join(bare_line.split()[len(rank[0].split()) :])
    if not _SIGNED_NAME.fullmatch(bare_line):
        return False
    words = bare_line.replace("-", " ").split()
    if not all(word[0].isupper() for word in words):
        return False
    if rank:
        return True
    return len(words) > 1 and (opened[0] in _OPENING or bare_word(words[0].rstrip(".")) in _FAMILIES)


def contacts(text: str) -> Iterator[Span]:
    """Give addresses, telephone numbers and pages of one's own, whosever they are."""
    for kind, pattern in (("email", _EMAIL), ("phone", _PHONE), ("link", _PAGE_OF_ONES_OWN)):
        for found in pattern.finditer(text):
            yield found.start(), found.start() + len(found[0].rstrip(".")), kind


def shortened(identity: Identity) -> Iterator[Trait]:
    """Look for units by their first letters."""
    for unit in dict.fromkeys(part for name in identity.units for part in re.split(r"[,;/()]", name)):
        yield from _shortened(words_of(nfc(unit)))


_FEWEST_LETTERS: Final = 4
# "THPT", "TNHH" shorten what many units are; with their own name they are one.
_KEPT_WHOLE: Final = frozenset({"thpt", "thcs", "tnhh", "mtv", "ubnd", "hdnd"})


def _shortened(words: list[str]) -> Iterator[Trait]:
    """Match ĐHSPHN, ĐH SP Hà Nội, CAX Tân Lập: the first letters of all words, or of all but the last ones."""
    for some in (words, words[1:]):  # "Trường", "Phòng", "Công ty" are often left away
        if len(some) < _FEWEST_LETTERS:
            return
        bare_words = [bare_word(word) for word in some]
        letters = [word if word in _KEPT_WHOLE else word[0] for word in bare_words]
        yield Trait("unit", _capitals(letters, []), capitals=True)
        for rest in (1, 2):
            if len(letters) - rest > 1:
                yield Trait("unit", _capitals(letters[:-rest], bare_words[-rest:]), capitals=True)


def _capitals(letters: Iterable[str], rest: list[str]) -> re.Pattern[str]:
    short = r"[ .]?".join(map(re.escape, letters))
    return bounded(r"[ .\-]{1,2}".join((short, *map(re.escape, rest))))
