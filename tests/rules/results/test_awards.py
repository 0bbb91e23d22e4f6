from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.results.rules.aggregate import Score
from contest.results.rules.awards import Award, Border, Ceiling, Prize, Proposal, propose
from contest.results.rules.ranking import Decision, rank


def standings(*values, category="essay"):
    """Entries a, b, c… in the order given, which the lowest mark keeps where values are equal."""
    scores = [
        Score(chr(ord("a") + index), category, Fraction(value), Fraction(value), Fraction(-index), 2)
        for index, value in enumerate(values)
    ]
    return rank(scores, "s")


def given_to(proposal):
    return {award.code: award.prize for award in proposal.awards}


def lacking(proposal):
    return [(each.category, each.prize, each.count, str(each.why)) for each in proposal.unfilled]


def test_prizes_go_down_the_standings():
    table = {"essay": [Prize("A", 1), Prize("B", 2), Prize("C", 1)]}
    assert propose(standings(90, 80, 70, 60, 50), table) == Proposal(
        awards=(
            Award("essay", "a", "A"),
            Award("essay", "b", "B"),
            Award("essay", "c", "B"),
            Award("essay", "d", "C"),
        ),
        unfilled=(),
        borders=(),
    )


def test_a_prize_below_its_threshold_stays_empty_and_the_next_prize_is_given():
    table = {"essay": [Prize("A", 2, Decimal(86)), Prize("B", 2, Decimal("70.5"))]}
    proposal = propose(standings("86", "85.9", "70.5", "70.4"), table)
    assert given_to(proposal) == {"a": "A", "b": "B", "c": "B"}
    assert lacking(proposal) == [("essay", "A", 1, "No further entry reaches 86 points.")]


def test_prizes_without_entries_are_named():
    proposal = propose(standings(90), {"essay": [Prize("A", 1), Prize("B", 3)], "video": [Prize("A", 1)]})
    assert given_to(proposal) == {"a": "A"}
    assert lacking(proposal) == [
        ("essay", "B", 3, "No entry is left in this category."),
        ("video", "A", 1, "No entry is left in this category."),
    ]


def test_a_category_without_a_prize_table_gets_no_prize():
    assert propose(standings(90), {}) == Proposal((), (), ())


def test_a_tie_that_a_prize_cuts_through_is_shown_to_the_chair():
    table = {"essay": [Prize("A", 1), Prize("B", 2)]}
    proposal = propose(standings(90, 80, 70, 70, 70, 60), table)
    assert given_to(proposal) == {"a": "A", "b": "B", "c": "B"}
    assert proposal.borders == (Border("essay", "B", ("c", "d", "e"), "c", Decision("lowest")),)


def test_a_tie_inside_one_prize_is_no_border():
    assert propose(standings(90, 90, 80), {"essay": [Prize("A", 2)]}).borders == ()


def test_a_tie_over_two_prizes_is_shown_at_each_border():
    proposal = propose(standings(90, 90, 90), {"essay": [Prize("A", 1), Prize("B", 1)]})
    assert [(border.prize, border.last_in, border.codes) for border in proposal.borders] == [
        ("A", "a", ("a", "b", "c")),
        ("B", "b", ("a", "b", "c")),
    ]


def test_an_unfilled_prize_has_no_border():
    proposal = propose(standings(60, 60), {"essay": [Prize("A", 1, Decimal(70))]})
    assert (proposal.awards, proposal.borders) == ((), ())


@pytest.mark.parametrize(
    ("prizes", "field", "told"),
    [
        (
            [Prize("A", 0)],
            "count",
            'The prize "A" needs a count of 1 or more. Take it out if it is not given.',
        ),
        (
            [Prize("A", 1), Prize("A", 2)],
            "name",
            'The prize "A" stands twice. Make one line with the sum of both.',
        ),
    ],
)
def test_a_senseless_table_is_refused(prizes, field, told):
    with pytest.raises(RuleBroken) as refused:
        propose((), {"essay": prizes})
    assert (str(refused.value), refused.value.field) == (told, field)


@given(
    st.lists(st.integers(0, 4), max_size=8),
    st.lists(st.tuples(st.integers(1, 3), st.none() | st.integers(0, 4).map(Decimal)), max_size=4),
)
def test_awards_and_unfilled_prizes_add_up_and_never_pass_anybody_over(values, lines):
    prizes = [Prize(f"P{index}", count, at_least) for index, (count, at_least) in enumerate(lines)]
    own = standings(*values)
    proposal = propose(reversed(own), {"essay": prizes})
    given_out = [award.prize for award in proposal.awards]
    empty = {each.prize: each.count for each in proposal.unfilled}
    assert all(given_out.count(prize.name) + empty.get(prize.name, 0) == prize.count for prize in prizes)
    assert [award.code for award in proposal.awards] == [standing.code for standing in own[: len(given_out)]]
    assert given_out == sorted(given_out)


