from contest.assignment.rules.reasons import Reason
from contest.editions.rules.prizes import Caps
from contest.results.rules.awards import Border, Ceiling
from contest.results.rules.deciding import TableLine, ceiling, problems
from contest.results.rules.ranking import Decision

LINE = TableLine(prize_id=1, category_id=7, category="Văn", prize="Nhất", count=2, given=2)


def line(**changes):
    return TableLine(**{**{name: getattr(LINE, name) for name in LINE.__slots__}, **changes})


def told(*lines, limit=Ceiling()):  # noqa: B008 -- frozen
    return [str(problem) for problem in problems(lines, limit)]


def test_a_prize_that_the_table_leaves_empty_needs_no_word():
    assert told(LINE, line(given=1, excused=1, why=(Reason("No entry is left in this category."),))) == []


def test_a_prize_that_the_chair_leaves_empty_needs_a_reason():
    assert told(line(given=0, excused=1)) == [
        "“Nhất” (Văn) is not awarded: 2. The chair says why, below the ranking of the category."
    ]
    assert told(line(given=0, excused=1, reason="Không bài nào xứng đáng.")) == []


def test_a_tie_that_the_rules_leave_to_the_jury_needs_a_word():
    border = Border("7", "Nhất", ("A", "B", "C"), "B", Decision("committee"))
    assert told(line(border=border)) == [
        (
            "The tie at “Nhất” (Văn) is not settled. The chair says how the jury decided, below the ranking of"
            " the category."
        )
    ]
    assert told(line(border=border, settled="Hội đồng bỏ phiếu 5/7.")) == []
    assert told(line(border=Border("7", "Nhất", ("A", "B"), "A", Decision("lowest")))) == []


def test_more_prizes_than_may_be_given_are_refused():
    assert told(LINE, limit=Ceiling({"7": 1})) == [
        "2 works have a prize in “Văn”; by the rules at most 1 may. Take some prizes back."
    ]
    assert told(LINE, line(category_id=8), limit=Ceiling(in_all=3)) == [
        "4 works have a prize; by the rules at most 3 may. Take some prizes back."
    ]
    assert told(LINE, limit=Ceiling({"7": 2}, in_all=2)) == []


def test_the_ceiling_is_the_share_rounded_down():
    bases = {"7": 5, "8": 3}
    assert ceiling(Caps(), bases, 8) == Ceiling()
    assert ceiling(Caps(50), bases, 8) == Ceiling({"7": 2, "8": 1})
    assert ceiling(Caps(50, "authors", "edition"), bases, 7) == Ceiling(in_all=3)
