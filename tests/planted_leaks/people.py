"""Invented authors with all that could betray them: two pools that share no person's name, unit or place.

Written from how officials of a province sign, and from `security.md` and `domain.md`; knows nothing of the rules that
search, and the rules know nothing of these lists. All persons, units, numbers and addresses are made up.
"""

import random
import re
import unicodedata
from dataclasses import dataclass, replace

from contest.anonymisation.rules.leaks import Identity
from tests.planted_leaks import units
from tests.planted_leaks.units import Unit


@dataclass(frozen=True)
class Person:
    name: str
    co_author: str
    pen_name: str
    unit: Unit
    position: str
    email: str
    phone: str
    handle: str
    citizen_id: str
    bank: str
    link: str
    file_name: str

    @property
    def words(self) -> list[str]:
        return self.name.split()

    @property
    def given(self) -> str:
        return self.words[-1]

    @property
    def middles(self) -> list[str]:
        return self.words[1:-1]

    def identity(self) -> Identity:
        """What the platform is told at the handing in; nothing of it tells the accounts on social networks."""
        return Identity(
            names=(self.name, self.co_author, self.pen_name),
            units=(self.unit.name, self.unit.parent),
            emails=(self.email,),
            phones=(self.phone,),
            positions=(f"{self.position} {self.unit.name}",),
            addresses=(f"thôn 5, {self.unit.place}",),
            id_numbers=(self.citizen_id,),
            links=(self.link,),
            file_names=(self.file_name,),
        )


@dataclass(frozen=True)
class Pool:
    families: tuple[str, ...]
    middles: tuple[tuple[str, ...], ...]
    givens: tuple[str, ...]
    pen_names: tuple[str, ...]
    units: tuple[Unit, ...]
    positions: tuple[str, ...]


TUNED = Pool(
    families=(
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Phan",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Dương",
        "Đinh",
    ),
    middles=(
        ("Văn",),
        ("Thị",),
        ("Đình",),
        ("Thị", "Thu"),
        ("Thị", "Thanh"),
        ("Quang",),
        ("Xuân",),
        ("Ngọc",),
        ("Hữu",),
        ("Thị", "Kim"),
        ("Thị", "Ngọc"),
        ("Đức",),
        ("Minh",),
        ("Công",),
        ("Quốc",),
        ("Thùy",),
        (),
    ),
    givens=(
        "An",
        "Bình",
        "Hòa",
        "Thủy",
        "Hạnh",
        "Thanh",
        "Tuyên",
        "Đức",
        "Sơn",
        "Hải",
        "Lan",
        "Hoa",
        "Thúy",
        "Khánh",
        "Dũng",
        "Hùng",
        "Yến",
        "Quý",
        "Tùng",
        "Phương",
        "Nhung",
        "Thắng",
        "Loan",
        "Trung",
        "Kiên",
        "Vinh",
        "Đào",
    ),
    pen_names=(
        "Hương Lam",
        "Hồng Lĩnh Sơn",
        "Thạch Lam Giang",
        "Sông La",
        "Minh Khôi",
        "Bằng Giang",
        "Mai Sương",
    ),
    units=units.TUNED,
    positions=(
        "Hiệu trưởng",
        "Bí thư",
        "Phó Bí thư Thường trực",
        "Trưởng ban",
        "Chủ tịch",
        "Chuyên viên",
        "Phó phòng",
    ),
)