# --- shared places and votes --------------------------------------------------------------------------------


def equal(*values, rules=("shared",), category="essay"):
    """Entries a, b, c…; those of the same value are equal in all."""
    scores = [
        Score(chr(ord("a") + index), category, Fraction(value), Fraction(value), Fraction(0), 2)
        for index, value in enumerate(values)
    ]
    return rank(scores, "s", rules)


def test_works_that_share_a_place_get_the_same_prize_and_use_up_the_next_places():
    proposal = propose(equal(90, 90, 80, 70), {"essay": [Prize("A", 1), Prize("B", 2), Prize("C", 1)]})

    assert given_to(proposal) == {"a": "A", "b": "A", "c": "B", "d": "C"}
    assert lacking(proposal) == [("essay", "B", 1, "A place above it is shared.")]
    (border,) = proposal.borders
    assert (border.prize, set(border.codes), border.decision) == ("A", {"a", "b"}, Decision("shared"))


def test_a_place_shared_by_more_than_two_prizes_hold_uses_up_both():
    proposal = propose(equal(90, 90, 90, 90, 80), {"essay": [Prize("A", 1), Prize("B", 2), Prize("C", 2)]})

    assert given_to(proposal) == {**dict.fromkeys("abcd", "A"), "e": "C"}
    assert lacking(proposal) == [
        ("essay", "B", 2, "A place above it is shared."),
        ("essay", "C", 1, "A place above it is shared."),
    ]


def test_a_place_shared_inside_one_prize_is_no_border():
    assert propose(equal(90, 90, 80), {"essay": [Prize("A", 2)]}).borders == ()


def test_a_vote_of_the_committee_is_asked_for_where_a_prize_cuts_through():
    proposal = propose(equal(90, 80, 80, rules=("committee",)), {"essay": [Prize("A", 1), Prize("B", 1)]})

    assert sorted(given_to(proposal).values()) == ["A", "B"]
    (border,) = proposal.borders
    assert (border.prize, set(border.codes), border.decision.is_open) == ("B", {"b", "c"}, True)


# --- how many may win ---------------------------------------------------------------------------------------

FULL = "By the rules no more works may have a prize."


def test_no_more_works_of_a_category_win_than_may():
    proposal = propose(
        standings(90, 80, 70, 60), {"essay": [Prize("A", 1), Prize("B", 2)]}, Ceiling({"essay": 2})
    )

    assert given_to(proposal) == {"a": "A", "b": "B"}
    assert lacking(proposal) == [("essay", "B", 1, FULL)]


def test_of_all_categories_together_the_lowest_prizes_and_then_the_lower_scores_go_first():
    table = {"essay": [Prize("A", 1), Prize("B", 1)], "video": [Prize("A", 1), Prize("B", 1)]}
    scores = [each.score for each in (*standings(60, 50), *standings(90, 80, category="video"))]
    proposal = propose(rank(scores, "s"), table, Ceiling(in_all=3))

    assert [(award.category, award.code, award.prize) for award in proposal.awards] == [
        ("essay", "a", "A"),
        ("video", "a", "A"),
        ("video", "b", "B"),
    ]
    assert lacking(proposal) == [("essay", "B", 1, FULL)]


def test_a_shared_place_that_there_is_no_room_for_gets_nothing():
    proposal = propose(equal(90, 80, 80), {"essay": [Prize("A", 3)]}, Ceiling({"essay": 2}))

    assert given_to(proposal) == {"a": "A"}
    assert lacking(proposal) == [("essay", "A", 2, FULL)]


@given(
    st.lists(st.integers(0, 3), max_size=9),
    st.lists(st.tuples(st.integers(1, 3), st.none() | st.integers(0, 3).map(Decimal)), max_size=4),
    st.sampled_from([("shared",), ("committee",), ("criteria", "lowest")]),
    st.none() | st.integers(0, 9),
    st.randoms(),
)
def test_shared_places_are_never_cut_and_no_ceiling_is_broken(values, lines, rules, room, random):
    own = list(equal(*values, rules=rules))
    table = {"essay": [Prize(f"P{index}", *line) for index, line in enumerate(lines)]}
    ceiling = Ceiling(in_all=room)
    proposal = propose(own, table, ceiling)
    random.shuffle(own)

    assert propose(own, table, ceiling) == proposal
    assert room is None or len(proposal.awards) <= room
    won = given_to(proposal)
    if rules == ("shared",):
        assert all(len({won.get(s.code) for s in own if s.rank == each.rank}) == 1 for each in own)
    assert len(won) == len(proposal.awards) <= sum(count for count, _ in lines) or rules == ("shared",)
