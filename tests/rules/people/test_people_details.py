"""Names, years, phone numbers: what is taken, what is refused, and what becomes of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.people.rules import consent, details


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Thị\tLan ", "Nguyễn Thị Lan"),
        (unicodedata.normalize("NFD", "Đặng Thùy Trâm"), "Đặng Thùy Trâm"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Nguyễn V.A", "Nguyễn V. A"),
        ("Lan www.xau.example", "Lan www. xau. example"),
        ("Jean-Pierre Đỗ", "Jean-Pierre Đỗ"),
        ("Lan\u202egnud", "Langnud"),
    ],
)
def test_a_name_is_kept_on_one_line_and_as_no_link(typed, kept):
    assert details.full_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", " ", "A", "x" * 101, "Lan <b>", "lan@example.org", "http://x", "R2D2", "a\\b", "{{7*7}}", "x=1"],
)
def test_what_is_no_name_is_refused_beside_its_field(typed):
    with pytest.raises(RuleBroken) as refused:
        details.full_name(typed)
    assert refused.value.field == "full_name"


@given(st.text(max_size=150))
def test_a_name_that_was_taken_is_taken_again_unchanged(typed):
    try:
        name = details.full_name(typed)
    except RuleBroken:
        return
    assert details.full_name(name) == name
    assert 2 <= len(name) <= 100
    assert not {"\n", "\r", "<", ">", "@", "/"} & set(name)


@pytest.mark.parametrize(
    ("typed", "year"), [(1985, 1985), ("1985", 1985), (" 1985 ", 1985), ("2016", 2016), ("1900", 1900)]
)
def test_a_year_of_birth_is_taken_as_typed(typed, year):
    assert details.birth_year(typed, this_year=2026) == year


@pytest.mark.parametrize(
    "typed", [None, "", 0, "85", "1899", "2017", "19855", "năm 85", "１９８５", "-985", "1e3 ", "19 5"]
)
def test_an_unbelievable_year_is_refused(typed):
    with pytest.raises(RuleBroken) as refused:
        details.birth_year(typed, this_year=2026)
    assert (refused.value.field, str(refused.value)) == (
        "birth_year",
        "Write the year of your birth with four digits, from 1900 to 2016.",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        (" - ", None),
        ("0912 345 678", "0912345678"),
        ("+84 (24) 3825-1234", "+842438251234"),
        ("0912.345.678", "0912345678"),
    ],
)
def test_a_phone_number_loses_its_spaces(typed, kept):
    assert details.phone(typed) == kept


@pytest.mark.parametrize("typed", ["abc", "1234567", "1" * 16, "++84912345678", "09x2345678", "٠٩١٢٣٤٥٦٧٨"])
def test_what_is_no_phone_number_is_refused(typed):
    with pytest.raises(RuleBroken) as refused:
        details.phone(typed)
    assert refused.value.field == "phone"


def test_each_consent_has_a_purpose_of_its_own_and_one_is_needed():
    assert len({c.purpose for c in consent.REGISTRATION}) == len(consent.REGISTRATION)
    assert [c.purpose for c in consent.REGISTRATION if c.is_needed] == ["contest"]
