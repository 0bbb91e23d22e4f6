"""What authors say about themselves, cleaned and checked; and the agreement of a guardian."""

import pytest

from contest.editions.rules.identity import KINDS, Asked, IdentitySpec
from contest.entries.rules.about import (
    GUARDIAN,
    NO_GUARDIAN,
    NOTHING_SAID,
    About,
    Guardian,
    clean,
    clean_guardian,
    missing,
    missing_guardian,
    standing,
)

ALL = IdentitySpec(tuple(Asked(kind, is_required=True) for kind in KINDS))
TYPED = About(
    "  Sông  Que\u0302 ",
    "Giáo viên",
    "Thạc sĩ",
    "Số 1 ngõ 2, phường Bến",
    "0912.345.678",
    "001 185 000 123",
    True,
)
KEPT = About("Sông Quê", "Giáo viên", "Thạc sĩ", "Số 1 ngõ 2, phường Bến", "0912345678", "001185000123", True)
MOTHER = Guardian("Lê Thị Mẹ", "mẹ", "0912345678", GUARDIAN.text)


def wrong(found):
    return [(problem.field, str(problem)) for problem in found]


def test_what_was_said_is_kept_in_one_form():
    assert clean(TYPED, ALL) == (KEPT, ())


def test_what_a_contest_does_not_ask_is_not_kept():
    assert clean(TYPED, IdentitySpec((Asked("phone"),))) == (About(phone="0912345678"), ())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (About(phone="gọi tôi nhé"), [("phone", ("Write the phone number with digits only, like 0912 345 678, or leave"
                                       " it empty."))]),
        (About(id_number="123"), [("id_number", ("Write the number as on the papers: 12 digits on a citizen's card, 9"
                                   " on an old one."))]),
        (About(pen_name="S"), [("pen_name", "Write 2 to 100 characters here.")]),
        (About(pen_name="www.ban.vn/hang"), [("pen_name", ("A pen name has no addresses and no signs like / or @."
                                              " Remove them."))]),
        (About(address="Số 1"), [("address", "Write 8 to 300 characters here.")]),
        (About(position="x" * 151, academic_title="y" * 101),
         [("position", "Write 2 to 150 characters here."), ("academic_title", "Write 2 to 100 characters here.")]),
        (About(by_pen_name=True), [("pen_name", "Write the pen name that you want to be named by.")]),
    ],
)  # fmt: skip
def test_everything_wrong_is_named_beside_its_field(said, expected):
    assert wrong(clean(said, ALL)[1]) == expected


def test_what_is_required_and_empty_is_named_and_the_rest_may_stay_empty():
    asked = IdentitySpec((Asked("pen_name"), Asked("address", is_required=True)))

    assert wrong(missing(NOTHING_SAID, asked)) == [
        ("address", "This contest asks for your postal address. Write it.")
    ]
    assert wrong(missing(KEPT, ALL)) == []
    assert [field for field, _ in wrong(missing(NOTHING_SAID, ALL))] == list(KINDS)


@pytest.mark.parametrize(
    ("contact", "kept"),
    [
        ("0912 345 678", "0912345678"),
        ("ME@Example.org", "me@example.org"),
        ("+84 912 345 678", "+84912345678"),
    ],
)
def test_a_guardian_is_reached_by_telephone_or_mail(contact, kept):
    assert clean_guardian(Guardian("Lê Thị Mẹ", "mẹ", contact)) == (Guardian("Lê Thị Mẹ", "mẹ", kept), ())


def test_a_guardian_that_nobody_could_reach_or_name_is_refused_and_an_empty_one_is_no_fault():
    reach = "Write a phone number like 0912 345 678 or an e-mail address like lan@example.org."
    asked = [
        ("guardian_name", "A name has letters only. Remove digits and signs."),
        ("guardian_contact", reach),
    ]
    assert wrong(clean_guardian(Guardian("Mẹ 2", "mẹ", "nhà bên cạnh"))[1]) == asked
    assert clean_guardian(NO_GUARDIAN) == (NO_GUARDIAN, ())


def test_everything_missing_of_an_agreement_is_named():
    assert [field for field, _ in wrong(missing_guardian(NO_GUARDIAN, of_age=18))] == [
        "guardian_name", "guardian_relation", "guardian_contact", "guardian_agreed",
    ]  # fmt: skip
    assert wrong(missing_guardian(MOTHER, of_age=18)) == []


def test_an_agreement_stays_with_the_same_person_and_not_with_another():
    again = Guardian(MOTHER.name, MOTHER.relation, MOTHER.contact)
    father = Guardian("Trần Văn Cha", "cha", MOTHER.contact)

    assert standing(again, MOTHER) == MOTHER
    assert standing(father, MOTHER) == father
    assert standing(MOTHER, again) == MOTHER
