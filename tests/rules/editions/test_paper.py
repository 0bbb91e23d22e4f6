"""Works on paper: which day counts, and what becomes of a parcel that comes late."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from contest.editions.rules.paper import (
    BY_ARRIVAL,
    POSTMARK,
    Closing,
    Coming,
    PaperRules,
    Verdict,
    check,
    problems,
    verdict,
)
from contest.kernel.errors import RuleBroken

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# Until the end of 15 July in Vietnam.
CLOSING = Closing(datetime(2025, 7, 15, 17, 0, tzinfo=UTC), 0, ZONE)
OFFICE_HOURS = Closing(datetime(2025, 7, 15, 10, 0, tzinfo=UTC), 30, ZONE)  # 17:00, half an hour of grace
BY_POSTMARK = PaperRules(POSTMARK)
NOW = datetime(2025, 8, 20, 3, 0, tzinfo=UTC)


def july(day):
    return date(2025, 7, day)


def test_a_paper_entry_postmarked_in_time_counts_however_late_it_arrives():
    """domain.md 8.2, row 5: the postmark decides; a lost parcel is not the organisers' fault."""
    late_parcel = Coming("post", arrived=date(2025, 8, 4), postmark=july(15))

    assert CLOSING.last_day == july(15)
    assert verdict(late_parcel, BY_POSTMARK, CLOSING) is Verdict.IN_TIME


def test_for_an_e_mail_counts_when_it_came_into_the_mailbox():
    """domain.md 8.2, row 5, for what has no postmark."""
    in_time = Coming("email", july(15), time(23, 59))
    too_late = Coming("email", date(2025, 7, 16), time(0, 0))

    assert [verdict(each, BY_POSTMARK, CLOSING) for each in (in_time, too_late)] == [
        Verdict.IN_TIME,
        Verdict.LATE,
    ]


@pytest.mark.parametrize(
    ("coming", "rules", "expected"),
    [
        (Coming("post", july(18), postmark=july(16)), BY_POSTMARK, Verdict.LATE),
        (Coming("unit", july(18), postmark=july(14)), BY_POSTMARK, Verdict.IN_TIME),
        (Coming("post", july(18)), BY_POSTMARK, Verdict.LATE),  # no postmark that can be read
        (Coming("post", july(14)), BY_POSTMARK, Verdict.IN_TIME),
        (Coming("post", july(18), postmark=july(14)), BY_ARRIVAL, Verdict.LATE),
        (Coming("post", july(25), postmark=july(14)), PaperRules(POSTMARK, july(25)), Verdict.IN_TIME),
        (Coming("post", july(26), postmark=july(14)), PaperRules(POSTMARK, july(25)), Verdict.LATE),
        (Coming("hand", july(14)), BY_ARRIVAL, Verdict.IN_TIME),
    ],
)
def test_the_rules_of_the_contest_say_which_day_counts(coming, rules, expected):
    assert verdict(coming, rules, CLOSING) is expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (time(16, 59), Verdict.IN_TIME),
        (time(17, 0), Verdict.GRACE),
        (time(17, 29), Verdict.GRACE),
        (time(17, 30), Verdict.LATE),
    ],
)
def test_by_hand_the_minute_counts_and_so_does_the_grace(clock, expected):
    assert verdict(Coming("hand", july(15), clock), BY_ARRIVAL, OFFICE_HOURS) is expected


def test_on_the_closing_day_the_time_of_arrival_is_asked_for_only_where_it_decides():
    check(Coming("hand", july(14)), BY_ARRIVAL, OFFICE_HOURS, now=NOW)
    check(Coming("post", july(15), postmark=july(12)), BY_POSTMARK, OFFICE_HOURS, now=NOW)
    check(Coming("hand", july(15)), BY_ARRIVAL, CLOSING, now=NOW)  # the whole day counts

    with pytest.raises(RuleBroken, match="time of arrival") as refused:
        check(Coming("hand", july(15)), BY_ARRIVAL, OFFICE_HOURS, now=NOW)

    assert refused.value.field == "clock"


@pytest.mark.parametrize(
    ("coming", "field"),
    [
        (Coming("pigeon", july(1)), "channel"),
        (Coming("hand", date(2025, 8, 21)), "arrived"),
        (Coming("hand", date(2024, 6, 1)), "arrived"),
        (Coming("hand", july(3), postmark=july(1)), "postmark"),
        (Coming("post", july(3), postmark=july(4)), "postmark"),
        (Coming("post", july(3), postmark=date(2023, 7, 3)), "postmark"),
    ],
)
def test_days_that_cannot_be_are_named_beside_their_field(coming, field):
    with pytest.raises(RuleBroken) as refused:
        check(coming, BY_ARRIVAL, CLOSING, now=NOW)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        (BY_POSTMARK, []),
        (PaperRules(POSTMARK, july(15)), []),
        (PaperRules(POSTMARK, july(14)), ["last_arrival"]),
        (PaperRules(last_arrival=july(20)), ["last_arrival"]),
        (PaperRules("moon"), ["counts_by"]),
    ],
)
def test_the_last_day_of_arrival_belongs_to_the_postmark_and_comes_after_the_closing_day(rules, fields):
    assert [each.field for each in problems(rules, CLOSING)] == fields
