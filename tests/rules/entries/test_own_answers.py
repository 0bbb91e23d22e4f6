"""What authors answer in fields of an edition's own: read forgivingly, refused in a sentence, written to be signed."""

import json

import pytest

from contest.editions.rules.own_fields import OwnField
from contest.entries.rules import own_answers
from contest.entries.rules.own_answers import MOST_KEPT, check, check_size, tidy
from contest.kernel.errors import RuleBroken

LINE, LONG = OwnField("Bút danh"), OwnField("Giới thiệu", "text")
CHOICE = OwnField("Lối viết", "choice", options=("Nghị luận", "Kể chuyện"))
NUMBER = OwnField("Số bài", "number", least="1", most="5.5")
DATE = OwnField("Ngày đăng", "date", least="2026-01-01", most="2026-04-30")
LINK, FILE = OwnField("Trang", "link"), OwnField("Bản chụp", "file", file_kinds=("pdf", "png"))


def said(field, answer, **more):
    try:
        check(field, tidy(field, answer), "own_x", **more)
    except RuleBroken as error:
        return error.field, error.message % error.params
    return None


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (LINE, "  Sông   Quê ", "Sông Quê"),
        (LONG, " a\r\nb \n", "a\nb"),
        (NUMBER, "1.000", "1000"),
        (NUMBER, "mười", "mười"),
        (DATE, "1/2/2026", "2026-02-01"),
        (DATE, "30/2/2026", "30/2/2026"),
        (LINK, "example.org/bài", "https://example.org/bài"),
        (LINK, "http://example.org", "http://example.org"),
        (LINK, "không có", "không có"),
    ],
)
def test_an_answer_is_kept_tidy_and_what_cannot_be_read_as_it_was_typed(field, typed, kept):
    assert tidy(field, typed) == kept
    assert tidy(field, kept) == kept


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (LINE, "", "“Bút danh” is not answered yet."),
        (LINE, "x" * 201, "“Bút danh” has 201 characters; at most 200 are allowed. Shorten it."),
        (LONG, "x" * 5001, "“Giới thiệu” has 5001 characters; at most 5000 are allowed. Shorten it."),
        (CHOICE, "Thơ", "“Lối viết”: choose an answer from the list."),
        (NUMBER, "mười", "“Số bài”: write a number like 12 or 12.5."),
        (NUMBER, "0", "“Số bài”: at least 1."),
        (NUMBER, "5,6", "“Số bài”: at most 5.5."),
        (DATE, "31/12/2025", "“Ngày đăng”: at least 01/01/2026."),
        (DATE, "1/5/2026", "“Ngày đăng”: at most 30/04/2026."),
        (DATE, "mai", "“Ngày đăng”: write a day like 31/12/2026."),
        (LINK, "javascript:alert(1)", "“Trang”: write an address like https://example.org/page."),
        (LINK, "https://name:word@example.org", "“Trang”: write an address like https://example.org/page."),
        (LINK, "https://[", "“Trang”: write an address like https://example.org/page."),
        (FILE, "", "“Bản chụp” is not answered yet."),
    ],
)
def test_an_answer_that_cannot_be_taken_in_is_told_with_its_question(field, typed, sentence):
    assert said(field, typed) == ("own_x", sentence)


def test_good_answers_pass_and_nothing_need_be_said_where_no_answer_is_needed():
    good = ((LINE, "Sông Quê"), (LONG, "a\nb"), (CHOICE, "Kể chuyện"), (NUMBER, "5,5"), (DATE, "30/4/2026"))
    assert [said(field, typed) for field, typed in (*good, (LINK, "example.org"))] == [None] * 6
    assert said(FILE, "", has_file=True) is None
    assert said(OwnField("Bút danh", is_required=False), "") is None


def test_a_draft_keeps_what_is_wrong_but_not_a_book():
    check_size("x" * MOST_KEPT, "own_x")
    with pytest.raises(RuleBroken):
        check_size("x" * (MOST_KEPT + 1), "own_x")


def test_a_kind_of_file_that_is_not_asked_is_refused():
    own_answers.check_kind("png", FILE)
    with pytest.raises(RuleBroken) as refused:
        own_answers.check_kind("docx", FILE)
    assert refused.value.params == {"kinds": "PDF, PNG"}


def test_what_is_signed_is_json_anybody_can_make_again():
    document = own_answers.document([("Bút danh", "line", "Sông Quê")])
    assert json.loads(document) == [{"question": "Bút danh", "kind": "line", "answer": "Sông Quê"}]
    assert document == '[{"answer":"Sông Quê","kind":"line","question":"Bút danh"}]'.encode()
