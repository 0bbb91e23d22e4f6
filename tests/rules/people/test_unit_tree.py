from datetime import date

import pytest

from contest.kernel.errors import RuleBroken
from contest.people.rules import unit_tree
from contest.people.rules.unit_tree import Listed, Unit

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


def tree(*units):
    return {unit.code: unit for unit in units}


def wrong(*units, code=None):
    """(field, sentence) of everything wrong with the last unit, or the one of the code."""
    found = unit_tree.problems(tree(*units), code or units[-1].code)
    return [(problem.field, str(problem)) for problem in found]


PROVINCE = Unit("T", "Tỉnh Mẫu", "tỉnh")
NEW = Unit("X9", "Xã Suối Rừng", "xã", "T", FIRST)


def test_a_merger_on_one_day_is_sound():
    old = [Unit(f"X{n}", f"Xã {n}", "xã", "T", None, LAST, ("X9",)) for n in (1, 2, 3)]

    assert [wrong(PROVINCE, NEW, *old, code=unit.code) for unit in (PROVINCE, NEW, *old)] == [[]] * 5


@pytest.mark.parametrize(
    ("unit", "field", "sentence"),
    [
        (Unit("", ""), "code", "A unit needs a code and a name."),
        (
            Unit("A B", "Xã"),
            "code",
            "A code has no spaces and none of the signs / , ; +: they stand between codes.",
        ),
        (Unit("X" * 41, "Xã"), "code", "This has 41 characters; there is room for 40. Shorten it."),
        (
            Unit("X1", "Xã", valid_from=FIRST, valid_until=LAST),
            "valid_until",
            "The last day is before the first. Correct one of the two.",
        ),
        (Unit("X1", "Xã", parent="Y"), "parent", "There is no unit with the code Y."),
        (
            Unit("X1", "Xã", parent="X1"),
            "parent",
            "A unit cannot belong to itself or to one below it. Choose another one above it.",
        ),
        (
            Unit("X1", "Xã", successors=("X9",)),
            "valid_until",
            "A unit that has successors has ended. Write its last day, or take the successors away.",
        ),
        (
            Unit("X1", "Xã", valid_until=LAST, successors=("Y",)),
            "successors",
            "There is no unit with the code Y.",
        ),
        (
            Unit("X1", "Xã", valid_until=date(2025, 6, 29), successors=("X9",)),
            "successors",
            "X9 is not valid on the day after the last day of the unit whose place it takes.",
        ),
        (
            Unit("X1", "Xã", valid_until=LAST, successors=("X1",)),
            "successors",
            "X1 cannot take the place of a unit that came after it.",
        ),
    ],
)
def test_a_unit_that_cannot_be_says_why_beside_its_field(unit, field, sentence):
    assert (field, sentence) in wrong(PROVINCE, NEW, unit)


def test_no_unit_is_its_own_ancestor_at_any_distance():
    units = (Unit("A", "A", parent="C"), Unit("B", "B", parent="A"), Unit("C", "C", parent="B"))

    assert [[field for field, _ in wrong(*units, code=code)] for code in "ABC"] == [["parent"]] * 3


def test_no_unit_succeeds_one_that_came_after_it():
    units = (
        Unit("A", "A", valid_until=LAST, successors=("B",)),
        Unit("B", "B", valid_from=FIRST, valid_until=date(2026, 6, 30), successors=("A",)),
    )

    assert ("successors", "A cannot take the place of a unit that came after it.") in wrong(*units)


# A division, a merger and a new name in a row.
STORY = tree(
    Unit("A", "A", valid_until=LAST, successors=("C", "D")),
    Unit("B", "B", valid_until=LAST, successors=("C",)),
    Unit("C", "C", valid_from=FIRST, valid_until=date(2030, 12, 31), successors=("E",)),
    Unit("D", "D", valid_from=FIRST),
    Unit("E", "E", valid_from=date(2031, 1, 1)),
    Unit("F", "F", valid_until=LAST),
)


@pytest.mark.parametrize(
    ("code", "on", "stands"),
    [
        ("A", LAST, ("A",)),
        ("A", FIRST, ("C", "D")),
        ("A", date(2031, 1, 1), ("D", "E")),
        ("B", date(2031, 1, 1), ("E",)),
        ("F", FIRST, ("F",)),  # ended without a successor: its own name stays
        ("E", FIRST, ("E",)),
    ],
)
def test_successors_stand_for_a_unit_from_the_day_after_its_last(code, on, stands):
    assert unit_tree.current(STORY, code, on) == stands


