from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging.rules import figures
from contest.judging.rules.criteria.comment import Comment
from contest.judging.rules.criteria.kind import Mark, Settings
from contest.judging.rules.criteria.steps import Steps
from contest.judging.rules.rubric import Rubric
from contest.kernel.errors import RuleBroken


def steps(name, weight, maximum, step="0.5"):
    return Steps(Settings(name, Decimal(weight), Decimal(0), Decimal(maximum), Decimal(step)))


def points(value):
    return Mark(points=Decimal(value))


REMARKS = Comment(Settings("Remarks"))
RUBRIC = Rubric({1: steps("Ideas", 30, 10), 2: steps("Form", 50, 20), 3: steps("Style", 20, 5), 4: REMARKS})
MARKS = {1: points("7.5"), 2: points(13), 3: points("4.5"), 4: Mark(text="good")}


def test_the_total_is_the_weighted_sum_of_shares():
    # 30 * 7.5/10 + 50 * 13/20 + 20 * 4.5/5 = 22.5 + 32.5 + 18
    assert RUBRIC.total(MARKS) == Decimal(73)
    assert RUBRIC.exact(MARKS) == 73


def test_full_marks_make_the_full_score():
    full = {1: points(10), 2: points(20), 3: points(5)}
    assert (RUBRIC.full, RUBRIC.total(full)) == (Decimal(100), Decimal(100))
    assert Rubric(RUBRIC.criteria, full_score=Decimal(10)).total(full) == Decimal(10)


def test_the_proportion_of_the_weights_alone_matters_with_a_full_score():
    one = Rubric({1: steps("A", 1, 10), 2: steps("B", 3, 10)}, full_score=Decimal(100))
    other = Rubric({1: steps("A", 25, 10), 2: steps("B", 75, 10)}, full_score=Decimal(100))
    marks = {1: points(7), 2: points("8.5")}
    assert one.exact(marks) == other.exact(marks) == Fraction(325, 4)


def test_thirds_stay_exact_and_are_rounded_only_to_be_shown():
    rubric = Rubric({1: steps("A", 1, 3, "1")}, full_score=Decimal(100))
    assert rubric.exact({1: points(2)}) == Fraction(200, 3)
    assert rubric.total({1: points(2)}) == Decimal("66.666667")


def test_missing_criteria_are_named():
    with pytest.raises(RuleBroken) as refused:
        RUBRIC.total({1: points(7), 2: Mark(text="?"), 4: Mark()})
    assert str(refused.value) == "These criteria have no points yet: Form, Style. Mark them first."
    assert RUBRIC.missing({}) == ("Ideas", "Form", "Style")


def test_a_mark_of_another_rubric_is_refused():
    with pytest.raises(RuleBroken) as refused:
        RUBRIC.total(MARKS | {9: points(1), 10: points(1)})
    assert (
        str(refused.value) == "These marks belong to no criterion of the rubric: 10, 9. Open the page again."
    )


def test_the_heaviest_criterion_decides_ties_first_then_the_others_as_they_are():
    assert RUBRIC.tie_order() == ("Form", "Ideas", "Style")
    assert Rubric({1: steps("A", 1, 5), 2: steps("B", 1, 5)}).tie_order() == ("A", "B")
    assert RUBRIC.points_by_name(MARKS) == {"Ideas": Fraction(15, 2), "Form": 13, "Style": Fraction(9, 2)}


@pytest.mark.parametrize(
    ("criteria", "told"),
    [
        ({}, "A rubric needs at least one criterion that is marked in points."),
        ({1: REMARKS}, "A rubric needs at least one criterion that is marked in points."),
        ({1: steps(" ", 1, 5)}, "Give every criterion a name."),
        ({1: steps("A", 1, 5), 2: steps("A", 2, 5)}, 'Two criteria are called "A". Rename one of them.'),
    ],
)
def test_a_senseless_rubric_is_refused(criteria, told):
    with pytest.raises(RuleBroken) as refused:
        Rubric(criteria)
    assert str(refused.value) == told


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 40), st.integers(0, 80)), min_size=1, max_size=6),
    st.randoms(),
)
def test_a_total_does_not_depend_on_the_order_of_the_criteria(lines, chance):
    criteria = {
        index: steps(f"C{index}", weight, maximum) for index, (weight, maximum, _) in enumerate(lines)
    }
    marks = {
        index: points(Decimal(min(half, 2 * maximum)) / 2) for index, (_, maximum, half) in enumerate(lines)
    }
    turned = chance.sample(sorted(criteria), len(criteria))
    rubric = Rubric(criteria)
    assert Rubric({key: criteria[key] for key in turned}).exact(marks) == rubric.exact(marks)
    assert 0 <= rubric.exact(marks) <= Fraction(rubric.full)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(5, 10**7), "0"),
        (Fraction(15, 10**7), "0.000002"),
        (Fraction(-5, 10**8), "0"),
        (Fraction(170, 2), "85"),
        (Fraction(100), "100"),
        (Fraction(-15, 2), "-7.5"),
        (Fraction(1, 10**6), "0.000001"),
    ],
)
def test_a_figure_is_rounded_half_to_even_and_written_plainly(value, shown):
    assert str(figures.rounded(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("7.50", "7.5"), ("1E+1", "10"), ("-0.0", "0"), ("100", "100")])
def test_a_tidy_figure_has_no_idle_zeros_and_no_exponent(value, shown):
    assert str(figures.tidy(Decimal(value))) == shown
