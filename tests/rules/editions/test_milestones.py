from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contest.editions.rules.milestones import KINDS, Milestone, moved, ordered, problems

CLOSES = datetime(2027, 5, 31, 17, tzinfo=UTC)
DAY = timedelta(days=1)


def planned(**days):
    return tuple(Milestone(kind, CLOSES + days_after * DAY) for kind, days_after in days.items())


def wrong(milestones, rounds=2):
    return [(p.field, p.message) for p in problems(milestones, closes_at=CLOSES, rounds=rounds)]


def test_dates_in_their_order_contradict_nothing():
    assert wrong(planned(rubric=-3, screening=5, round_1=20, round_2=30, publication=40, ceremony=40)) == []


def test_dates_may_be_left_out():
    assert wrong(()) == []
    assert wrong(planned(ceremony=1)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"screening": -1}, ("milestone_screening", "This would be before the closing time. Choose a later date.")),
        (
            {"screening": 5, "round_1": 4},
            ("milestone_round_1", "This would be before the end of the screening. Correct one of the two."),
        ),
        (
            {"screening": 5, "publication": 4},
            ("milestone_publication", "This would be before the end of the screening. Correct one of the two."),
        ),
        (
            {"round_1": 9, "round_2": 8},
            ("milestone_round_2", "This would be before the end of the first round. Correct one of the two."),
        ),
        (
            {"round_2": 9, "publication": 8},
            ("milestone_publication", "This would be before the end of the second round. Correct one of the two."),
        ),
        (
            {"publication": 9, "ceremony": 8},
            ("milestone_ceremony", "This would be before the results are published. Correct one of the two."),
        ),
        (
            {"rubric": 9, "round_1": 8},
            (
                "milestone_rubric",
                "The rubric would come after the end of the first round. Correct one of the two.",
            ),
        ),
    ],
)  # fmt: skip
def test_a_date_before_what_precedes_it_is_named(days, expected):
    assert wrong(planned(**days)) == [expected]


def test_a_second_round_that_does_not_exist_has_no_date():
    assert wrong(planned(round_2=3), rounds=1) == [
        ("milestone_round_2", "The contest has one round only. Leave this empty, or add a round.")
    ]


def test_dates_stand_in_the_order_in_which_they_come():
    backwards = planned(**dict.fromkeys(reversed(KINDS), 1))

    assert [each.kind for each in ordered(backwards)] == list(KINDS)


def test_later_dates_move_by_as_much_as_the_closing_time_and_the_rubric_stays():
    zone = ZoneInfo("Asia/Ho_Chi_Minh")

    later = moved(
        planned(rubric=2, screening=5, ceremony=40), before=CLOSES, after=CLOSES + 3 * DAY, zone=zone
    )

    assert later == planned(rubric=2, screening=8, ceremony=43)


def test_dates_keep_their_time_of_day_where_clocks_are_changed_between():
    zone = ZoneInfo("Europe/Berlin")  # summer time ends on 31 October 2027
    before = datetime(2027, 10, 29, 17, tzinfo=zone)
    dates = (Milestone("ceremony", datetime(2027, 10, 30, 10, tzinfo=zone)),)

    later = moved(dates, before=before, after=before + 3 * DAY, zone=zone)

    assert later == (Milestone("ceremony", datetime(2027, 11, 2, 10, tzinfo=zone)),)
