"""Tests of what judges and secretaries of the demonstration write."""

import random
import unicodedata
from decimal import Decimal

import pytest

from contest.demonstration.comments import comment, level, recusal, refusal, return_reason
from contest.demonstration.phrasebook import book
from contest.entries.rules.screening import LONGEST_REASON, SHORTEST_REASON

LEVELS = ("excellent", "good", "fair", "weak")
SHARES = {"excellent": "0.92", "good": "0.75", "fair": "0.6", "weak": "0.3"}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("1", "excellent"),
        ("0.85", "excellent"),
        ("0.8499", "good"),
        ("0.70", "good"),
        ("0.5", "fair"),
        ("0", "weak"),
    ],
)
def test_the_level_follows_the_share_of_the_points(share, expected):
    assert level(Decimal(share)) == expected


def test_comments_of_different_levels_are_never_the_same():
    made = {
        name: {comment(random.Random(seed), Decimal(SHARES[name])) for seed in range(400)} for name in LEVELS
    }
    assert all(len(comments) > 30 for comments in made.values())
    assert sum(map(len, made.values())) == len(set.union(*made.values()))


def test_the_same_seed_writes_the_same_comment():
    assert comment(random.Random(9), Decimal("0.6")) == comment(random.Random(9), Decimal("0.6"))


@pytest.mark.parametrize("write", [refusal, return_reason, recusal])
def test_reasons_fit_the_field_they_are_written_in(write):
    made = {write(random.Random(seed)) for seed in range(200)}
    assert len(made) >= 4
    assert all(SHORTEST_REASON <= len(reason) <= LONGEST_REASON for reason in made)
    assert all(reason.endswith(".") and unicodedata.is_normalized("NFC", reason) for reason in made)


def test_there_are_a_few_dozen_comments():
    assert sum(len(book("comments").lines(name)) for name in LEVELS) >= 30
