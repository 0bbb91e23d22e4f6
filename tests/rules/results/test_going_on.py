"""Who goes on, and what of the first score is carried along."""

from decimal import Decimal
from fractions import Fraction

import pytest

from contest.judging.rules import adjudication
from contest.kernel.errors import RuleBroken
from contest.results.rules import carrying, going_on
from contest.results.rules.aggregate import Score
from contest.results.rules.carrying import Brought
from contest.results.rules.going_on import Ranked, Rule

VALUES = [90, 80, 70, Fraction(139, 2), 60]
RANKED = [Ranked(f"W{place}", place, Fraction(value)) for place, value in enumerate(VALUES, start=1)]


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (Rule(2), "goes_on goes_on beyond beyond beyond"),
        (Rule(200, Decimal(70)), "goes_on goes_on goes_on below below"),  # the quota need not be filled
        (Rule(2, Decimal(70)), "goes_on goes_on beyond below below"),
        (Rule(9, Decimal("69.5")), "goes_on goes_on goes_on goes_on below"),
        (Rule(9, Decimal(91)), "below below below below below"),
        (Rule(9), "goes_on goes_on goes_on goes_on goes_on"),
    ],
)
def test_from_the_top_down_at_most_so_many_and_none_below_the_threshold(rule, kinds):
    found = going_on.verdicts(RANKED, rule)

    assert [verdict.kind for verdict in found.values()] == kinds.split()
    assert [verdict.goes_on for verdict in found.values()] == [kind == "goes_on" for kind in kinds.split()]


def test_every_verdict_says_why():
    found = going_on.verdicts(RANKED, Rule(2, Decimal("70.00")))

    assert [v.why.message % v.why.params for v in found.values()] == [
        "Place 1 of at most 2 that go on.",
        "Place 2 of at most 2 that go on.",
        "Place 3; at most 2 go on.",
        "Fewer than 70 points.",
        "Fewer than 70 points.",
    ]


def score(code, value):
    return Score(code, "1", Fraction(value), Fraction(value), Fraction(value), 2)


def test_scores_are_joined_exactly_and_out_of_the_last_full_score():
    same = carrying.joined(
        [score("A", Fraction(200, 3))], {"A": Fraction(91)}, Brought(40, Decimal(100), Decimal(100))
    )
    other = carrying.joined([score("A", 8)], {"A": Fraction(15)}, Brought(25, Decimal(20), Decimal(10)))

    assert same[0].value == Fraction(91 * 2, 5) + Fraction(200 * 3, 15)
    assert other[0].value == Fraction(75, 40) + 6  # 15 of 20 are 7.5 of 10
    assert (same[0].mean, same[0].lowest) == (Fraction(200, 3), Fraction(200, 3))


def test_a_score_that_is_missing_is_named():
    with pytest.raises(RuleBroken) as refused:
        carrying.joined([score("B", 1), score("A", 1)], {}, Brought(40, Decimal(100), Decimal(100)))

    assert refused.value.params == {"codes": "A, B"}


@pytest.mark.parametrize(
    ("tolerance", "percent", "full", "points"),
    [
        (None, False, 100, None),
        (Decimal(20), False, 50, Fraction(20)),
        (Decimal(20), True, 50, Fraction(10)),
        (Decimal("12.5"), True, 3, Fraction(3, 8)),
        (Decimal(0), True, 3, Fraction(0)),
    ],
)
def test_a_tolerance_in_per_cent_is_one_in_points_of_the_full_score(tolerance, percent, full, points):
    assert adjudication.tolerated(tolerance, percent=percent, full_score=Decimal(full)) == points
