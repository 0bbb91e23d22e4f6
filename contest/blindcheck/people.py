"""The made-up authors of a check: every field of each holds a word that stands nowhere else in the contest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contest.blindcheck.search import PERSON, TRACE, WORK, Secret
from contest.editions.rules.identity import IdentitySpec
from contest.entries.rules.about import About

# Names that share no rare syllable with each other, nor with the texts of the works.
NAMES: Final = (
    "Đặng Vũ Khuê Tường", "Lương Thuỵ Quỳnh Giao", "Nghiêm Phước Đoan Trạch", "Khổng Ngọc Hoài Vỹ",
    "Trịnh Bửu Lãm Uyên", "Phùng Kiều Diễm Thuý", "Ưng Hoà Lữ Kiệt", "Quách Đình Sĩ Hậu",
    "Tạ Oanh Yến Nhiễu", "Âu Dương Kỳ Phương", "Lã Thục Nhàn Ái", "Mạc Đĩnh Chiểu Vượng",
)  # fmt: skip
MORE_NAMES: Final = (
    "Kiều Thạch Lam Cảnh", "Hứa Mỹ Dung Hằng", "Vương Trí Tuệ Nghi", "Đoàn Bích Ngân Thoa",
    "Thái Quốc Chấn Phi", "Lục Như Sương Hạ", "Chử Văn Mẫn Đạt", "Tôn Nữ Xuyến Chi", "Bồ Công Hiệp Nghĩa",
    "Cù Lệ Quyên Tâm", "Doãn Khải Bằng Việt", "Viên Thanh Trà My", "Giang Hữu Lộc Thọ", "Ông Ích Khiêm Cần",
)  # fmt: skip
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS: Final = ("pen_name", "position", "academic_title", "address", "phone", "id_number")


@dataclass(frozen=True, slots=True)
class Author:
    """What a made-up author says about the own person."""

    letter: str
    name: str
    place: int

    def token(self, field: str) -> str:
        """A word that no judge may ever get."""
        return f"ZQX{self.letter}{field}"

    def seen(self, field: str) -> str:
        """A word of the work itself, for its judges and for no other."""
        return f"WORK{self.letter}{field}"

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.token('NAME')}"

    @property
    def unit(self) -> str:
        return f"Phường Hồ Thu {self.token('UNIT')}"

    @property
    def email(self) -> str:
        return f"{self.token('MAIL')}@{self.token('HOST')}.example".lower()

    @property
    def phone(self) -> str:
        return f"0917{self.place:02d}4{(831 + 37 * self.place) % 1000:03d}"

    @property
    def title(self) -> str:
        return f"Con đường {self.seen('TITLE')}"

    @property
    def about(self) -> About:
        """All that any contest may ask about a person."""
        return About(
            pen_name=f"Bút {self.token('PEN')}",
            position=f"Trưởng phòng {self.token('POST')}",
            academic_title=f"Tiến sĩ {self.token('DEGREE')}",
            address=f"Số {self.place + 1} ngõ {self.token('ADDR')}",
            phone=f"0868{self.place:02d}7{(411 + 53 * self.place) % 1000:03d}",
            id_number=f"0{79193000000 + 7919 * (self.place + 1)}",
        )

    def answers(self, asked: IdentitySpec) -> About:
        """What this contest asks about the person, and nothing else."""
        said = {kind: getattr(self.about, kind) for kind in KINDS if kind in asked.kinds}
        return About(**said)

    def secrets(self) -> Iterator[Secret]:
        """All that would betray the person, and the words of the work."""
        for where, value in (
            ("name", self.name), ("name", self.token("NAME")), ("e-mail", self.token("MAIL")),
            ("e-mail", self.token("HOST")), ("phone", self.phone), ("unit", self.token("UNIT")),
            ("unit code", self.token("CODE")), ("pen name", self.token("PEN")), ("position", self.token("POST")),
            ("degree", self.token("DEGREE")), ("address", self.token("ADDR")),
        ):  # fmt: skip
            yield Secret(self.letter, PERSON, where, value)
        for where in (
            "FILE",
            "PROPERTY",
            "COMMENT",
            "HEADER",
            "PICTURE",
            "HIDDEN",
            "PLACE",
            "LINK",
            "OFFICE",
            "MARKUP",
            "TAG",
            "SHEET",
        ):
            yield Secret(self.letter, TRACE, where.lower(), self.token(where))
        for where in ("TITLE", "TEXT", "OWN"):
            yield Secret(self.letter, WORK, where.lower(), self.seen(where))


def authors(count: int) -> tuple[Author, ...]:
    """Make so many authors, at most one for each letter."""
    named = zip(LETTERS, (*NAMES, *MORE_NAMES), strict=True)
    return tuple(Author(letter, name, place) for place, (letter, name) in enumerate(named) if place < count)
