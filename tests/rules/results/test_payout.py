"""Whom bank details are asked from, what they may be, and that they stay with their owner."""

from datetime import date

import pytest

from contest.kernel.errors import RuleBroken
from contest.results.rules.payout import BankDetails, check_paid_on, clean, is_asked, read, written

DETAILS = BankDetails("Ngân hàng Sao Mai", "NGUYEN VAN DUC", "0123456789")


def refused(action):
    with pytest.raises(RuleBroken) as error:
        action()
    return error.value.field


def test_bank_details_are_asked_where_a_prize_has_an_amount_or_the_contest_names_none():
    assert [is_asked(500, [500, None]), is_asked(None, [500, None]), is_asked(None, [None]), is_asked(0, [0])] == [
        True, False, True, True,
    ]  # fmt: skip


def test_details_are_kept_tidy_and_shown_to_their_owner_without_most_of_the_number():
    typed = BankDetails("  Ngân hàng   Sao Mai ", "NGUYEN VAN DUC ", " 0123 456-789 ")
    assert clean(typed) == DETAILS
    assert clean(BankDetails("NH", "An", "vn12.abcd")).number == "VN12ABCD"
    assert DETAILS.masked == "•••• 6789"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (BankDetails("x", "NGUYEN VAN DUC", "0123456789"), "bank"),
        (BankDetails("x" * 81, "NGUYEN VAN DUC", "0123456789"), "bank"),
        (BankDetails("Ngân hàng", " ", "0123456789"), "holder"),
        (BankDetails("Ngân hàng", "NGUYEN VAN DUC", "1234"), "number"),
        (BankDetails("Ngân hàng", "NGUYEN VAN DUC", "1" * 35), "number"),
        (BankDetails("Ngân hàng", "NGUYEN VAN DUC", "=1+12345"), "number"),
        (BankDetails("Ngân hàng", "NGUYEN VAN DUC", "số của tôi"), "number"),
    ],
)
def test_what_no_transfer_could_be_made_to_is_refused_beside_its_field(typed, field):
    assert refused(lambda: clean(typed)) == field


def test_one_persons_details_cannot_be_put_under_another():
    content = written(DETAILS, edition_id=1, account_id=2)
    assert read(content, edition_id=1, account_id=2) == DETAILS
    for edition_id, account_id in ((1, 3), (2, 2)):
        with pytest.raises(ValueError, match="somebody else"):
            read(content, edition_id=edition_id, account_id=account_id)
    longest = BankDetails("ữ" * 80, "ữ" * 80, "9" * 34)
    assert len(written(longest, edition_id=10**9, account_id=10**9)) <= 1022


def test_a_prize_is_paid_on_a_day_between_the_publication_and_today():
    days = {"published_on": date(2026, 3, 1), "today": date(2026, 3, 5)}
    for day in (date(2026, 3, 1), date(2026, 3, 5)):
        check_paid_on(day, **days)
    for day in (date(2026, 2, 28), date(2026, 3, 6)):
        assert refused(lambda day=day: check_paid_on(day, **days)) == "paid_on"
