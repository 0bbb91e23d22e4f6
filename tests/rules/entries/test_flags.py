"""Flags name the rule that they come from; what keeps to it has none."""

from dataclasses import replace

import pytest

from contest.editions.rules.conditions import Conditions
from contest.entries.rules import flags as rules
from contest.entries.rules.flags import Author, Limits
from contest.kernel.errors import RuleBroken

AN = Author(1, "An", "an@example.org", "", 1990, "Xã Bình Minh", True, 2, 3)
LIMITS = Limits("Bài viết", 2, 2, Conditions(works_in_all=3, born_from=1980, born_until=2000))


def said(author=AN, limits=LIMITS, others=(), broken=()):
    return [flag.message % flag.params for flag in rules.flags((author, *others), limits, broken)]


def test_what_keeps_to_the_rules_has_no_flags():
    assert said() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"birth_year": 1979}, "An was born in 1979. Rule: born in 1980 or later."),
        ({"birth_year": 2001}, "An was born in 2001. Rule: born in 2000 or earlier."),
        ({"birth_year": None}, "The year of birth of An is not known. Rule: people born in certain years."),
        (
            {"is_admitted": False},
            "Xã Bình Minh, the unit of An, is none of those that may take part. Rule: people of certain units.",
        ),
        (
            {"in_category": 3},
            (
                "An has 3 works in “Bài viết”, as author or co-author."
                " Rule: at most 2 of one person in this category."
            ),
        ),
        (
            {"in_all": 4},
            (
                "An has 4 works in this contest, as author or co-author."
                " Rule: at most 3 of one person in all categories together."
            ),
        ),
    ],
)
def test_a_flag_of_an_author_names_the_rule(changed, sentence):
    assert said(replace(AN, **changed)) == [sentence]


def test_a_co_author_is_held_against_the_same_rules_and_more_authors_than_allowed_are_named():
    others = (replace(AN, account_id=2, name="Mai", in_category=3), replace(AN, account_id=3))
    assert said(others=others) == [
        "Mai has 3 works in “Bài viết”, as author or co-author. Rule: at most 2 of one person in this category.",
        "The work has 3 authors. Rule: at most 2 of a work in “Bài viết”.",
    ]


def test_a_work_in_the_grace_and_one_of_a_wrong_length_are_told_the_gravest_first():
    late = replace(LIMITS, grace_minutes=15)
    wrong = RuleBroken("The text has %(words)d words.", words=9)
    assert said(limits=late, broken=(("length", wrong),)) == [
        "The text has 9 words.",
        "It came after the closing time. Rule: works are taken in for 15 minutes after it.",
    ]
