"""What every ranking method must keep; a new line in the registry is picked up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.results.rules.methods import METHODS, method

TOTALS = st.lists(st.fractions(0, 100, max_denominator=60), min_size=1, max_size=7)
methods = pytest.mark.parametrize("name", METHODS)


@methods
@given(totals=TOTALS, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_readings_plays_no_part(name, totals, chance):
    turned = chance.sample(totals, len(totals))
    assert method(name).value(turned) == method(name).value(totals)


@methods
@given(totals=TOTALS)
def test_the_value_lies_between_the_lowest_and_the_highest_and_is_exact(name, totals):
    value = method(name).value(totals)
    assert isinstance(value, Fraction)
    assert min(totals) <= value <= max(totals)


@methods
@given(totals=TOTALS, more=st.fractions(0, 100, max_denominator=60))
def test_equal_points_more_for_all_readings_are_as_many_more(name, totals, more):
    assert method(name).value([total + more for total in totals]) == method(name).value(totals) + more


@methods
def test_a_method_is_listed_under_its_own_name(name):
    assert method(name).name == name


@pytest.mark.parametrize(
    ("name", "totals", "value"),
    [
        ("mean", [1, 2], Fraction(3, 2)),
        ("mean", [1, 1, 2], Fraction(4, 3)),
        ("trimmed", [10], 10),
        ("trimmed", [10, 20], 15),
        ("trimmed", [90, 10, 20], 20),
        ("trimmed", [0, 10, 20, 100], 15),
        ("median", [10], 10),
        ("median", [10, 25], Fraction(35, 2)),
        ("median", [90, 10, 20], 20),
        ("median", [0, 10, 21, 100], Fraction(31, 2)),
    ],
)
def test_a_value_computed_by_hand(name, totals, value):
    assert method(name).value([Fraction(total) for total in totals]) == value


@pytest.mark.parametrize("name", ["borda", "corrected"])
def test_a_method_that_comes_later_says_so(name):
    with pytest.raises(RuleBroken) as refused:
        method(name)
    assert str(refused.value) == (
        f'The method "{name}" comes in a later version. Use one of mean, trimmed, median for now.'
    )


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(RuleBroken) as refused:
        method("best")
    assert str(refused.value) == 'There is no method called "best". Use one of mean, trimmed, median.'
