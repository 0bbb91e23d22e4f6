"""What the demonstration asks of its authors, and what they answer."""

from datetime import datetime
from typing import Final

from flask_babel import force_locale, gettext

from contest.demonstration.people import Person
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.entries import author_queries, telling
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, About, Guardian

ASKED: Final = IdentitySpec((Asked("pen_name"), Asked("position"), Asked("phone", is_required=True)))
PEN_NAMES: Final = ("Sông Quê", "Mây Chiều", "Hạt Lúa", "Gió Đồng")
POSITIONS: Final = ("Giáo viên", "", "Công chức", "", "Cán bộ hưu trí", "Nhân viên thư viện")
NO_PHONE: Final = "0900 009 999"  # of the same block that no operator has given out
YOUNG: Final = 17  # years of one of the authors, who needs a guardian


def tell(key: str, person: Person, number: int, *, author_id: int, now: datetime) -> None:
    """Let the author say what is asked: one in five has a pen name, and half of those want to be named by it."""
    pen_name = PEN_NAMES[number // 5 % len(PEN_NAMES)] if number % 5 == 2 else ""
    said = About(
        pen_name=pen_name,
        by_pen_name=bool(pen_name) and number % 2 == 0,
        position=POSITIONS[number % len(POSITIONS)],
        phone=person.phone or NO_PHONE,
    )
    guardian = NO_GUARDIAN
    if author_queries.sheet(key, author_id).needs_guardian:
        with force_locale("vi"):
            agreed = gettext(GUARDIAN.text)
        family = person.name.split()[0]
        guardian = Guardian(f"{family} Thị Mẹ", "mẹ", NO_PHONE, agreed)
    telling.say(key, said, guardian, author_id=author_id, language="vi", now=now)
