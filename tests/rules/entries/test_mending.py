"""Taking passages out of a text."""

import pytest

from contest.entries.rules.mending import Cut, without


@pytest.mark.parametrize(
    ("text", "cuts", "expected"),
    [
        ("Tôi là An.", [Cut(7, 9)], "Tôi là …."),
        ("An và An", [Cut(6, 8), Cut(0, 2)], "… và …"),
        ("a b c", [Cut(0, 3), Cut(2, 5)], "……"),
        ("một\nKý: An\nhai", [Cut(4, 10, is_line=True)], "một\nhai"),
        ("một\nhai\nKý: An", [Cut(8, 14, is_line=True)], "một\nhai"),
        ("một\n\n  Ký: An  \n", [Cut(7, 13, is_line=True)], "một\n\n"),
        ("Ký: An", [Cut(0, 6, is_line=True)], ""),
        ("câu Ký: An", [Cut(4, 10, is_line=True)], "câu …"),
        ("như cũ\n", [], "như cũ\n"),
        ("ngắn", [Cut(2, 99)], "ng…"),
        ("ngắn", [Cut(9, 12)], "ngắn"),
    ],
)
def test_a_passage_goes_and_all_else_stays(text, cuts, expected):
    assert without(text, cuts) == expected
