"""Prizes for units: whom a work counts for, places, what the ranking proposes, what people decide, what is kept."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.editions.rules.unit_formula import ADMITTED_LEAST, ENOUGH, Figures
from contest.editions.rules.unit_prizes import PrizePoints, UnitPrize, UnitPrizes
from contest.results.rules.unit_choice import (
    Choice,
    Prize,
    Proposal,
    Tie,
    Units,
    decided,
    empty,
    problems,
    propose,
    undecided,
)
from contest.results.rules.unit_outcome import Empty, UnitLine, UnitResults, faults, read, written
from contest.results.rules.unit_ranking import Line, Work, figures, ranked, shares

SET_UP = UnitPrizes(
    is_on=True,
    prizes=(UnitPrize("Tập thể", 2),),
    admitted=Decimal(1),
    points=(
        PrizePoints("Giải A", Decimal(10), is_enough=True),
        PrizePoints("Giải B", Decimal(7), is_enough=True),
    ),
    admitted_least=1,
)
FIRST, SECOND = Prize(1, "Nhất", 1), Prize(2, "Nhì", 2)

# --- whom a work counts for ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "contact", "split", "each"),
    [
        (("X",), {"X": 1}, {"X": 1}, {"X": 1}),
        (
            ("X", "Y", "Z"),
            {"X": 1},
            dict.fromkeys("XYZ", Fraction(1, 3)),
            dict.fromkeys("XYZ", 1),
        ),
        (("X", "Y", "X"), {"X": 1}, dict.fromkeys("XY", Fraction(1, 2)), dict.fromkeys("XY", 1)),
        ((None, "Y"), {}, {"Y": 1}, {"Y": 1}),
        ((None,), {}, {}, {}),
    ],
)
def test_a_work_counts_for_the_unit_of_who_sent_it_in_or_in_parts_or_once_for_each(
    units, contact, split, each
):
    assert [shares(units, way) for way in ("contact", "split", "each")] == [contact, split, each]


@given(st.lists(st.none() | st.sampled_from("XYZ"), min_size=1, max_size=5))
def test_the_parts_of_a_split_work_make_one_whole(units):
    assert sum(shares(units, "split").values()) == (any(unit is not None for unit in units))


def test_figures_are_summed_by_unit_and_stay_exact():
    works = [
        Work(("X",)),
        Work(("X", "Y", "Z"), is_admitted=True, is_finalist=True, prize="Giải A"),
        Work(("Y",), is_admitted=True),
        Work((None,), is_admitted=True, prize="Giải B"),
    ]
    third = Fraction(1, 3)
    assert figures(works, "split", {"X": 40}) == {
        "X": Figures(1 + third, third, third, {"Giải A": third}, 40),
        "Y": Figures(1 + third, 1 + third, third, {"Giải A": third}),
        "Z": Figures(third, third, third, {"Giải A": third}),
    }


# --- the ranking --------------------------------------------------------------------------------------------


def test_units_of_the_same_points_share_a_place_and_the_next_comes_after_all_of_them():
    own = {
        "C": Figures(admitted=Fraction(2)),
        "B": Figures(admitted=Fraction(9)),
        "A": Figures(admitted=Fraction(2), prizes={"Giải B": Fraction(1)}),
        "D": Figures(),
    }
    assert [(line.unit, line.points, line.place, line.shut) for line in ranked(SET_UP, own)] == [
        ("A", 9, 1, ()),
        ("B", 9, 1, (ENOUGH,)),
        ("C", 2, 3, (ENOUGH,)),
        ("D", 0, 4, (ADMITTED_LEAST, ENOUGH)),
    ]


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 2)), st.randoms(use_true_random=False))
def test_the_ranking_is_one_complete_order_whatever_comes_first(points, rng):
    own = {unit: Figures(admitted=Fraction(number)) for unit, number in points.items()}
    shuffled = rng.sample(sorted(own), len(own))
    assert ranked(SET_UP, {unit: own[unit] for unit in shuffled}) == ranked(SET_UP, own)


# --- what is proposed ---------------------------------------------------------------------------------------


def lines(*points, shut=()):
    """Units A, B, C … with these points; those named in `shut` do not pass a gate."""
    named = [(chr(65 + number), Fraction(each)) for number, each in enumerate(points)]
    return [
        Line(unit, Figures(), worth, number, (ENOUGH,) if unit in shut else ())
        for number, (unit, worth) in enumerate(named, start=1)
    ]


def test_prizes_go_down_the_ranking_past_whoever_lacks_something():
    assert propose(lines(30, 20, 10, 5, shut="B"), [FIRST, SECOND]) == Proposal(
        {"A": 1, "C": 2, "D": 2}, (), {}
    )


def test_units_of_the_same_points_within_one_prize_all_have_it():
    assert propose(lines(30, 20, 20, 5), [FIRST, SECOND]) == Proposal({"A": 1, "B": 2, "C": 2}, (), {})


def test_a_tie_across_the_end_of_a_prize_is_for_a_person_to_decide():
    assert propose(lines(30, 30, 10), [FIRST, SECOND]) == Proposal({"C": 2}, (Tie(("A", "B"), (1, 2)),), {})
    assert propose(lines(30, 20, 10, 10), [FIRST, SECOND]) == Proposal(
        {"A": 1, "B": 2}, (Tie(("C", "D"), (2,)),), {}
    )


def test_more_prizes_than_units_stay_empty_and_nought_points_win_nothing():
    assert propose(lines(30, 0), [FIRST, SECOND]) == Proposal({"A": 1}, (), {2: 2})
    assert propose([], [FIRST, SECOND]) == Proposal({}, (), {1: 1, 2: 2})


@given(
    st.lists(st.integers(0, 4), max_size=8).map(lambda found: sorted(found, reverse=True)),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
)
def test_no_prize_is_proposed_more_often_than_it_is_there_and_each_is_accounted_for(points, counts):
    prizes = [Prize(number, str(number), count) for number, count in enumerate(counts, start=1)]
    found = propose(lines(*points), prizes)
    given = list(found.given.values())
    tied = [prize for tie in found.ties for prize in tie.prizes]
    for prize in prizes:
        assert given.count(prize.id) + tied.count(prize.id) + found.left.get(prize.id, 0) == prize.count
    assert not {unit for tie in found.ties for unit in tie.units} & found.given.keys()


# --- what is decided ----------------------------------------------------------------------------------------

NAMES = {code: f"Xã {code}" for code in "ABCD"}
UNITS = Units(NAMES, frozenset("ABC"))


def wrong(proposal, choices, reasons=None, prizes=(FIRST, SECOND)):
    return [str(each) for each in problems(prizes, proposal, choices, reasons or {}, UNITS)]


def test_what_a_person_chose_takes_the_place_of_what_was_proposed():
    proposal = propose(lines(30, 20, 10), [FIRST, SECOND])
    chosen = {"A": Choice(None, "Chưa nộp hồ sơ đúng hạn."), "B": Choice(1, "Xếp kế tiếp.")}
    assert decided(proposal, chosen) == {"B": 1, "C": 2}
    assert empty([FIRST, SECOND], decided(proposal, chosen)) == {2: 1}


def test_a_prize_that_a_person_leaves_empty_needs_a_reason_and_one_that_the_ranking_leaves_does_not():
    assert wrong(propose(lines(30, 20), [FIRST, SECOND]), {}) == []
    proposal = propose(lines(30, 20, 10), [FIRST, SECOND])
    chosen = {"C": Choice(None, "Chưa nộp hồ sơ đúng hạn.")}
    assert wrong(proposal, chosen) == ["“Nhì” stays empty: 1. Give it to a unit, or say why it stays empty."]
    assert wrong(proposal, chosen, {2: "Không còn đơn vị xứng đáng."}) == []


def test_no_prize_is_given_more_often_than_it_is_there():
    assert wrong(
        propose(lines(30, 20, 10), [FIRST, SECOND]), {"B": Choice(1, "Bằng nhau về chất lượng.")}
    ) == [
        "“Nhất” goes to 2 units, and there are 1 of it. Take it from one of them.",
        "“Nhì” stays empty: 1. Give it to a unit, or say why it stays empty.",
    ]


def test_a_tie_is_open_until_somebody_chose_between_its_units():
    proposal = propose(lines(30, 30, 10), [FIRST, SECOND])
    assert undecided(proposal, {}) == (Tie(("A", "B"), (1, 2)),)
    assert wrong(proposal, {})[0] == (
        "These units have the same points: Xã A, Xã B. Choose which of them win, and say why."
    )
    both = {"A": Choice(2, "Bốc thăm trước hội đồng."), "B": Choice(1, "Bốc thăm trước hội đồng.")}
    assert (undecided(proposal, both), wrong(proposal, both)) == ((), [])
    one = propose(lines(30, 30), [FIRST])
    assert wrong(one, {"B": Choice(1, "Nhiều bài chất lượng hơn.")}, prizes=[FIRST]) == []


def test_what_was_chosen_for_a_unit_that_cannot_win_any_more_is_in_the_way():
    assert wrong(Proposal({}, (), {1: 1, 2: 2}), {"D": Choice(1, "Có nhiều cố gắng.")}) == [
        "What was chosen for “Xã D” does not fit the ranking any more. Take it back."
    ]


# --- what is kept -------------------------------------------------------------------------------------------

OWN = Figures(Fraction(4, 3), Fraction(4, 3), Fraction(1, 3), {"Giải A": Fraction(1, 3)}, 12)
LINE = UnitLine(7, "X07", "Xã A", ("Xã Ất",), (), OWN, Fraction(14, 3), 1, (), prize_id=1, proposed_id=1)
KEPT = UnitResults(
    SET_UP, (Prize(1, "Tập thể", 2),), (LINE,), (Empty(Prize(1, "Tập thể", 2), 1, True, ""),), 3
)


def test_figures_are_kept_as_they_are():
    assert read(written(OWN)) == OWN


def test_what_was_kept_is_reckoned_again():
    assert list(faults(KEPT, KEPT.digest)) == []
    richer = replace(KEPT, lines=(replace(LINE, points=Fraction(5)),))
    assert list(faults(richer, KEPT.digest)) == [
        "they are not those that were confirmed",
        "the points of the unit X07 do not follow from its figures",
    ]
    thrice = replace(KEPT, lines=tuple(replace(LINE, unit_id=number) for number in range(3)))
    assert list(faults(thrice, thrice.digest)) == ["more units have the prize Tập thể than there are"]


@pytest.mark.parametrize(
    "change",
    [
        {"uncounted": 4},
        {"empty": ()},
        {"lines": (replace(LINE, reason="Khác."),)},
        {"lines": (replace(LINE, prize_id=None),)},
        {"lines": (replace(LINE, name="Xã B"),)},
        {"lines": (replace(LINE, figures=replace(OWN, people=13)),)},
    ],
)
def test_the_digest_stands_for_the_ranking_and_for_who_wins(change):
    assert replace(KEPT, **change).digest != KEPT.digest
