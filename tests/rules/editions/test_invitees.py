"""A list of people to invite: what each cell means, in both languages, with a heading or without."""

import pytest

from contest.access.duties import Duty
from contest.editions.rules import invitees
from contest.editions.rules.invitees import Known

KNOWN = Known({"xa binh minh": [7]}, {"bao in": 3})


def read(*lines, otherwise=Duty.JUDGE):
    """Email, duty, unit and categories of each row, and how many things are wrong with it."""
    return [
        (row.email, row.duty, row.unit_id, row.category_ids, len(row.problems))
        for row in invitees.rows([line.split(";") for line in lines], KNOWN, otherwise)
    ]


def test_without_a_heading_the_duty_may_be_left_out():
    assert read(
        "Lê Văn Thư;thu@example.org",
        "Lê Văn Hai;hai@example.org;Thư ký",
        "Lê Văn Ba;ba@example.org;Xã Bình Minh",
        "Lê Văn Tư;tu@example.org;Giám khảo;Xã Bình Minh;Báo in",
        "Lê Văn Năm;nam@example.org;Xã Bình Minh;Báo in",
        "Lê Văn Sáu;sau@example.org;;Báo in",
        "Lê Văn Bảy;bay@example.org;;Xã Bình Minh;Báo in",
    ) == [
        ("thu@example.org", Duty.JUDGE, None, (), 0),
        ("hai@example.org", Duty.SECRETARY, None, (), 0),
        ("ba@example.org", Duty.JUDGE, 7, (), 0),
        ("tu@example.org", Duty.JUDGE, 7, (3,), 0),
        ("nam@example.org", Duty.JUDGE, 7, (3,), 0),
        ("sau@example.org", Duty.JUDGE, None, (3,), 0),
        ("bay@example.org", Duty.JUDGE, 7, (3,), 0),
    ]


def test_a_heading_puts_the_columns_in_any_order():
    assert read(
        "Role;Unit;E-mail;Name", "chair;Xã Bình Minh;a@example.org;Lê An", otherwise=Duty.OBSERVER
    ) == [("a@example.org", Duty.CHAIR, 7, (), 0)]


def test_an_office_that_is_called_like_the_organisers_makes_nobody_an_organiser():
    assert read("Lê An;a@example.org;Ban Tổ chức") == [("a@example.org", Duty.JUDGE, None, (), 1)]


@pytest.mark.parametrize("duty", list(Duty))
def test_each_duty_is_understood_by_every_name_it_has(duty):
    assert {invitees.duty_named(word.upper()) for word in invitees.DUTY_WORDS[duty]} == {duty}


def test_several_duties_of_a_person_must_go_together():
    assert [
        problems
        for *_, problems in read(
            "Lê An;a@example.org;organiser",
            "Lê An;a@example.org;treasurer",
            "Lê An;a@example.org;Organiser",
            "Lê An;a@example.org;judge",
        )
    ] == [0, 0, 1, 1]
