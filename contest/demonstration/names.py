"""Vietnamese personal names as they are met in one province, by how common they are."""

import random
from itertools import accumulate, groupby

# Shares of the family names in per cent, after the usual counts; the tail is made of the many small ones.
FAMILY = {
    "Nguyễn": 34.0, "Trần": 11.5, "Lê": 9.5, "Phạm": 6.5, "Hoàng": 4.2, "Phan": 4.0, "Võ": 3.2, "Đặng": 2.6,
    "Bùi": 2.1, "Đỗ": 1.6, "Hồ": 2.2, "Ngô": 1.5, "Dương": 1.5, "Vũ": 1.4, "Lý": 0.5, "Đinh": 1.2, "Đoàn": 1.0,
    "Trương": 1.4, "Lương": 0.8, "Mai": 0.8, "Cao": 0.8, "Hà": 0.8, "Thái": 0.7, "Tô": 0.4, "Tạ": 0.4,
    "Chu": 0.4, "Lưu": 0.5, "Biện": 0.3, "Văn": 0.2, "Từ": 0.2, "Bạch": 0.2, "Phùng": 0.3, "Trịnh": 0.6,
    "Hồ Sỹ": 0.3, "Nguyễn Đức": 0.4, "Huỳnh": 0.5, "Kiều": 0.2, "Quách": 0.2, "Tống": 0.3, "Uông": 0.1,
}  # fmt: skip

MEN_MIDDLE = {
    "Văn": 24.0, "Đức": 8.0, "Hữu": 6.0, "Quang": 6.0, "Minh": 6.0, "Xuân": 5.0, "Đình": 5.0, "Công": 4.0,
    "Thanh": 4.0, "Ngọc": 4.0, "Quốc": 4.0, "Bá": 3.0, "Viết": 3.0, "Trọng": 3.0, "Hoàng": 3.0, "Anh": 3.0,
    "Tiến": 2.0, "Duy": 2.0, "Gia": 1.0, "Nhật": 1.0, "Trung": 1.0, "Khắc": 1.0, "Sỹ": 1.0, "Huy": 1.0, "": 4.0,
}  # fmt: skip
WOMEN_MIDDLE = {
    "Thị": 42.0, "Thị Thu": 4.0, "Thị Thanh": 4.0, "Thị Ngọc": 4.0, "Thị Thùy": 3.0, "Thị Minh": 2.0,
    "Thị Hồng": 3.0, "Thị Kim": 2.0, "Thị Mai": 2.0, "Ngọc": 5.0, "Thu": 4.0, "Thanh": 4.0, "Phương": 4.0,
    "Minh": 3.0, "Bích": 2.0, "Khánh": 3.0, "Thùy": 3.0, "Diệu": 1.0, "Bảo": 1.0, "Hà": 1.0, "Quỳnh": 1.0,
    "Trần Thị": 0.5, "Lê Thị Bảo": 0.2, "Phan Thị Khánh": 0.2, "": 2.0,
}  # fmt: skip

_MEN = (
    "Anh Bảo Bình Cảnh Chiến Chính Cường Dũng Duy Đạt Đông Đồng Đức Giang Hà Hải Hào Hiếu Hiệp Hòa Hoàn Hoàng"
    " Hùng Huy Hưng Khánh Khoa Kiên Lâm Linh Long Lộc Lợi Luân Mạnh Minh Nam Nghĩa Nguyên Nhân Nhật Phong Phú"
    " Phúc Phương Quân Quang Quốc Quý Quyền Sáng Sơn Tài Tâm Tân Thành Thái Thắng Thiện Thịnh Thông Thuận Tiến"
    " Toàn Toản Trí Trung Trường Tú Tuấn Tùng Việt Vinh Vũ Vượng"
)
_WOMEN = (
    "An Anh Ánh Bình Châu Chi Chinh Dung Duyên Đào Giang Hà Hải Hạnh Hằng Hậu Hiền Hoa Hòa Hoài Hồng Huế Huệ"
    " Huyền Hương Hường Khuyên Lam Lan Lê Liên Liễu Linh Loan Ly Mai Mến Minh My Na Nga Ngân Ngọc Nguyệt Nhàn"
    " Nhi Nhung Oanh Phương Phượng Quyên Quỳnh Tâm Thanh Thảo Thơ Thu Thúy Thủy Thùy Thư Thương Tình Trà Trang"
    " Trinh Tú Tuyết Tươi Uyên Vân Vi Xuân Yến"
)
MEN_GIVEN, WOMEN_GIVEN = tuple(_MEN.split()), tuple(_WOMEN.split())

