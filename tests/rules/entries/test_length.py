"""How long a work is: in every unit, with and without what does not count (domain.md 8.2, row 10)."""

import pytest

from contest.editions.rules.demands import CHARACTERS, LETTERS, PAGES, WORDS, Demands
from contest.entries.rules import length, limits
from contest.entries.rules.length import Measured, Piece
from contest.entries.rules.limits import Limits
from contest.kernel.errors import RuleBroken

ESSAY = """Con đường làng
Làng tôi có một con đường.
V. Tài liệu tham khảo:
Sách A, năm 2020
Chú thích
Hai chữ"""


def measured(text, *uncounted, unit=WORDS, title="Con đường làng", **more):
    found = length.measure(Piece(title, text, **more), Demands(unit, uncounted))
    return found.length, dict(found.left_out)


@pytest.mark.parametrize(
    ("uncounted", "expected"),
    [
        ((), (22, {})),
        (("title",), (19, {"title": 3})),
        (("title", "sources"), (10, {"title": 3, "sources": 9})),
        (("title", "notes"), (15, {"title": 3, "notes": 4})),
        (("title", "notes", "sources"), (6, {"title": 3, "notes": 4, "sources": 9})),
    ],
)
def test_title_notes_and_sources_count_or_do_not_as_the_category_says(uncounted, expected):
    assert measured(ESSAY, *uncounted) == expected


def test_a_title_that_the_text_does_not_repeat_counts_all_the_same_where_titles_count():
    assert measured("Làng tôi.", title="Con đường") == (4, {})
    assert measured("Làng tôi.", "title", title="Con đường") == (2, {})


def test_notes_of_a_word_file_are_known_by_their_place_not_by_a_heading():
    text = "Thân bài hai dòng.\nChú thích một\nvà dòng hai"
    assert measured(text, "title", "notes", title="", note_lines=2) == (4, {"notes": 6})
    assert measured(text, "title", title="", note_lines=2) == (10, {})


def test_the_last_of_two_equal_headings_counts_as_a_table_of_contents_has_them_too():
    text = "Tài liệu tham khảo\nThân bài\nTÀI LIỆU THAM KHẢO\nSách A"
    assert measured(text, "title", "sources", title="") == (6, {"sources": 6})


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Tài liệu tham khảo", "sources"),
        ("TAI LIEU THAM KHAO:", "sources"),
        ("4. References", "sources"),
        ("  IV) Bibliography ", "sources"),
        ("Chú thích", "notes"),
        ("Chú thích của người viết", None),
        ("Sources of the river", None),
        ("", None),
        (f"{' ' * 3}{'x' * 61}", None),
    ],
)
def test_only_a_line_of_its_own_is_a_heading(line, part):
    assert length.heading(line) == part


def test_characters_are_counted_with_spaces_or_without():
    text = "Ấp tôi\ncó chợ."
    assert measured(text, "title", unit=CHARACTERS, title="") == (13, {})
    assert measured(text, "title", unit=LETTERS, title="") == (11, {})


def test_pages_are_those_of_the_file_whatever_its_text():
    found = length.measure(Piece("Tên", "", pages=7), Demands(PAGES, ("title",)))
    assert found == Measured(7, {})


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (WORDS, "The text has 12 words; at most 10 are allowed. Too many: 2."),
        (CHARACTERS, "The text has 12 characters with spaces; at most 10 are allowed. Too many: 2."),
        (LETTERS, "The text has 12 characters without spaces; at most 10 are allowed. Too many: 2."),
        (PAGES, "The file has 12 pages; at most 10 are allowed. Too many: 2."),
    ],
)
def test_a_work_a_little_over_the_limit_is_refused_and_told_by_how_much(unit, sentence):
    with pytest.raises(RuleBroken) as refused:
        limits.check_length(12, Limits(5, 10, ("pdf",), 1, unit), field="file")
    assert (str(refused.value), refused.value.field) == (sentence, "file")


def test_footnotes_that_do_not_count_let_a_work_over_the_limit_in():
    """8.2, row 10: over by a little, with footnotes."""
    text = "Một hai ba bốn năm.\nNguồn một hai"
    allowed = Limits(1, 5, ("docx",), 1)
    piece = Piece("Tên", text, note_lines=1)
    with pytest.raises(RuleBroken, match="Too many: 3"):
        limits.check_length(length.measure(piece, Demands()).length, allowed, field="file")
    within = length.measure(piece, Demands(uncounted=("title", "notes")))
    limits.check_length(within.length, allowed, field="file")


def test_a_file_larger_than_the_category_takes_is_refused_with_both_numbers():
    allowed = Limits(0, 0, ("pdf",), 1, file_limit_mb=2)
    limits.check_file_size(2 * 1024 * 1024, allowed, field="file")
    with pytest.raises(RuleBroken) as refused:
        limits.check_file_size(2 * 1024 * 1024 + 100_000, allowed, field="file")
    assert str(refused.value) == (
        "The file has 2.1 MB; this category takes files of at most 2 MB. Make its pictures smaller, or save it anew,"
        " and choose it again."
    )
