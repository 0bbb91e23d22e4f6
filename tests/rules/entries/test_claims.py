"""The code of a receipt for a work on paper, and what is asked before one is taken in."""

import pytest

from contest.editions.rules.paper import Verdict
from contest.entries.rules import claims, on_paper
from contest.kernel.errors import Conflict, RuleBroken


def test_a_code_is_read_as_people_type_it():
    code = claims.code("0123456789abcdef" * 2)

    assert code == "FFKQT-4YC5T"
    assert [claims.normal(typed) for typed in ("ffkqt-4yc5t", " FFKQT4YC5T ", "ffk qt4 yc5t")] == [code] * 3
    assert claims.normal("oil0l-11111") == "01101-11111"


@pytest.mark.parametrize(
    ("title", "text", "has_file", "field"),
    [
        ("", "Chữ", False, "title"),
        ("x" * 201, "Chữ", False, "title"),
        ("Tên", "x" * 500_001, False, "text"),
        ("Tên", "Chữ", True, "text"),
        ("Tên", " ", False, "files"),
    ],
)
def test_a_work_on_paper_has_a_title_and_either_text_or_a_file(title, text, has_file, field):
    with pytest.raises(RuleBroken) as refused:
        on_paper.check_content(title, text, has_file=has_file)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("sheet", "is_signed", "field"), [("M2", False, "signed"), ("", True, "sheet"), ("x" * 81, True, "sheet")]
)
def test_the_signed_sheet_must_be_there_and_be_named(sheet, is_signed, field):
    with pytest.raises(RuleBroken) as refused:
        on_paper.check_sheet(sheet, is_signed=is_signed)

    assert refused.value.field == field


def test_what_is_sound_is_taken():
    on_paper.check_content("Tên", "Chữ", has_file=False)
    on_paper.check_sheet("Mẫu 2", is_signed=True)
    on_paper.check_late(Verdict.LATE, "permit")
    on_paper.check_late(Verdict.IN_TIME, "")
    on_paper.check_authors(2, 2)
    on_paper.check_phase("closed", "waiting")

    assert on_paper.given_reason("  Lũ   lụt ") == "Lũ lụt"


def test_what_is_not_sound_is_named():
    with pytest.raises(RuleBroken, match="too late"):
        on_paper.check_late(Verdict.LATE, "")
    with pytest.raises(RuleBroken, match="at most 1 authors"):
        on_paper.check_authors(2, 1)
    with pytest.raises(RuleBroken, match="3 to 300"):
        on_paper.given_reason(" a ")
    with pytest.raises(Conflict, match="from the opening"):
        on_paper.check_phase("announced", "waiting")
    with pytest.raises(Conflict, match="are drawn"):
        on_paper.check_phase("closed", "coded")
