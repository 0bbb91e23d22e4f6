"""In what forms the name of a unit may stand in a text, leaving aside the words all units share."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from contest.anonymisation.rules.haystack import has_marks, spelling
from contest.anonymisation.rules.traits import GAP, Trait, bare_word, careful, joined, words_of
from contest.anonymisation.rules.weights import OF_KINDS, SHORT_UNIT

_PARTS: Final = re.compile(r"[,;/()]| [-–—] ")
# PC08, E24, TT02: the short names of departments.
_CODE: Final = re.compile(r"(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_]{4,}")
_LONGEST_PHRASE: Final = 9
_GENERAL: Final = """
    công an nhân dân; công an; quân đội nhân dân; quân đội; bộ đội biên phòng; biên phòng; đồn; trạm;
    đội; tổ; ban; phòng; sở; cục; vụ; viện; bộ; tổng cục; chi cục; văn phòng; trung tâm; chi nhánh;
    tỉnh; thành phố; tp; huyện; quận; thị xã; xã; phường; thị trấn; thôn; ấp; bản; làng; khu phố;
    tổ dân phố; khu vực; khu; vùng; miền; trung ương; ủy ban nhân dân; hội đồng nhân dân; ubnd; hđnd;
    tỉnh ủy; thành ủy; huyện ủy; đảng ủy; quận ủy; đảng bộ; chi bộ; ban tuyên giáo; tuyên giáo;
    ban tổ chức; tổ chức cán bộ; tổ chức; cán bộ; chính trị; công tác đảng và công tác chính trị;
    công tác đảng; tham mưu; hậu cần; kỹ thuật; kế toán; tài chính; hành chính; tổng hợp;
    cảnh sát giao thông; cảnh sát hình sự; cảnh sát kinh tế; cảnh sát môi trường; cảnh sát cơ động;
    cảnh sát khu vực; cảnh sát điều tra; cảnh sát; điều tra; an ninh; an ninh kinh tế;
    an ninh chính trị nội bộ; phòng cháy chữa cháy; cứu nạn cứu hộ; và;
    quản lý hành chính về trật tự xã hội; quản lý xuất nhập cảnh; quản lý; trật tự xã hội;
    xây dựng phong trào; bảo vệ an ninh tổ quốc; trại giam; trại tạm giam; bộ chỉ huy quân sự;
    ban chỉ huy quân sự; bộ tư lệnh; bộ chỉ huy; quân khu; quân sự; sư đoàn; trung đoàn; tiểu đoàn;
    lữ đoàn; đại đội; trường; đại học; học viện; cao đẳng; trung cấp; trung học phổ thông;
    trung học cơ sở; tiểu học; mầm non; thpt; thcs; khoa; lớp; công ty; cổ phần; tnhh; mtv;
    một thành viên; trách nhiệm hữu hạn; doanh nghiệp; tập đoàn; ngân hàng; hợp tác xã; nhà máy;
    xí nghiệp; đoàn thanh niên; thành đoàn; tỉnh đoàn; huyện đoàn; liên hiệp phụ nữ; thanh niên;
    phụ nữ; nông dân; cựu chiến binh; chữ thập đỏ; người cao tuổi; dân vận; ban dân vận; nội chính;
    kiểm tra; ủy ban kiểm tra; mặt trận; ủy ban mặt trận tổ quốc; thuế; hải quan; kho bạc;
    kho bạc nhà nước; thống kê; kiểm lâm; bưu điện; điện lực; bảo hiểm xã hội; nội vụ; nông nghiệp;
    môi trường; tài nguyên; công thương; khoa học và công nghệ; khoa học; công nghệ; dân tộc;
    tôn giáo; ngoại vụ; lao động; xây dựng; giao thông; giáo dục thường xuyên; giáo dục nghề nghiệp;
    dạy nghề; đa khoa; chuyên khoa; phục hồi chức năng; y học cổ truyền; sản; nhi; xóm; khối;
    khối phố; buôn; cơ quan; các; cấp; thị ủy; ủy ban; hội phụ nữ; hội cựu chiến binh; hội nông dân;
    hội; mặt trận tổ quốc; liên đoàn lao động; công đoàn; đoàn; bệnh viện; trung tâm y tế; y tế;
    giáo dục và đào tạo; giáo dục; đào tạo; văn hóa; thể thao; du lịch; thông tin; truyền thông;
    tư pháp; tòa án nhân dân; tòa án; viện kiểm sát nhân dân; thanh tra; báo; tạp chí;
    đài phát thanh và truyền hình; đài phát thanh truyền hình; đài; nhà xuất bản; việt nam
