import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.results.rules.aggregate import Reading, Score, aggregate
from contest.results.rules.methods import method
from contest.results.rules.ranking import Decision, decided_by, drawn, rank

READINGS = st.lists(
    st.builds(
        Reading,
        code=st.sampled_from("ABCDEF"),
        category=st.just("essay"),
        total=st.fractions(0, 3, max_denominator=3),
        points=st.fixed_dictionaries(
            {"Form": st.integers(0, 2).map(Fraction), "Ideas": st.integers(0, 2).map(Fraction)}
        ),
    ),
    max_size=20,
)


def score(code, value, criteria=(), lowest=0, category="essay"):
    return Score(
        code=code,
        category=category,
        value=Fraction(value),
        mean=Fraction(value),
        lowest=Fraction(lowest),
        readings=2,
        criteria=tuple(
            (name, Fraction(points)) for name, points in zip(("Form", "Ideas"), criteria, strict=False)
        ),
    )


def order(standings):
    return [(standing.code, standing.rank, standing.rank_low, standing.rank_high) for standing in standings]


def test_readings_become_one_exact_score_for_each_entry():
    readings = [
        Reading("B", "essay", Fraction(80), {"Form": Fraction(7), "Ideas": Fraction(9)}),
        Reading("A", "essay", Fraction(1, 3), {"Form": Fraction(1), "Ideas": Fraction(1)}),
        Reading("B", "essay", Fraction(71), {"Form": Fraction(8), "Ideas": Fraction(8)}),
        Reading("B", "essay", Fraction(77), {"Form": Fraction(9), "Ideas": Fraction(8)}),
    ]
    assert aggregate(readings, method("median"), ("Ideas", "Form")) == [
        Score("A", "essay", Fraction(1, 3), Fraction(1, 3), Fraction(1, 3), 1, (("Ideas", 1), ("Form", 1))),
        Score("B", "essay", Fraction(77), Fraction(76), Fraction(71), 3, (("Ideas", 8), ("Form", 8))),
    ]


def test_a_reading_without_points_for_a_deciding_criterion_is_refused():
    with pytest.raises(RuleBroken) as refused:
        aggregate(
            [Reading("A", "essay", Fraction(1), {"Form": Fraction(1)})], method("mean"), ("Ideas", "Form")
        )
    assert str(refused.value) == "A reading of A has no points for Ideas. Complete it before ranking."


def test_the_higher_value_stands_above():
    assert order(rank([score("A", 70), score("B", 90), score("C", 80)], "s")) == [
        ("B", 1, 1, 1),
        ("C", 2, 2, 2),
        ("A", 3, 3, 3),
    ]


def test_a_difference_beyond_all_printed_places_still_decides():
    above = Score("Z", "essay", Fraction(2, 3) + Fraction(1, 10**40), Fraction(0), Fraction(0), 1)
    below = Score("A", "essay", Fraction(2, 3), Fraction(0), Fraction(0), 1)
    assert order(rank([below, above], "s")) == [("Z", 1, 1, 1), ("A", 2, 2, 2)]


def test_ties_fall_to_criteria_then_to_the_lowest_mark_then_to_the_draw():
    scores = [
        score("low", 80, (8, 6), lowest=70),
        score("form", 80, (9, 1), lowest=10),
        score("ideas", 80, (8, 7), lowest=10),
        score("high", 80, (8, 6), lowest=75),
        score("same", 80, (8, 6), lowest=70),
        score("first", 81),
    ]
    standings = rank(scores, "announced")
    last = sorted(["low", "same"], key=lambda code: hashlib.sha256(f"announced|{code}".encode()).hexdigest())
    assert order(standings) == [
        ("first", 1, 1, 1),
        ("form", 2, 2, 6),
        ("ideas", 3, 2, 6),
        ("high", 4, 2, 6),
        (last[0], 5, 2, 6),
        (last[1], 6, 2, 6),
    ]
    assert [standing.tie for standing in standings] == [
        None,
        None,
        Decision("criterion", "Form"),
        Decision("criterion", "Ideas"),
        Decision("lowest"),
        Decision("draw"),
    ]


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Decision("value"), "The score decides."),
        (Decision("criterion", "Form"), 'Equal score; the criterion "Form" decides.'),
        (Decision("lowest"), "Equal score and criteria; the higher lowest mark decides."),
        (
            Decision("draw"),
            "Equal in score, criteria and lowest mark; the draw from the announced seed decides.",
        ),
    ],
)
def test_every_decision_has_its_sentence(decision, told):
    assert str(decision.reason) == told


def test_any_two_entries_can_be_asked_about():
    assert decided_by(score("A", 2), score("B", 1)) == Decision("value")


def test_the_draw_can_be_repeated_with_a_pocket_tool():
    # printf '2026|K7F2' | sha256sum
    assert drawn("2026", "K7F2") == "6711197017706adf064f30f923728c9ac38dfa38ff74be5065d77069d31a59d8"


def test_another_seed_may_draw_another_order():
    equal = [score(code, 80) for code in "ABCDEFGH"]
    assert order(rank(equal, "a")) != order(rank(equal, "b"))


def test_categories_are_ranked_apart():
    scores = [score("V", 10, category="video"), score("A", 5), score("B", 7)]
    assert order(rank(scores, "s")) == [("B", 1, 1, 1), ("A", 2, 2, 2), ("V", 1, 1, 1)]


def test_nothing_to_rank_is_an_empty_standing():
    assert rank([], "s") == ()


@given(
    READINGS,
    st.sampled_from(["mean", "trimmed", "median"]),
    st.text(max_size=3),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_readings_changes_no_standing(readings, name, seed, chance):
    tie_order = ("Form", "Ideas")
    standings = rank(aggregate(readings, method(name), tie_order), seed)
    turned = aggregate(chance.sample(readings, len(readings)), method(name), tie_order)
    assert rank(chance.sample(turned, len(turned)), seed) == standings


@given(READINGS, st.text(max_size=3))
def test_ranks_are_complete_and_equal_values_share_their_range(readings, seed):
    standings = rank(aggregate(readings, method("mean"), ("Form", "Ideas")), seed)
    assert [standing.rank for standing in standings] == list(range(1, len(standings) + 1))
    for standing in standings:
        equal = [other.rank for other in standings if other.value == standing.value]
        assert (standing.rank_low, standing.rank_high) == (min(equal), max(equal))
        assert (standing.tie is None) == (standing.rank == min(equal))
    assert [standing.value for standing in standings] == sorted((s.value for s in standings), reverse=True)
