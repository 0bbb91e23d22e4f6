"""The units of one invented province, as a tree: departments, institutions, communes and wards, their schools.

No such province, commune or institution exists; the shape is the one of 2025, two tiers without districts.
"""

from dataclasses import dataclass
from functools import cache

ROOT_CODE = "TM"


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    kind: str
    parent: str | None  # the code of the unit above; None for the province


# code: kind and name, then what belongs to it
DEPARTMENTS: dict[tuple[str, str, str], tuple[tuple[str, str, str], ...]] = {
    ("VHTTDL", "sở, ban, ngành", "Sở Văn hóa, Thể thao và Du lịch tỉnh Mẫu"): (
        ("TV", "thư viện", "Thư viện tỉnh Mẫu"),
        ("BT", "bảo tàng", "Bảo tàng tỉnh Mẫu"),
        ("TTVH", "trung tâm", "Trung tâm Văn hóa – Nghệ thuật tỉnh Mẫu"),
        ("TTTT", "trung tâm", "Trung tâm Huấn luyện thể thao tỉnh Mẫu"),
    ),
    ("GDDT", "sở, ban, ngành", "Sở Giáo dục và Đào tạo tỉnh Mẫu"): (
        ("CHUYEN", "trường học", "Trường Trung học phổ thông Chuyên Hoa Ban"),
        ("THPT1", "trường học", "Trường Trung học phổ thông Sông Trăng"),
        ("THPT2", "trường học", "Trường Trung học phổ thông Bình Minh"),
        ("THPT3", "trường học", "Trường Trung học phổ thông Khe Mây"),
        ("THPT4", "trường học", "Trường Trung học phổ thông Bãi Dâu"),
        ("GDTX", "trường học", "Trung tâm Giáo dục thường xuyên tỉnh Mẫu"),
    ),
    ("YT", "sở, ban, ngành", "Sở Y tế tỉnh Mẫu"): (
        ("BVDK", "bệnh viện", "Bệnh viện Đa khoa tỉnh Mẫu"),
        ("BVYHCT", "bệnh viện", "Bệnh viện Y học cổ truyền tỉnh Mẫu"),
        ("BVKV", "bệnh viện", "Bệnh viện Đa khoa khu vực Đá Dựng"),
        ("KSBT", "trung tâm", "Trung tâm Kiểm soát bệnh tật tỉnh Mẫu"),
    ),
    ("NNMT", "sở, ban, ngành", "Sở Nông nghiệp và Môi trường tỉnh Mẫu"): (
        ("KN", "trung tâm", "Trung tâm Khuyến nông tỉnh Mẫu"),
        ("TLOI", "trung tâm", "Chi cục Thủy lợi tỉnh Mẫu"),
    ),
    ("KHCN", "sở, ban, ngành", "Sở Khoa học và Công nghệ tỉnh Mẫu"): (
        ("CDS", "trung tâm", "Trung tâm Chuyển đổi số tỉnh Mẫu"),
    ),
    ("XD", "sở, ban, ngành", "Sở Xây dựng tỉnh Mẫu"): (),
    ("TC", "sở, ban, ngành", "Sở Tài chính tỉnh Mẫu"): (),
    ("NV", "sở, ban, ngành", "Sở Nội vụ tỉnh Mẫu"): (
        ("LT", "trung tâm", "Trung tâm Lưu trữ lịch sử tỉnh Mẫu"),
    ),
    ("TP", "sở, ban, ngành", "Sở Tư pháp tỉnh Mẫu"): (),
    ("CT", "sở, ban, ngành", "Sở Công Thương tỉnh Mẫu"): (),
    ("BPTTH", "báo, đài", "Báo và Phát thanh, Truyền hình tỉnh Mẫu"): (),
    ("CDKT", "trường học", "Trường Cao đẳng Kỹ thuật tỉnh Mẫu"): (),
    ("CDYT", "trường học", "Trường Cao đẳng Y tế tỉnh Mẫu"): (),
    ("VHNT", "hội", "Hội Văn học Nghệ thuật tỉnh Mẫu"): (),
    ("NCT", "hội", "Hội Người cao tuổi tỉnh Mẫu"): (),
    ("KHOC", "hội", "Hội Khuyến học tỉnh Mẫu"): (),
}

# None of these is a name that the villages of the essays can have (phrases/general.txt).
COMMUNES = (
    "Bình Minh", "Đồng Xanh", "Suối Trong", "Núi Ngang", "Bãi Dâu", "Đá Dựng", "Hương Cau", "Khe Mây",
    "Lá Cọ", "Nắng Mới", "Rừng Trám", "Sao Mai", "Sông Hiền", "Vạn Lúa", "Hải Yến", "Mường Sim",
)  # fmt: skip
WARDS = ("Sông Trăng", "Cầu Ngói", "Bến Lụa", "Hồ Sen", "Mai Vàng", "Giếng Ngọc", "Thông Reo", "Đồi Gió")
WITH_SCHOOLS = ("Bình Minh", "Đồng Xanh", "Bãi Dâu", "Khe Mây", "Sao Mai", "Sông Trăng", "Cầu Ngói", "Hồ Sen")
WITH_CLINIC = ("Núi Ngang", "Lá Cọ", "Mường Sim", "Bến Lụa")


@cache
def units() -> tuple[Unit, ...]:
    """Give all units, each after the one it belongs to."""
    root = Unit(ROOT_CODE, "Tỉnh Mẫu", "tỉnh", None)
    return (
        root,
        *_departments(),
        *_places("X", "xã", "Xã", COMMUNES),
        *_places("P", "phường", "Phường", WARDS),
    )


def _departments() -> list[Unit]:
    found: list[Unit] = []
    for (code, kind, name), children in DEPARTMENTS.items():
        above = f"{ROOT_CODE}-{code}"
        found.append(Unit(above, name, kind, ROOT_CODE))
        found += [Unit(f"{above}-{own}", child, child_kind, above) for own, child_kind, child in children]
    return found


def _places(letter: str, kind: str, word: str, names: tuple[str, ...]) -> list[Unit]:
    found: list[Unit] = []
    for number, name in enumerate(names, start=1):
        code = f"{ROOT_CODE}-{letter}{number:02}"
        found.append(Unit(code, f"{word} {name}", kind, ROOT_CODE))
        found += _institutions(code, name, word.lower())
    return found


def _institutions(above: str, name: str, word: str) -> list[Unit]:
    found: list[Unit] = []
    if name in WITH_SCHOOLS:
        found.append(Unit(f"{above}-TH", f"Trường Tiểu học {name}", "trường học", above))
        found.append(Unit(f"{above}-THCS", f"Trường Trung học cơ sở {name}", "trường học", above))
    if name in WITH_CLINIC:
        found.append(Unit(f"{above}-TYT", f"Trạm Y tế {word} {name}", "trạm y tế", above))
    return found
