from dataclasses import replace
from decimal import Decimal

import pytest

from contest.editions.rules import edition
from contest.kernel.errors import RuleBroken
from tests.rules.editions.specs import (
    CATEGORY,
    CLOSES,
    FIRST,
    LAST,
    OPENS,
    SOUND,
    with_category,
    with_prize,
    with_round,
)


def found(spec):
    return [(problem.field, str(problem)) for problem in edition.problems(spec)]


def test_a_sound_spec_has_no_problem():
    assert found(SOUND) == []
    assert found(replace(SOUND, rounds=(FIRST, LAST))) == []


@pytest.mark.parametrize(
    ("spec", "field", "sentence"),
    [
        (replace(SOUND, title="Ab"), "title", "Write at least 3 characters here."),
        (
            replace(SOUND, title="x" * 201),
            "title",
            "This has 201 characters; there is room for 200. Shorten it.",
        ),
        (replace(SOUND, number=0), "number", "Write a whole number from 1 to 999."),
        (replace(SOUND, year=26), "year", "Write a whole number from 2000 to 2100."),
        (
            replace(SOUND, time_zone="Ha Noi"),
            "time_zone",
            "There is no time zone “Ha Noi”. Write one like Asia/Ho_Chi_Minh.",
        ),
        (
            replace(SOUND, time_zone="Asia"),
            "time_zone",
            "There is no time zone “Asia”. Write one like Asia/Ho_Chi_Minh.",
        ),
        (
            replace(SOUND, opens_at=CLOSES, closes_at=OPENS),
            "closes_at",
            "The closing time must come after the opening time. Correct one of the two.",
        ),
        (
            replace(SOUND, opens_at=OPENS, closes_at=OPENS),
            "closes_at",
            "The closing time must come after the opening time. Correct one of the two.",
        ),
        (replace(SOUND, categories=()), "categories", "At least 1 is needed here. Fill in a row."),
        (
            replace(SOUND, categories=tuple(replace(CATEGORY, name=f"Loại {n}") for n in range(21))),
            "categories",
            "There is room for 20 here, and you wrote 21. Remove some.",
        ),
        (
            replace(SOUND, categories=(CATEGORY, replace(CATEGORY, name="tạp chí"))),
            "categories-1-name",
            "“tạp chí” is here twice. Give each a name of its own.",
        ),
        (with_category(name=""), "categories-0-name", "Write at least 1 characters here."),
        (
            with_category(length_minimum=3001),
            "categories-0-length_maximum",
            "The least length is greater than the greatest. Correct one of the two.",
        ),
        (
            with_category(length_minimum=-1),
            "categories-0-length_minimum",
            "Write a whole number from 0 to 1000000.",
        ),
        (
            with_category(works_per_author=21),
            "categories-0-works_per_author",
            "Write a whole number from 1 to 20.",
        ),
        (
            with_category(file_kinds=()),
            "categories-0-file_kinds",
            "Choose at least one way to hand in a work: typed text or a kind of file.",
        ),
        (with_prize(count=0), "categories-0-prizes-0-count", "Write a whole number from 1 to 1000."),
        (
            with_prize(threshold=Decimal("100.5")),
            "categories-0-prizes-0-threshold",
            "Write points from 0 to 100, or nothing.",
        ),
        (replace(SOUND, rounds=()), "rounds", "At least 1 is needed here. Fill in a row."),
        (
            replace(SOUND, rounds=(FIRST, FIRST, LAST)),
            "rounds",
            "There is room for 2 here, and you wrote 3. Remove some.",
        ),
        (with_round(readings=10), "rounds-0-readings", "Write a whole number from 1 to 9."),
        (
            with_round(tolerance=Decimal(-1)),
            "rounds-0-tolerance",
            "Write points from 0 to 100, or nothing.",
        ),
        (
            with_round(tolerance=Decimal("NaN")),
            "rounds-0-tolerance",
            "Write points from 0 to 100, or nothing.",
        ),
        (
            with_round(counting="best"),
            "rounds-0-counting",
            "Choose from the list how readings are counted.",
        ),
        (
            with_round(advancing=5),
            "rounds-0-advancing",
            "After the last round nothing goes on. Leave this field empty.",
        ),
        (
            replace(SOUND, rounds=(replace(FIRST, advancing=None), LAST)),
            "rounds-0-advancing",
            "Write how many works of each category go on to the next round.",
        ),
        (replace(SOUND, declarations=("",)), "declarations-0", "Write at least 3 characters here."),
        (
            replace(SOUND, declarations=("Của tôi.", "Của tôi.")),
            "declarations-1",
            "“Của tôi.” is here twice. Give each a name of its own.",
        ),
    ],
)
def test_each_limit_is_named_with_its_field_and_the_mend(spec, field, sentence):
    assert found(spec) == [(field, sentence)]


def test_all_problems_are_named_at_once():
    spec = replace(SOUND, title="", categories=(), rounds=())

    assert [field for field, _ in found(spec)] == ["title", "categories", "rounds"]


def test_checking_raises_the_first_problem():
    with pytest.raises(RuleBroken) as refused:
        edition.check(replace(SOUND, title="", year=1))

    assert refused.value.field == "title"


def test_cleaning_makes_every_text_nfc_and_one_line():
    nfd = "Cuộc thi"
    spec = replace(
        SOUND,
        title=f"  {nfd}\n viết ",
        rules_text="Một\r\nHai \n",
        time_zone=" UTC ",
        declarations=("Của  tôi.",),
    )
    spec = replace(spec, categories=(replace(CATEGORY, name=f" {nfd} ", file_kinds=("txt", "exe", "docx")),))

    cleaned = edition.clean(spec)

    assert cleaned == replace(
        SOUND,
        title="Cuộc thi viết",
        rules_text="Một\nHai",
        time_zone="UTC",
        declarations=("Của tôi.",),
        categories=(replace(CATEGORY, name="Cuộc thi", file_kinds=("docx", "txt")),),
    )


def test_what_changed_is_named_in_the_order_of_the_settings():
    after = replace(SOUND, summary="Ngắn", title="Khác", declarations=())

    assert edition.changed(SOUND, after) == ("title", "summary", "declarations")
    assert edition.changed(SOUND, SOUND) == ()