HELD_OUT = Pool(
    families=(
        "Nguyễn",
        "Trần",
        "Lê",
        "Ngô",
        "Lý",
        "Đoàn",
        "Trịnh",
        "Cao",
        "Mai",
        "Thái",
        "Tạ",
        "Vũ",
        "Lương",
        "Hà",
    ),
    middles=(
        ("Văn",),
        ("Thị",),
        ("Bá",),
        ("Thị", "Hồng"),
        ("Thị", "Mỹ"),
        ("Trọng",),
        ("Viết",),
        ("Khắc",),
        ("Thế",),
        ("Thị", "Bích"),
        ("Thị", "Hoài"),
        ("Duy",),
        ("Tiến",),
        ("Hồng",),
        ("Anh",),
        (),
    ),
    givens=(
        "Linh",
        "Hằng",
        "Hoài",
        "Toàn",
        "Thành",
        "Nam",
        "Giang",
        "Cường",
        "Huệ",
        "Nga",
        "Ngân",
        "Oanh",
        "Phúc",
        "Hiền",
        "Tâm",
        "Thảo",
        "Trang",
        "Tuấn",
        "Uyên",
        "Việt",
        "Long",
        "Lâm",
        "Khoa",
        "Hoàn",
        "Thùy",
        "Hóa",
        "Tiến",
        "Thu",
    ),
    pen_names=(
        "Lam Hồng",
        "Trúc Giang Tử",
        "Ngàn Phố",
        "Hạ Vàng",
        "Quỳnh Anh Thư",
        "Đông Hải",
        "Thảo Nguyên",
    ),
    units=units.HELD_OUT,
    positions=(
        "Phó Hiệu trưởng",
        "Chủ nhiệm",
        "Trạm trưởng",
        "Đội phó",
        "Chi cục trưởng",
        "Cán bộ",
        "Kế toán trưởng",
    ),
)


def bare(text: str) -> str:
    """Write as somebody does whose keyboard has no Vietnamese."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in flat if not unicodedata.combining(char))


def old_tone(text: str) -> str:
    """Put the tone where the older (or newer) spelling has it: Hòa is Hoà, Thúy is Thuý."""
    tones = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
    flat = unicodedata.normalize("NFD", text)
    marks = "".join(tones)
    moved = re.sub(rf"([ou])([{marks}])([aey])(?![{marks}a-zA-Z\u0302])", r"\1\3\2", flat)
    return unicodedata.normalize("NFC", moved)


def person(pool: Pool, rng: random.Random) -> Person:
    name = _name(pool, rng)
    words = bare(name).lower().split()
    unit = rng.choice(pool.units)
    number = f"{rng.randrange(10**8):08}"
    year = str(rng.randrange(60, 99))
    mail = rng.choice(
        (
            f"{words[-1]}.{words[0]}{year}",
            "".join(words) + year,
            words[-1] + "".join(w[0] for w in words[:-1]) + year,
        )
    )
    return Person(
        name=name,
        co_author=_name(pool, rng),
        pen_name=rng.choice(pool.pen_names),
        unit=unit,
        position=rng.choice(pool.positions),
        email=f"{mail}@{rng.choice(('mailtinh.example', 'thu.example', 'coquan.example'))}",
        phone=rng.choice(("03", "09", "08", "07")) + number,
        handle=rng.choice(
            (f"{words[-1]}{words[0]}.{year}", f"{words[-1]}_{bare(unit.place.split()[-1]).lower()}")
        ),
        citizen_id=f"0{rng.randrange(10, 96)}{rng.randrange(10**9):09}",
        bank=f"{rng.randrange(10**9, 10**13)}",
        link=f"https://bao{bare(unit.place.split()[-1]).lower()}.example/chinh-tri/bai-{rng.randrange(10**6):06}-{words[-1]}.html",
        file_name=rng.choice(("{0}_{1}.docx", "Bai du thi {0} - {1}.docx", "{1}.{0}.pdf")).format(
            rng.choice((bare(name), name)), unit.name.split()[-1]
        ),
    )


def stranger(pool: Pool, rng: random.Random, not_like: Person) -> Person:
    """Return another person, in another unit, who shares with this one at most a family or a middle name."""
    while True:
        other = person(pool, rng)
        near = {not_like.given, *not_like.co_author.split()[-1:]}
        places = (not_like.unit.place, not_like.unit.parent.split()[-1])
        if (
            other.given not in near
            and other.unit.parent.split()[-1] not in places
            and other.unit != not_like.unit
        ):
            return replace(other, co_author=other.name)


def _name(pool: Pool, rng: random.Random) -> str:
    while True:
        words = [rng.choice(pool.families), *rng.choice(pool.middles), rng.choice(pool.givens)]
        if len({word.lower() for word in words}) == len(words):
            return " ".join(words)
