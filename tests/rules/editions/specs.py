"""A sound spec that tests spoil in one place."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec

OPENS, CLOSES = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
CATEGORY = CategorySpec(
    "Tạp chí", 500, 3000, prizes=(PrizeSpec("Giải A", 1, Decimal(80)), PrizeSpec("Giải B", 2))
)
FIRST = RoundSpec("Sơ khảo", 2, Decimal(20), "mean", 10)
LAST = RoundSpec("Chung khảo", 3, None, "median", None)
SOUND = EditionSpec(
    title="Cuộc thi viết",
    number=6,
    year=2026,
    time_zone="Asia/Ho_Chi_Minh",
    opens_at=OPENS,
    closes_at=CLOSES,
    categories=(CATEGORY,),
    rounds=(LAST,),
    rules_text="Thể lệ",
    declarations=("Tác phẩm là của tôi.",),
)


def with_category(**changes):
    return replace(SOUND, categories=(replace(CATEGORY, **changes),))


def with_prize(**changes):
    return with_category(prizes=(replace(CATEGORY.prizes[0], **changes),))


def with_round(**changes):
    return replace(SOUND, rounds=(replace(LAST, **changes),))
