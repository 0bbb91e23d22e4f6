"""Words in which authors speak of themselves: "xã tôi", "tôi là giáo viên", "nơi tôi công tác".

They name nobody, but tell judges where to look. Searched as they are written, and without any marks; an "a" that
somebody merely forgot to mark is not looked for, else "bạn tôi" (my friend) would be "ban tôi" (my department).
"""

import re
from collections.abc import Iterator
from typing import Final

from contest.anonymisation.rules.haystack import bare

SELF_REFERENCE: Final = "self-reference"


def _any_of(words: str) -> str:
    return "|".join(" ".join(each.split()) for each in words.split("|"))


# What one is of, or works in; "nước", "đất nước", "Đảng" belong to everybody, and half of all
# essays are about "làng tôi", which is nowhere.
_WHERE: Final = _any_of("""
    xã|phường|thị trấn|thị xã|huyện|quận|thành phố|thôn|xóm|ấp|tổ dân phố|khối phố|khu phố|buôn|
    quê|quê hương|địa phương|địa bàn|cơ quan|đơn vị|trường|trường học|nhà trường|lớp|khoa|bộ môn|phòng|sở|
    chi bộ|đảng bộ|đảng ủy|đảng uỷ|chi đoàn|đoàn trường|công ty|doanh nghiệp|xí nghiệp|nhà máy|xưởng|hợp tác xã|
    bệnh viện|trạm|trạm y tế|trung tâm|đội|tổ|tiểu đội|trung đội|đại đội|tiểu đoàn|trung đoàn|lữ đoàn|sư đoàn|
    đồn|tòa soạn|toà soạn
""")
_I: Final = "tôi|chúng tôi|chúng em|bọn tôi"
# What one is; "công dân", "người Việt Nam" are all.
_WHO: Final = _any_of("""
    cán bộ|công chức|viên chức|đảng viên|đoàn viên|hội viên|giáo viên|nhà giáo|cô giáo|thầy giáo|giảng viên|
    sinh viên|học sinh|học viên|bí thư|phó bí thư|chủ tịch|phó chủ tịch|chủ nhiệm|trưởng|phó|hiệu trưởng|
    hiệu phó|giám đốc|chuyên viên|nhân viên|kế toán|văn thư|thư ký|báo cáo viên|tuyên truyền viên|công an|
    cảnh sát|chiến sĩ|bộ đội|sĩ quan|quân nhân|cựu chiến binh|bác sĩ|y sĩ|y tá|điều dưỡng|dược sĩ|kỹ sư|
    công nhân|nông dân|nhà báo|phóng viên|biên tập viên|luật sư|thẩm phán|kiểm sát viên|bác sỹ|chiến sỹ|
    chi ủy viên|đảng ủy viên|cấp ủy viên|người con của|con em của|dân quân|lãnh đạo
""")
_NOW: Final = "(?:vốn |hiện |hiện nay |đang |từng |đã |vẫn |cũng |mới |được |may mắn |chính )"
_WORK: Final = _any_of("""
    công tác|làm việc|giảng dạy|dạy học|phục vụ|sinh hoạt|đóng quân|đứng lớp|học tập|nhận công tác|trực
""")
_AT: Final = "tại|ở|trong|với|trên"
_NUMBERS: Final = r"một |hai |ba |bốn |năm |sáu |bảy |tám |chín |mười |hai mươi |ba mươi |mấy |nhiều |\d+ "
_YEARS: Final = rf"(?:gần |hơn )?(?:{_NUMBERS}){{1,3}}năm"
_AS: Final = "cương vị|vai trò|trách nhiệm|vị trí|tư cách"

_PATTERNS: Final = (
    rf"(?:{_WHERE}) (?:(?:của|nơi) )?(?:{_I})",
    r"(?:xã|phường|huyện|quận|thị xã|trường|thôn|làng) nhà(?= |[.,;:!?]|$)",
    rf"(?:(?:bản thân|cá nhân) )?(?:{_I}) (?:xin |được |có )?{_NOW}{{0,3}}là (?:một |những |nữ |nam )?(?:{_WHO})",
    rf"(?:bản thân )?(?:{_I}) {_NOW}{{0,3}}(?:về |chuyển về |lên |xuống )?(?:{_WORK}) (?:{_AT})",
    rf"(?:bản thân )?(?:{_I}) {_NOW}{{0,3}}(?:giữ|đảm nhiệm|đảm nhận|phụ trách) (?:chức vụ|chức|nhiệm vụ|{_AS})",
    rf"(?:{_I}) {_NOW}{{0,2}}(?:sinh ra|lớn lên|sinh sống|sống|cư trú|quê)(?: và lớn lên)? (?:ở|tại|trên)",
    rf"(?:gia đình|nhà) (?:{_I}) {_NOW}{{0,2}}(?:sống|ở|sinh sống|cư trú|nằm)(?: ở| tại)?",
    (
        rf"(?:{_I}), (?:là )?(?:một |những |người |với tư cách |trên cương vị |nguyên )?"
        rf"(?:{_WHO}|người|làm công tác)[^.,;\n]{{0,60}}"
    ),
    (
        rf"là (?:một |những )?(?:{_WHO})[^.,;\n]{{0,30}}? (?:đang |hiện |đã )?(?:{_WORK}) (?:{_AT})"
        rf"[^.;\n]{{0,60}}?, (?:{_I})(?= )"
    ),
    rf"(?:với|trên|ở) (?:{_AS})(?: là| của)?(?: một)? (?:{_WHO})[^.;\n]{{0,60}}?, (?:{_I})(?= )",
    (
        rf"(?:nơi|chỗ|cơ sở|đơn vị|trường|cơ quan|mảnh đất) (?:mà )?(?:{_I}) {_NOW}{{0,2}}"
        rf"(?:{_WORK}|sinh ra|sinh sống|sống)"
    ),
    rf"(?:trong |qua |sau |với )?{_YEARS} (?:{_WORK}|gắn bó)[^.;\n]{{0,50}}?, (?:{_I})(?= )",
)


def _bounded(pattern: str) -> str:
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"


def _without_marks(pattern: str) -> str:
    return "".join(bare(char) if ord(char) > 127 else char for char in pattern)


_MARKED: Final = tuple(
    re.compile(_bounded(each).replace(" ", "[ \u00a0]"), re.IGNORECASE) for each in _PATTERNS
)
_BARE: Final = tuple(
    re.compile(_bounded(_without_marks(each)).replace(" ", "[ \u00a0]"), re.IGNORECASE) for each in _PATTERNS
)


def of_oneself(text: str) -> Iterator[tuple[int, int, str]]:
    """Give start, end and kind of each place where the author of NFC text speaks of himself."""
    for pattern in (*_MARKED, *(_BARE if text.isascii() else ())):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), SELF_REFERENCE
