import hashlib
from fractions import Fraction
from itertools import pairwise

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
        (Decision("lowest"), "Equal in all that is compared before; the higher lowest mark decides."),
        (Decision("shared"), "Equal in all that is compared; the place is shared."),
        (
            Decision("committee"),
            "Equal in all that is compared; the committee decides where it matters.",
        ),
        (
            Decision("draw"),
            "Equal in all that is compared; the draw from the announced seed decides.",
        ),
    ],
)
def test_every_decision_has_its_sentence(decision, told):
    assert str(decision.reason) == told


def test_the_rules_decide_in_the_order_of_the_list():
    one, other = score("A", 80, (7, 9), lowest=60), score("B", 80, (8, 8), lowest=70)

    def first(*rules):
        standing = rank([one, other], "s", rules)[1]
        return standing.code, standing.tie

    assert first("criteria") == ("A", Decision("criterion", "Form"))
    assert first("criterion:Ideas", "criteria") == ("B", Decision("criterion", "Ideas"))
    assert first("lowest", "criterion:Ideas") == ("A", Decision("lowest"))
    assert first("heaviest") == ("A", Decision("criterion", "Form"))


def test_only_the_heaviest_criterion_is_asked_where_the_list_says_so():
    one, other = score("A", 80, (7, 9)), score("B", 80, (7, 8))

    assert rank([one, other], "s", ("heaviest", "shared"))[1].tie == Decision("shared")


def test_a_criterion_that_the_rubric_does_not_have_is_passed_over():
    one, other = score("A", 80, (7, 9), lowest=60), score("B", 80, (7, 9), lowest=70)

    assert rank([one, other], "s", ("criterion:Style", "lowest"))[1].tie == Decision("lowest")


@pytest.mark.parametrize("end", ["shared", "committee"])
def test_works_that_nothing_tells_apart_share_their_place(end):
    scores = [
        score("A", 90),
        *(score(code, 80, (7, 7)) for code in "BCD"),
        score("E", 80, (7, 6)),
        score("F", 70),
    ]
    standings = rank(scores, "s", ("criteria", end))

    assert [standing.rank for standing in standings] == [1, 2, 2, 2, 5, 6]
    assert {standing.code for standing in standings[1:4]} == set("BCD")
    assert [standing.position for standing in standings] == [1, 2, 3, 4, 5, 6]
    assert [standing.tie and standing.tie.rule for standing in standings] == [
        None, None, end, end, "criterion", None,
    ]  # fmt: skip
    assert [standing.tie.is_open for standing in standings if standing.tie] == [True, True, False]


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


RULES = st.permutations(["heaviest", "criteria", "lowest", "criterion:Ideas", "criterion:Style"]).flatmap(
    lambda rules: st.builds(
        lambda count, end: (*rules[:count], *end),
        st.integers(0, 5),
        st.sampled_from([(), ("shared",), ("committee",)]),
    )
)


@given(READINGS, RULES, st.randoms())
def test_every_list_of_rules_gives_one_complete_order_whatever_comes_first(readings, rules, random):
    scores = aggregate(readings, method("mean"), ("Ideas", "Form"))
    standings = rank(scores, "s", rules)
    shuffled = list(scores)
    random.shuffle(shuffled)

    assert rank(shuffled, "s", rules) == standings
    assert [standing.position for standing in standings] == list(range(1, len(standings) + 1))
    assert [s.value for s in standings] == sorted((s.value for s in standings), reverse=True)
    for above, below in pairwise(standings):
        shares = decided_by(above.score, below.score, rules).is_open
        assert (above.rank == below.rank) == shares
        assert below.rank == above.rank if shares else below.rank == below.position
    if rules[-1:] not in {("shared",), ("committee",)}:
        assert [standing.rank for standing in standings] == [standing.position for standing in standings]