"""


def _phrases() -> dict[tuple[str, ...], str]:
    """Map each general phrase, in its own spelling and without marks, to the phrase."""
    phrases = [" ".join(phrase.split()) for phrase in _GENERAL.split(";")]
    bare = {tuple(map(bare_word, phrase.split())): phrase for phrase in phrases}
    return bare | {tuple(spelling(phrase)): phrase for phrase in phrases}


_PHRASES: Final = _phrases()


def proper_names(value: str) -> frozenset[tuple[str, ...]]:
    """Return the names of its own in a unit's name, each as its spelling: of "Sở Y tế Hà Nam" the "Hà Nam"."""
    marked = has_marks(value)
    found = (_proper_names(words_of(part), marked=marked) for part in _PARTS.split(value))
    return frozenset(tuple(spelling(" ".join(proper))) for names in found for _, proper in names)


def unit_traits(value: str, common: Collection[tuple[str, ...]] = ()) -> Iterator[Trait]:
    """Look for each part of the unit's name whole, and for its proper names behind a word such as "xã".

    `common`: proper names that everybody's unit shares; alone they tell nothing.
    """
    for number, part in enumerate(_PARTS.split(value)):
        words = words_of(part)
        names = list(_proper_names(words, marked=has_marks(value)))
        alone = [each for each in names if tuple(spelling(" ".join(each[1]))) not in common]
        if not names or (number and not alone):
            continue
        if len(words) > 2:
            yield Trait("unit", joined(words, GAP))
        elif alone:
            yield careful("unit", words)
        for before, proper in alone:
            yield from _short_forms(before, proper)


def place_traits(value: str, common: Collection[tuple[str, ...]] = ()) -> Iterator[Trait]:
    """Look for the village, the commune, the district, the province of an address, but not for what is common."""
    for part in _PARTS.split(value):
        for before, proper in _proper_names(words_of(part), marked=has_marks(value)):
            if (
                before
                and tuple(spelling(" ".join(proper))) not in common
                and not all(word.isdigit() for word in proper)
            ):
                yield from _short_forms(before, proper, "place", OF_KINDS["place"])


def _proper_names(words: list[str], *, marked: bool) -> Iterator[tuple[list[str], list[str]]]:
    """Split into (general words, proper name): "Trường THPT Lê Lợi" into ("THPT", "Lê Lợi").

    Words without marks are compared without marks only where the whole unit is written so: else the family
    name Trần would pass for "(thị) trấn".
    """
    keys = [(spelling(word) or [""])[0] if marked else bare_word(word) for word in words]
    before: list[str] = []
    proper: list[str] = []
    at = 0
    while at < len(words):
        length = _phrase_length(keys, at)
        if length == 1 and proper and at == len(words) - 1 and words[at][0].isupper():
            length = 0  # the commune Thạch Hội is no "hội"
        if length and proper:
            yield before, proper
            proper = []
        if length:
            before = words[at : at + length]
        else:
            proper = [*proper, words[at]]
        at += length or 1
    if proper and not all(word.isdigit() for word in proper):
        yield before, proper


def _phrase_length(keys: list[str], at: int) -> int:
    lengths = range(min(_LONGEST_PHRASE, len(keys) - at), 0, -1)
    return next((length for length in lengths if tuple(keys[at : at + length]) in _PHRASES), 0)


def _short_forms(
    before: list[str], proper: list[str], kind: str = "unit", weight: int = SHORT_UNIT
) -> Iterator[Trait]:
    if before:
        yield Trait(kind, joined([*before, *proper], GAP), weight=weight)
    if len(proper) > 1:
        yield careful(kind, proper, weight=weight)
    for word in proper:
        if _CODE.fullmatch(word):
            yield careful(kind, [word])
