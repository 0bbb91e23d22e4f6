from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging.rules.adjudication import COUNTING, counted, third_needed
from contest.kernel.errors import RuleBroken

TOTALS = st.lists(st.integers(0, 100), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("totals", "tolerance", "needed"),
    [
        ((80, 60), 20, False),
        ((60, 80), 20, False),
        ((80, "59.99"), 20, True),
        ((80, 80), 0, False),
        ((80, "80.01"), 0, True),
        ((80, 70, 55), 20, True),
        ((80,), 20, False),
        ((), 20, False),
        ((100, 0), None, False),
    ],
)
def test_a_third_reading_is_needed_only_above_the_tolerance(totals, tolerance, needed):
    limit = None if tolerance is None else Decimal(tolerance)
    assert third_needed([Decimal(total) for total in totals], limit) is needed


def test_a_difference_is_compared_exactly():
    assert not third_needed([Fraction(100, 3), Fraction(40, 3)], Decimal(20))
    assert third_needed([Fraction(100, 3) + Fraction(1, 10**30), Fraction(40, 3)], Decimal(20))


@pytest.mark.parametrize(
    ("how", "totals", "positions"),
    [
        ("mean", (80, 50, 60), (0, 1, 2)),
        ("third", (80, 50, 60), (2,)),
        ("nearest_two", (80, 50, 60), (1, 2)),
        ("nearest_two", (80, 50, 78), (0, 2)),
        ("nearest_two", (80, 50, 65), (0, 1, 2)),
        ("nearest_two", (50, 50, 80), (0, 1)),
        ("median", (80, 50, 60), (2,)),
        ("median", (80, 50, 60, 70), (2, 3)),
    ],
)
def test_the_way_of_counting_picks_the_readings(how, totals, positions):
    assert counted([Decimal(total) for total in totals], how) == positions


@pytest.mark.parametrize("how", COUNTING)
@pytest.mark.parametrize("totals", [[], [Decimal(1)], [Decimal(1), Decimal(90)]])
def test_without_a_further_reading_all_count(how, totals):
    assert counted(totals, how) == tuple(range(len(totals)))


@pytest.mark.parametrize("how", COUNTING)
@given(totals=TOTALS)
def test_some_reading_always_counts_and_none_twice(how, totals):
    positions = counted([Decimal(total) for total in totals], how)
    assert positions
    assert list(positions) == sorted(set(positions))
    assert set(positions) <= set(range(len(totals)))


@pytest.mark.parametrize("how", ["nearest_two", "median"])
@given(totals=st.permutations([10, 25, 60]))
def test_what_goes_by_closeness_does_not_ask_who_read_last(how, totals):
    picked = sorted(totals[position] for position in counted([Decimal(total) for total in totals], how))
    assert picked == ([10, 25] if how == "nearest_two" else [25])


def test_an_unknown_way_is_refused_with_the_known_ones():
    with pytest.raises(RuleBroken) as refused:
        counted([], "best")
    assert str(refused.value) == (
        'There is no way of counting called "best". Choose one of mean, third, nearest_two, median.'
    )
