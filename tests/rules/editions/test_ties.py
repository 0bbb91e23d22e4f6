import pytest

from contest.editions.rules import ties
from contest.editions.rules.ties import clean, problems

ENDED = "After a shared place or a vote of the committee nothing more is compared. Move this rule up, or take it out."


def wrong(rules):
    return [(problem.field, str(problem)) for problem in problems(rules)]


@pytest.mark.parametrize(
    "rules",
    [
        ties.DEFAULT,
        (),
        ("shared",),
        ("heaviest", "criterion:Lập luận", "lowest", "committee"),
    ],
)
def test_rules_in_any_order_with_one_end_are_taken(rules):
    assert wrong(rules) == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (("arrival",), [("ties-0-rule", "Choose one of the rules in the list.")]),
        (("criterion:",), [("ties-0-rule", "Choose one of the rules in the list.")]),
        (
            ("lowest", "criteria", "lowest"),
            [("ties-2-rule", "This rule stands above already. Each can stand in the list once.")],
        ),
        (("shared", "lowest"), [("ties-1-rule", ENDED)]),
        (("shared", "committee"), [("ties-1-rule", ENDED)]),
        (
            tuple(f"criterion:{number}" for number in range(9)),
            [("ties", "There is room for 8 rules. Remove some.")],
        ),
    ],
)
def test_a_list_that_nobody_could_mean_is_named(rules, expected):
    assert wrong(rules) == expected


def test_empty_lines_fall_away():
    assert clean(("", " lowest ", "")) == ("lowest",)


def test_what_comes_last_is_the_draw_unless_places_are_shared_or_the_committee_votes():
    assert [ties.end(rules) for rules in [("criteria",), ("lowest", "shared"), ("committee",)]] == [
        "draw",
        "shared",
        "committee",
    ]