@pytest.mark.parametrize(("code", "territory"), [("E", "ABCE"), ("D", "AD"), ("A", "A"), ("F", "F")])
def test_years_are_compared_by_the_territory_that_a_unit_took_over(code, territory):
    assert unit_tree.territory(STORY, code) == frozenset(territory)


def test_209_communes_become_69_and_every_figure_is_counted_once():
    # As in one province on 1 July 2025: 209 communes, 69 afterwards (Resolution 1665/NQ-UBTVQH15).
    new = [Unit(f"N{n:02}", f"Xã mới {n}", "xã", valid_from=FIRST) for n in range(69)]
    old = [Unit(f"O{n:03}", f"Xã cũ {n}", "xã", None, None, LAST, (f"N{n % 69:02}",)) for n in range(209)]
    whole = tree(*new, *old)
    works = {unit.code: 1 for unit in old}

    sums = [sum(works.get(code, 0) for code in unit_tree.territory(whole, unit.code)) for unit in new]

    assert [list(unit_tree.problems(whole, unit.code)) for unit in whole.values()] == [[]] * 278
    assert (sum(sums), sorted(set(sums))) == (209, [3, 4])


# --- lists ----------------------------------------------------------------------------------------------------


def lines(*rows):
    return [(number, row.split("|")) for number, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    "heading",
    [
        "Mã|Tên|Loại|Mã đơn vị cấp trên|Từ ngày|Đến ngày|Mã đơn vị kế thừa",
        "CODE|Name|kind|Parent code|Valid from|Valid until|Successor codes",
    ],
)
def test_a_list_is_read_in_either_language_and_in_every_way_of_writing_days(heading):
    listed = unit_tree.read(lines(heading, "X1|Xã 1|xã|T|2020-01-31|30/06/2025|X9, X8", "X9|Xã 9"))

    assert listed == (
        Listed(2, Unit("X1", "Xã 1", "xã", "T", date(2020, 1, 31), LAST, ("X8", "X9"))),
        Listed(3, Unit("X9", "Xã 9")),
    )


@pytest.mark.parametrize("rows", [(), ("X1|Xã",), ("Mã|Loại", "X1|xã")])
def test_a_list_without_names_of_columns_is_refused(rows):
    with pytest.raises(RuleBroken, match="The first row must name the columns"):
        unit_tree.read(lines(*rows))


def test_a_plan_tells_added_changed_and_unchanged_and_judges_rows_in_the_tree_to_come():
    before = tree(PROVINCE, Unit("X1", "Xã 1", "xã", "T"))
    rows = unit_tree.read(
        lines("Mã|Tên|Loại|cấp trên|Mã cấp trên|Đến ngày|Kế thừa", "T|Tỉnh Mẫu|tỉnh",
              "X1|Xã 1|xã||T|30/06/2025|X9", "X9|Xã 9|xã||T")
    )  # fmt: skip

    plan = unit_tree.plan(before, rows)

    after = Unit("X1", "Xã 1", "xã", "T", None, LAST, ("X9",))
    assert (plan.wrong, plan.added, plan.changed, plan.unchanged) == (
        (),
        (Unit("X9", "Xã 9", "xã", "T"),),
        ((before["X1"], after),),
        1,
    )
    assert unit_tree.differences(before["X1"], after) == ("valid_until", "successors")


def test_every_wrong_row_says_everything_that_is_wrong_with_it():
    rows = unit_tree.read(lines("Mã|Tên|Từ ngày|Mã cấp trên", "X1|Xã 1|mai|Y", "X1|Xã 1 nữa", "X2|"))

    found = [
        (row.number, [str(problem) for problem in row.problems]) for row in unit_tree.plan({}, rows).wrong
    ]

    assert found == [
        (2, ["“mai” is no date. Write it like 30/06/2025.", "There is no unit with the code Y."]),
        (3, ["The code stands in row 2 too. Remove one of the two."]),
        (4, ["A unit needs a code and a name."]),
    ]
