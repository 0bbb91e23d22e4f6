"""Prizes for units: what can be set, what the formula makes of figures, for which unit works count."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.editions.rules import edition, unit_prizes
from contest.editions.rules.copying import following
from contest.editions.rules.fixing import Line, differences, document
from contest.editions.rules.headcounts import Known, rows
from contest.editions.rules.unit_counting import counts_for, line, stands_for
from contest.editions.rules.unit_formula import ADMITTED_LEAST, ENOUGH, Figures, example, points, shut, terms
from contest.editions.rules.unit_prizes import (
    NO_UNIT_PRIZES,
    PrizePoints,
    UnitPrize,
    UnitPrizes,
    clean,
    problems,
    suggested,
)
from contest.people.rules.unit_tree import Unit
from tests.rules.editions.test_fixing import SPEC

TABLES = (("Giải A", "Giải B", "Giải C"), ("Giải B", "Giải C", "Khuyến khích"))
SET_UP = UnitPrizes(
    is_on=True,
    prizes=(UnitPrize("Giải tập thể", 3, 5_000_000),),
    admitted=Decimal(1),
    rate=Decimal("0.5"),
    points=(
        PrizePoints("Giải A", Decimal(10), is_enough=True),
        PrizePoints("Giải B", Decimal(7), is_enough=True),
        PrizePoints("Giải C", Decimal(5)),
    ),
    admitted_least=2,
)


def wrong(**changes):
    return [(each.field, str(each)) for each in problems(replace(SET_UP, **changes), TABLES)]


# --- what can be set ----------------------------------------------------------------------------------------


def test_what_most_contests_set_is_taken():
    assert wrong() == []
    assert wrong(counted="kind:xã", credit="split") == []
    assert wrong(counted="level:2", credit="each", admitted_least=None, points=()) == []


NOT_IN_THE_LIST = "Choose from the list."
TOO_MUCH = "Write points from 0 to 1000, or nothing."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"prizes": ()}, [("unit_prizes", "Write from 1 to 20 prizes for units, or switch them off.")]),
        (
            {"prizes": (UnitPrize("", 0, -1),)},
            [
                ("unit_prizes-0-name", "Write a name of 1 to 80 characters."),
                ("unit_prizes-0-count", "Write a whole number from 1 to 1000."),
                ("unit_prizes-0-amount", "Write a whole amount of đồng up to 99999999999, or nothing."),
            ],
        ),
        (
            {"prizes": (UnitPrize("Nhất"), UnitPrize("nhất"))},
            [("unit_prizes-1-name", "“nhất” is here twice. Give each a name of its own.")],
        ),
        ({"counted": "kind:"}, [("unit_counted", NOT_IN_THE_LIST)]),
        ({"counted": "level:0"}, [("unit_counted", NOT_IN_THE_LIST)]),
        ({"counted": "level:²"}, [("unit_counted", NOT_IN_THE_LIST)]),
        ({"counted": f"kind:{'x' * 41}"}, [("unit_counted", NOT_IN_THE_LIST)]),
        ({"credit": "nobody"}, [("unit_credit", NOT_IN_THE_LIST)]),
        ({"submitted": Decimal(-1)}, [("unit_submitted", TOO_MUCH)]),
        ({"finalists": Decimal("NaN")}, [("unit_finalists", TOO_MUCH)]),
        ({"points": (PrizePoints("Giải A", Decimal(-5)),)}, [("unit_points-0-points", TOO_MUCH)]),
        (
            {"admitted_least": 0},
            [("unit_admitted_least", "Write a whole number from 1 to 100000, or nothing.")],
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes, expected):
    assert wrong(**changes) == expected


def test_a_formula_in_which_nothing_counts_is_refused():
    bare = {"admitted": Decimal(0), "rate": Decimal(0), "points": (PrizePoints("Giải A", is_enough=True),)}
    assert wrong(**bare) == [
        (
            "unit_submitted",
            "Without any points all units are equal. Write points for at least one of the things that count.",
        )
    ]


def test_points_and_gates_name_only_prizes_of_the_tables():
    stranger = (*SET_UP.points, PrizePoints("Giải Đặc biệt", is_enough=True))
    ((field, sentence),) = wrong(points=stranger)
    assert field == "unit_points-3-points"
    assert sentence.startswith(
        "The formula of the unit prizes names “Giải Đặc biệt”, and no prize table has it."
    )


def test_a_prize_that_is_enough_lets_no_higher_one_of_its_table_be_too_little():
    assert wrong(points=(PrizePoints("Giải C", Decimal(5), is_enough=True),)) == [
        (
            "unit_points-0-is_enough",
            "“Giải C” is enough for a unit prize, and “Giải B”, which is higher, is not. Tick that one too.",
        )
    ]


def test_what_is_switched_off_is_neither_kept_nor_wrong():
    off = replace(SET_UP, is_on=False, credit="nobody")
    assert (clean(off), list(problems(off, TABLES))) == (NO_UNIT_PRIZES, [])


def test_points_of_nought_and_spaces_fall_away():
    typed = replace(
        SET_UP, prizes=(UnitPrize(" Giải  tập thể "),), points=(*SET_UP.points, PrizePoints("Khuyến khích"))
    )
    assert clean(typed) == replace(SET_UP, prizes=(UnitPrize("Giải tập thể"),))


@given(
    st.lists(st.lists(st.sampled_from("ABCDE"), max_size=5, unique=True), max_size=4),
    st.integers(1, 2),
)
def test_what_is_suggested_can_be_saved_as_it_is(tables, rounds):
    offered = suggested(tables, name="Giải tập thể", rounds=rounds)
    assert list(problems(offered, tables)) == []
    assert clean(offered) == offered


def test_the_suggestion_prefers_high_prizes_and_needs_one_of_the_two_highest():
    offered = suggested(TABLES, name="Giải tập thể", rounds=2)
    assert offered == UnitPrizes(
        is_on=True,
        prizes=(UnitPrize("Giải tập thể", 3),),
        admitted=Decimal(1),
        finalists=Decimal(3),
        points=(
            PrizePoints("Giải A", Decimal(10), is_enough=True),
            PrizePoints("Giải B", Decimal(7), is_enough=True),
            PrizePoints("Giải C", Decimal(5)),
            PrizePoints("Khuyến khích", Decimal(3)),
        ),
    )


def test_they_belong_to_the_rules_are_copied_and_cost_money():
    table = (edition.PrizeSpec("Giải A", 1, amount=1_000_000), edition.PrizeSpec("Giải B", 1))
    plain = replace(SPEC, categories=(replace(SPEC.categories[0], prizes=table),))
    own = replace(SET_UP, points=SET_UP.points[:2])
    spec = edition.clean(replace(plain, unit_prizes=own))

    edition.check(spec)
    assert "unit_prizes" not in json.loads(document(plain))
    read = json.loads(document(spec))["unit_prizes"]
    assert (read["points"], read["enough"]) == ({"Giải A": "10", "Giải B": "7"}, ["Giải A", "Giải B"])
    assert following(spec).unit_prizes == own
    assert edition.prize_money(spec) == 16_000_000
    changed = replace(
        spec, unit_prizes=replace(own, points=(own.points[0], replace(own.points[1], points=Decimal(8))))
    )
    path = ("points", "Giải B")
    assert [(d.setting, d.gone, d.come) for d in differences(document(spec), document(changed))] == [
        ("unit_prizes", (Line(path, "7"),), (Line(path, "8"),))
    ]


# --- the formula --------------------------------------------------------------------------------------------


def test_the_sum_has_a_part_for_each_thing_that_counts():
    figures = Figures(
        Fraction(12), Fraction(10), Fraction(4), {"Giải B": Fraction(1), "Giải C": Fraction(2)}, 80
    )
    assert [(t.measure, t.prize, t.number, t.points, t.product) for t in terms(SET_UP, figures)] == [
        ("admitted", "", 10, 1, 10),
        ("rate", "", 15, Fraction(1, 2), Fraction(15, 2)),
        ("prize", "Giải A", 0, 10, 0),
        ("prize", "Giải B", 1, 7, 7),
        ("prize", "Giải C", 2, 5, 10),
    ]
    assert points(SET_UP, figures) == Fraction(69, 2)


@pytest.mark.parametrize("people", [None, 0])
def test_without_a_headcount_the_rate_is_nought(people):
    assert Figures(submitted=Fraction(6), people=people).rate == 0
    assert Figures(submitted=Fraction(1, 3), people=7).rate == Fraction(100, 21)


def test_gates_are_shut_for_who_has_too_few_works_or_no_high_prize():
    few = Figures(admitted=Fraction(3, 2), prizes={"Giải C": Fraction(1)})
    assert shut(SET_UP, few) == (ADMITTED_LEAST, ENOUGH)
    enough = Figures(admitted=Fraction(2), prizes={"Giải B": Fraction(1, 2)})
    assert shut(SET_UP, enough) == ()
    assert shut(replace(SET_UP, points=(), admitted_least=None), Figures()) == ()


@pytest.mark.parametrize("tables", [(), (("Nhất",),), (("Nhất", "Nhì"),), TABLES])
def test_the_example_is_a_unit_that_there_could_be(tables):
    for rounds in (1, 2):
        unit = example(tables, rounds=rounds)
        assert sum(unit.prizes.values()) <= unit.finalists <= unit.admitted <= unit.submitted <= unit.people
        assert unit.prizes.keys() <= set(unit_prizes.names(tables))


# --- for which unit works count -----------------------------------------------------------------------------

TODAY, BEFORE = date(2027, 6, 1), date(2025, 6, 30)
TREE = {
    unit.code: unit
    for unit in (
        Unit("T", "Tỉnh", "tỉnh"),
        Unit("H", "Huyện cũ", "huyện", "T", None, BEFORE),
        Unit("S", "Sở", "Sở, ban, ngành", "T"),
        Unit("S1", "Trung tâm", "trung tâm", "S"),
        Unit("A", "Xã Ất", "xã", "H", None, BEFORE, ("G",)),
        Unit("B", "Xã Bính", "xã", "H", None, BEFORE, ("G",)),
        Unit("G", "Xã Giáp", "xã", "T", date(2025, 7, 1)),
        Unit("A1", "Trường ở Ất", "trường", "A"),
        Unit("D", "Xã Đinh", "xã", "H", None, BEFORE, ("E", "F")),
        Unit("D1", "Trường ở Đinh", "trường", "D"),
        Unit("E", "Xã Mậu", "xã", "T", date(2025, 7, 1)),
        Unit("F", "Xã Kỷ", "xã", "T", date(2025, 7, 1)),
    )
}


def test_a_merged_unit_counts_where_its_successor_stands_and_a_divided_one_for_itself():
    assert [stands_for(TREE, code, TODAY) for code in "ABDG"] == ["G", "G", "D", "G"]
    assert stands_for(TREE, "A", BEFORE) == "A"


def test_a_loop_of_successors_or_of_units_above_ends():
    ended = {c: Unit(c, c, "xã", p, None, BEFORE, (s,)) for c, p, s in (("X", "Y", "Y"), ("Y", "X", "X"))}
    assert [stands_for(ended, code, TODAY) for code in "XY"] == ["Y", "X"]
    assert line(ended, "X", TODAY) == ("Y",)
    assert line({c: Unit(c, c, "xã", p) for c, p in (("X", "Y"), ("Y", "X"))}, "X", TODAY) == ("X", "Y")


def test_the_way_up_leaves_out_what_has_ended():
    assert line(TREE, "A1", TODAY) == ("A1", "G", "T")
    assert line(TREE, "D1", TODAY) == ("D1", "T")
    assert line(TREE, "D", TODAY) == ("D", "T")
    assert line(TREE, "S1", TODAY) == ("S1", "S", "T")


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ("own", {"A": "G", "A1": "A1", "D": "D", "S1": "S1", "T": "T"}),
        ("kind:XÃ", {"A": "G", "A1": "G", "D": "D", "D1": None, "S1": None, "T": None}),
        ("kind:sở, ban, ngành", {"S": "S", "S1": "S", "A1": None}),
        ("level:1", {"A": "T", "S1": "T", "T": "T"}),
        ("level:2", {"A": "G", "A1": "G", "D1": "D1", "S1": "S", "S": "S", "T": None}),
        ("level:3", {"S1": "S1", "A1": "A1", "S": None}),
    ],
)
def test_works_count_for_the_unit_of_the_kind_or_level_above(counted, expected):
    assert {code: counts_for(TREE, code, counted, TODAY) for code in expected} == expected


# --- lists of headcounts ------------------------------------------------------------------------------------

KNOWN = Known(
    {"X1": [1], "xa giap": [1], "X2": [2], "truong": [3, 4], "T1": [5], "T2": [6]}, {5: "Xã Giáp", 6: ""}
)


def read(*lines):
    return [
        (row.number, row.unit_id, row.people, [str(problem) for problem in row.problems])
        for row in rows(list(enumerate(lines, start=1)), KNOWN)
    ]


def test_units_are_known_by_code_or_name_and_numbers_as_people_write_them():
    assert read(("Xã Giáp", "1.200"), ("X2", "Xã Ất", "80")) == [(1, 1, 1200, []), (2, 2, 80, [])]


def test_columns_are_found_by_their_headings_and_rows_without_a_number_are_left_out():
    assert read(("Mã", "Đơn vị", "Số người"), ("X1", "Xã Giáp", "0"), ("X2", "Xã Ất")) == [(2, 1, 0, [])]


def test_what_is_wrong_with_a_row_is_said_with_it():
    found = read(("X9", "5"), ("Trường", "5"), ("T1", "5"), ("T2", "5"), ("X1", "5"), ("X1", "năm"), ("X2",))
    assert found == [
        (1, None, 5, ["There is no unit with the code or name “X9”."]),
        (2, None, 5, ["Several units are called “Trường”. Write the code."]),
        (3, 5, 5, ["“T1” is not ranked itself: its works count for “Xã Giáp”."]),
        (4, 6, 5, ["“T2” is not ranked: its works count for no unit."]),
        (5, 1, 5, []),
        (
            6,
            1,
            0,
            [
                "“năm” is no number of people. Write a whole number up to 10000000.",
                "The unit stands in row 5 too. Remove one of the two.",
            ],
        ),
        (7, 2, 0, ["“” is no number of people. Write a whole number up to 10000000."]),
    ]