# Other shapes, each a pattern of its own people: family, middle, given, spaces included where there are any.
OTHERS: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("Vàng", "Giàng", "Lầu", "Sùng", "Thào"),
        ("A", "Thị", "Seo", "Mí"),
        ("Páo", "Sình", "Dơ", "Dế", "Mỷ", "Say"),
    ),
    (("Lò", "Cầm", "Quàng", "Vi"), ("Văn", "Thị"), ("Ón", "Hặc", "Pản", "Xôm", "Inh", "Hoan")),
    (("Nông", "Ma", "Bế", "Triệu"), ("Văn", "Thị", "Đình"), ("Chức", "Slao", "Rèn", "Phin", "Thưởng")),
    (("Hồ",), ("Văn", "Thị"), ("Púc", "Xoan", "Kray", "Pỉnh", "Viên")),
    (("Lỳ", "Chang", "Pờ"), ("Y", "Lò", "Gió"), ("Sềnh", "Xừ", "Chừ", "Hừ")),
    (("Thạch", "Kim", "Sơn", "Danh"), ("Sô", "Thị", "Sa"), ("Phia", "Rây", "Vuthy", "Môni", "Pha")),
    (("Y",), ("Bhiêm", "Wăn", "Thịnh", "Djoan"), ("Niê", "Ayun", "Êban", "Kbuôr")),
    (("H'Lan", "H'Mai", "H'Yuên"), ("",), ("Niê", "Êban", "Mlô", "Byă")),
    (("Maria", "Anna"), ("Nguyễn", "Trần"), ("Thu An", "Bích Liên", "Thục Nhi")),
    (("Nguyễn", "Lê", "Phạm"), ("Emily", "David", "Sophie"), ("Anh", "Minh", "Lan")),
    (("Bounmy", "Somchai", "Khamla"), ("",), ("Phommachanh", "Sisavath", "Vongsa")),
    (("Công Tằng", "Tôn"), ("Nữ",), ("Mỹ Lệ", "Diệu Hiền", "Quỳnh Dao")),
)


def name(rng: random.Random, birth_year: int) -> str:
    """Make a full name of 2 to 5 words; about 4 in 100 are of the rarer shapes."""
    if rng.random() < 0.04:
        family, middle, given = (rng.choice(part) for part in rng.choice(OTHERS))
    elif rng.random() < 0.53:
        middle = _women_middle(rng, birth_year)
        family, given = _weighted(rng, FAMILY), rng.choice(WOMEN_GIVEN)
    else:
        family, middle, given = _weighted(rng, FAMILY), _weighted(rng, MEN_MIDDLE), rng.choice(MEN_GIVEN)
    words = [word for word, _ in groupby(f"{family} {middle} {given}".split())]  # not Hoàng Hoàng Linh
    return " ".join(words) if len(words) > 1 else name(rng, birth_year)


def _women_middle(rng: random.Random, birth_year: int) -> str:
    """Thị alone was nearly everybody's until about 1985 and grows rare after."""
    return "Thị" if rng.random() < (2000 - birth_year) / 45 else _weighted(rng, WOMEN_MIDDLE)


def _weighted(rng: random.Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), cum_weights=list(accumulate(shares.values())))[0]
