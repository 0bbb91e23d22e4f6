import pytest

from contest.editions.rules import edition as rules
from contest.editions.rules.demands import PLAIN, Demands, clean, problems

KINDS = ("text", "docx", "pdf", "txt")
WHOLE = "Write a whole number from %(least)d to %(most)d, or nothing."


def wrong(demands, kinds=KINDS):
    return [(p.field.removeprefix("c-"), p.message[:30]) for p in problems(demands, "c", file_kinds=kinds)]


@pytest.mark.parametrize(
    ("demands", "kinds"),
    [
        (PLAIN, KINDS),
        (Demands("characters", ("title", "notes", "sources"), 5, 20), KINDS),
        (Demands("pages"), ("pdf",)),
    ],
)
def test_sound_demands_are_taken(demands, kinds):
    assert wrong(demands, kinds) == []


@pytest.mark.parametrize(
    ("demands", "kinds", "expected"),
    [
        (Demands("lines"), KINDS, [("length_unit", "Choose from the list in what l")]),
        (Demands("pages"), KINDS, [("length_unit", "Pages can be counted of PDF fi")]),
        (Demands("pages", ("notes",)), ("pdf",), [("uncounted", "Pages are counted whole, with ")]),
        (Demands(file_limit_mb=0), KINDS, [("file_limit_mb", WHOLE[:30])]),
        (Demands(file_limit_mb=5), ("text",), [("file_limit_mb", "This category takes no files. ")]),
        (Demands(similarity=100), KINDS, [("similarity", WHOLE[:30])]),
    ],
)
def test_demands_that_contradict_themselves_are_named(demands, kinds, expected):
    assert wrong(demands, kinds) == expected


def test_problems_of_demands_are_problems_of_the_edition():
    from tests.rules.editions.specs import with_category

    found = [p.field for p in rules.problems(with_category(demands=Demands("pages", similarity=0)))]
    assert found == ["categories-0-length_unit", "categories-0-similarity"]


def test_the_same_choice_is_the_same_value_in_whatever_order_it_was_ticked():
    assert clean(Demands(uncounted=("sources", "title", "x"))) == Demands(uncounted=("title", "sources"))
