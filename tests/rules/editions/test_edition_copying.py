from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from contest.editions.rules import copying
from contest.editions.rules.edition import CategorySpec, PrizeSpec, RoundSpec
from tests.rules.editions.specs import SOUND

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_next_edition_has_the_same_settings_in_new_rows_a_year_later():
    prizes = (PrizeSpec("Giải A", 1), PrizeSpec("Giải B", 2))
    this = replace(
        SOUND,
        title="Cuộc thi viết năm 2026",
        summary="Từ 2026 trở đi; mã 12026 và 20261 không phải là năm.",
        rules_text="Hạn nộp: 15/7/2026.",
        number=6,
        year=2026,
        time_zone="Asia/Ho_Chi_Minh",
        opens_at=datetime(2026, 2, 5, 8, tzinfo=HANOI),
        closes_at=datetime(2026, 7, 15, 17, tzinfo=HANOI),
        categories=(CategorySpec("Tạp chí", 500, 3000, prizes=prizes, id=11),),
        rounds=(RoundSpec("Sơ khảo", 2, advancing=20, id=21), RoundSpec("Chung khảo", 3, id=22)),
    )

    assert copying.following(this) == replace(
        this,
        title="Cuộc thi viết năm 2027",
        summary="Từ 2027 trở đi; mã 12026 và 20261 không phải là năm.",
        number=7,
        year=2027,
        opens_at=datetime(2027, 2, 5, 8, tzinfo=HANOI),
        closes_at=datetime(2027, 7, 15, 17, tzinfo=HANOI),
        categories=(CategorySpec("Tạp chí", 500, 3000, prizes=prizes),),
        rounds=(RoundSpec("Sơ khảo", 2, advancing=20), RoundSpec("Chung khảo", 3)),
    )


@pytest.mark.parametrize(
    ("instant", "years", "zone", "later"),
    [
        # 29 February is not in every year.
        (datetime(2028, 2, 29, 17, tzinfo=HANOI), 1, HANOI, datetime(2029, 2, 28, 17, tzinfo=HANOI)),
        (datetime(2028, 2, 29, 17, tzinfo=HANOI), 4, HANOI, datetime(2032, 2, 29, 17, tzinfo=HANOI)),
        # The day is the day of the zone: 23:30 UTC on 28 February is the 29th in Hà Nội.
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), 1, HANOI, datetime(2029, 2, 28, 6, 30, tzinfo=HANOI)),
        # The time of day stays, though the offset is another one that year (summer time ended on another day).
        (
            datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/Berlin")),
            1,
            ZoneInfo("Europe/Berlin"),
            datetime(2027, 10, 25, 12, tzinfo=ZoneInfo("Europe/Berlin")),
        ),
    ],
)
def test_dates_keep_day_and_time_of_day_in_the_zone(instant, years, zone, later):
    moved = copying.years_later(instant, years, zone)

    assert (moved, moved.hour) == (later, later.hour)


@pytest.mark.parametrize(
    ("text", "times"), [("", 0), ("Năm 2026", 1), ("15/7/2026 và 2026.", 2), ("Số 12026, 20260", 0)]
)
def test_it_is_counted_how_often_a_text_names_a_year(text, times):
    assert copying.names_year(text, 2026) == times
