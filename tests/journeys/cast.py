"""The people of the contest that is run by hand, and the work of its first author."""

import random
from dataclasses import dataclass
from functools import cache

from contest.demonstration import essays, files
from contest.demonstration.essays import Essay
from contest.demonstration.people import Person
from contest.demonstration.units import Unit

PASSWORD = "bốn từ ghép lại với nhau"


@dataclass(frozen=True, slots=True)
class Somebody:
    name: str
    email: str
    unit: str = ""
    phone: str = ""


ORGANISER = Somebody("Phan Thị Trưởng Ban", "truongban@example.org")
SECRETARY = Somebody("Lê Văn Thư Ký", "thuky@example.org")
JUDGES = (
    Somebody("Đỗ Thị Giám Khảo", "giamkhao1@example.org"),
    Somebody("Vũ Đình Chấm", "giamkhao2@example.org"),
    Somebody("Hồ Ngọc Điểm", "giamkhao3@example.org"),
)
CHAIR = Somebody("Trần Chủ Tịch", "chutich@example.org")
OBSERVER = Somebody("Ngô Quan Sát", "quansat@example.org")
OFFICIALS = (
    (SECRETARY, "secretary"),
    *((j, "judge") for j in JUDGES),
    (CHAIR, "chair"),
    (OBSERVER, "observer"),
)

AN = Somebody("Nguyễn Quỳnh Uyển An", "uyenan@example.org", "Thư viện tỉnh Mẫu", "0912345678")
BINH = Somebody("Cao Bá Bình", "babinh@example.org", "Trường Trung học phổ thông Khe Mây")
CO_AUTHOR = Somebody("Mai Thị Viết Cùng", "vietcung@example.org")
CUONG = Somebody("Tạ Hùng Cường", "hungcuong@example.org", "Thư viện tỉnh Mẫu")
UNITS = (
    ("TM", "Tỉnh Mẫu", ""),
    ("TV", "Thư viện tỉnh Mẫu", "TM"),
    ("THPT3", "Trường Trung học phổ thông Khe Mây", "TM"),
)
FILE_NAME = "Quynh-Uyen-An-bai-du-thi.docx"
TITLES = {AN: "Tủ sách bên bến đò", BINH: "Con đường qua xóm nhỏ", CUONG: "Ghi chép một mùa lũ"}


@cache
def essay_of_an() -> Essay:
    """1,500 words that also tell who wrote them, against the rules, for the secretary to find."""
    about = Person(AN.name, 1984, AN.email, AN.phone, Unit("TV", AN.unit, "library", "TM"))
    return essays.essay(random.Random(20), words=1500, self_identifying=about)


def file_of_an() -> bytes:
    """As Word saves it: with name and unit in the properties of the file."""
    return files.docx_file(essay_of_an(), author=AN.name, company=AN.unit)


def typed_text(seed: int) -> str:
    return essays.essay(random.Random(seed), words=520).text
