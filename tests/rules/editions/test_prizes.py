from dataclasses import replace

import pytest

from contest.editions.rules.edition import PrizeSpec, prize_money, problems
from contest.editions.rules.prizes import Caps, most
from tests.rules.editions.specs import CATEGORY, SOUND


def wrong(**changes):
    return [(problem.field, str(problem)) for problem in problems(replace(SOUND, **changes))]


def test_the_money_of_all_prizes_is_exact_whole_dong():
    prizes = (PrizeSpec("A", 1, None, 10_000_001), PrizeSpec("B", 3, None, 5_000_000), PrizeSpec("C", 9))
    spec = replace(
        SOUND, categories=(replace(CATEGORY, prizes=prizes), replace(CATEGORY, prizes=prizes[:1], name="B"))
    )

    assert prize_money(spec) == 35_000_002
    assert prize_money(SOUND) == 0


@pytest.mark.parametrize(("share", "base", "expected"), [(50, 7, 3), (100, 7, 7), (1, 99, 0), (33, 100, 33)])
def test_a_share_is_rounded_down(share, base, expected):
    assert most(share, base) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"caps": Caps(50, "authors", "edition")}, []),
        ({"caps": Caps(0)}, [("share", "Write a share from 1 to 100 percent, or nothing.")]),
        ({"caps": Caps(101)}, [("share", "Write a share from 1 to 100 percent, or nothing.")]),
        (
            {"caps": Caps(50, "words", "country")},
            [("share_of", "Choose from the list."), ("share_in", "Choose from the list.")],
        ),
        (
            {"categories": (replace(CATEGORY, prizes=(PrizeSpec("A", 1, None, -1),)),)},
            [
                (
                    "categories-0-prizes-0-amount",
                    "Write a whole amount of đồng up to 99999999999, or nothing.",
                )
            ],
        ),
    ],
)
def test_what_nobody_could_mean_is_named(changes, expected):
    assert wrong(**changes) == expected
