"""What an edition asks of authors about themselves: nothing unless somebody says what for."""

import json
from dataclasses import replace
from datetime import date

import pytest

from contest.editions.rules import edition, fixing
from contest.editions.rules.copying import following
from contest.editions.rules.identity import (
    NOTHING_ASKED,
    Asked,
    IdentitySpec,
    clean,
    id_number,
    may_be_under_age,
    problems,
)
from contest.kernel.errors import RuleBroken
from tests.rules.editions.specs import SOUND

WHY = "Để gửi giấy chứng nhận."
ASKED = IdentitySpec((Asked("pen_name"), Asked("id_number", is_required=True, purpose=WHY)), 16)


def wrong(spec):
    return [(problem.field, str(problem)) for problem in problems(spec)]


def test_nothing_is_asked_unless_somebody_wants_it():
    assert (SOUND.identity, NOTHING_ASKED) == (IdentitySpec((), 18), IdentitySpec())
    assert wrong(NOTHING_ASKED) == []


def test_the_kinds_are_kept_in_one_order_and_each_once_with_its_purpose_on_one_line():
    typed = IdentitySpec((Asked("phone"), Asked("pen_name"), Asked("phone", True, "  Để  gọi\nđiện. ")))

    assert clean(typed).fields == (Asked("pen_name"), Asked("phone", True, "Để gọi điện."))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (ASKED, []),
        (IdentitySpec((Asked("address"),)), []),
        (
            IdentitySpec((Asked("id_number"),)),
            [("id_number_purpose", ("Write what this is needed for: authors read it, and without a purpose it must not"
              " be asked."))],
        ),
        (
            IdentitySpec((Asked("phone", purpose="x" * 301),)),
            [("phone_purpose", "Write the purpose in 10 to 300 characters.")],
        ),
        (IdentitySpec((Asked("phone", purpose="Gọi"),)),
         [("phone_purpose", "Write the purpose in 10 to 300 characters.")]),
        (IdentitySpec(of_age=15), [("of_age", "Write a whole number from 16 to 21.")]),
        (IdentitySpec(of_age=22), [("of_age", "Write a whole number from 16 to 21.")]),
    ],
)  # fmt: skip
def test_what_must_not_be_asked_so_is_named_beside_its_field(spec, expected):
    assert wrong(spec) == expected
    assert [p.field for p in edition.problems(replace(SOUND, identity=spec))] == [f for f, _ in expected]


@pytest.mark.parametrize(
    ("birth_year", "of_age", "closing", "expected"),
    [
        (2008, 18, date(2026, 5, 1), True),  # the birthday may still come
        (2008, 18, date(2026, 12, 30), True),
        (2008, 18, date(2026, 12, 31), False),  # by then everybody's has come
        (2007, 18, date(2026, 1, 1), False),
        (2009, 18, date(2026, 12, 31), True),
        (2010, 16, date(2026, 5, 1), True),
        (2009, 16, date(2026, 5, 1), False),
        (1901, 18, date(2026, 5, 1), False),
    ],
)
def test_who_may_still_be_under_age_on_the_closing_day_counts_as_under_age(
    birth_year, of_age, closing, expected
):
    assert may_be_under_age(birth_year, IdentitySpec(of_age=of_age), closing=closing) is expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("001 185 000 123", "001185000123"),
        ("001.185.000-123", "001185000123"),
        ("012345678", "012345678"),
        ("", ""),
    ],
)
def test_the_number_of_papers_is_kept_as_digits(typed, kept):
    assert id_number(typed) == kept


@pytest.mark.parametrize("typed", ["12345", "0011850001234", "00118500012A", "٠١٢٣٤٥٦٧٨"])
def test_what_is_no_number_of_papers_is_refused(typed):
    with pytest.raises(RuleBroken, match="12 digits on a citizen's card") as refused:
        id_number(typed)
    assert refused.value.field == "id_number"


def test_the_fixed_rules_say_what_is_asked_and_the_next_edition_asks_the_same():
    spec = replace(SOUND, identity=ASKED)

    assert json.loads(fixing.document(spec))["identity"] == {
        "fields": [
            {"is_required": False, "kind": "pen_name", "purpose": ""},
            {"is_required": True, "kind": "id_number", "purpose": WHY},
        ],
        "of_age": 16,
    }
    assert following(spec).identity == ASKED
