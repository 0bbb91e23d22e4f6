"""What an author says of a work beside its text, and what must be said before it can be submitted."""

from dataclasses import replace
from datetime import date

import pytest

from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions
from contest.editions.rules.demands import PLAIN, Demands
from contest.entries.rules import statement as rules
from contest.entries.rules.statement import NOTHING, Files, Statement
from contest.kernel.errors import RuleBroken

NO_FILES = Files()
LAUNCH = date(2026, 3, 1)
TRANSLATED = Demands(languages=("vi", "en"), translation=True)
BOTH = Demands(publication="either", proof="any", published_from=LAUNCH, published_until=date(2026, 4, 1))
PUBLISHED = Statement(
    published="yes",
    published_in="Báo Mẫu",
    published_on=date(2026, 3, 5),
    link="https://bao.example/bai-viet",
)


def wrong(statement, demands=PLAIN, files=NO_FILES, conditions=OPEN_TO_ALL):
    return [(p.field, str(p)) for p in rules.problems(statement, files, demands, conditions)]


def fields(*args, **more):
    return [field for field, _ in wrong(*args, **more)]


def test_where_nothing_is_asked_nothing_is_missing():
    assert wrong(NOTHING) == []
    assert not rules.asks_anything(PLAIN, OPEN_TO_ALL)


# --- 8.2, row 4: a minority or foreign language ---------------------------------------------------------------


def test_a_work_in_another_language_needs_its_translation_and_the_judges_mark_that():
    english = Statement(language="en")
    assert rules.needs_translation(english, TRANSLATED)
    assert wrong(english, TRANSLATED) == [
        (
            "translation",
            "The work needs a translation, which is what the judges mark. Type it or attach it as a file.",
        )
    ]
    assert wrong(replace(english, translation="Bản dịch"), TRANSLATED) == []
    assert wrong(english, TRANSLATED, Files(translation=True)) == []


def test_a_work_in_the_main_language_needs_no_translation():
    assert wrong(Statement(language="vi"), TRANSLATED) == []
    assert not rules.needs_translation(Statement(language="vi"), TRANSLATED)


@pytest.mark.parametrize(
    ("language", "demands", "expected"),
    [
        ("", TRANSLATED, ["language"]),
        ("fr", TRANSLATED, ["language"]),
        ("fr", Demands(languages=("vi", "fr")), []),
        ("Tày", Demands(any_language=True), []),
        ("Tày", Demands(any_language=True, translation=True), ["translation"]),
    ],
)
def test_only_languages_that_the_category_takes_are_taken(language, demands, expected):
    assert fields(Statement(language=language), demands) == expected


# --- 8.2, row 8: published between submission and judging ------------------------------------------------------


def test_published_before_the_launch_is_refused_and_from_that_day_on_it_is_welcome():
    demands = Demands(publication="unpublished", published_from=LAUNCH, proof="any")
    before = replace(PUBLISHED, published_on=date(2026, 2, 28))
    sentence = (
        "Works published before the launch of the contest (01/03/2026) cannot take part; from that day on you may"
        " publish yours."
    )
    assert wrong(before, demands) == [("published_on", sentence)]
    assert wrong(replace(PUBLISHED, published_on=LAUNCH), demands) == []
    assert wrong(Statement(published="no"), demands) == []


def test_without_a_day_of_launch_nothing_published_is_taken():
    assert fields(PUBLISHED, Demands(publication="unpublished")) == ["published"]


@pytest.mark.parametrize(
    ("statement", "demands", "expected"),
    [
        (NOTHING, BOTH, ["published"]),
        (Statement(published="no"), BOTH, []),
        (Statement(published="no"), replace(BOTH, publication="published"), ["published"]),
        (PUBLISHED, BOTH, []),
        (replace(PUBLISHED, published_in=""), BOTH, ["published_in"]),
        (replace(PUBLISHED, published_on=None), BOTH, ["published_on"]),
        (replace(PUBLISHED, published_on=date(2026, 2, 28)), BOTH, ["published_on"]),
        (replace(PUBLISHED, published_on=date(2026, 4, 2)), BOTH, ["published_on"]),
        (replace(PUBLISHED, link=""), BOTH, ["link"]),
        (replace(PUBLISHED, link="javascript:alert(1)"), BOTH, ["link"]),
        (replace(PUBLISHED, link="https://[x"), BOTH, ["link"]),
        (replace(PUBLISHED, link=""), replace(BOTH, proof=""), []),
        (replace(PUBLISHED, link=""), replace(BOTH, proof="link"), ["link"]),
        (PUBLISHED, replace(BOTH, proof="file"), ["proof_file"]),
    ],
)
def test_a_published_work_says_where_and_when_within_the_window_and_proves_it(statement, demands, expected):
    assert fields(statement, demands) == expected


def test_a_file_is_a_proof_as_good_as_a_link():
    assert wrong(replace(PUBLISHED, link=""), BOTH, Files(proof=True)) == []
    assert wrong(replace(PUBLISHED, link=""), replace(BOTH, proof="file"), Files(proof=True)) == []


# --- countries, and what is kept ------------------------------------------------------------------------------


@pytest.mark.parametrize(("country", "expected"), [("", ["country"]), ("ZZ", ["country"]), ("VN", [])])
def test_a_contest_for_certain_countries_asks_for_the_country(country, expected):
    conditions = Conditions(countries=("LA", "VN"))
    assert fields(Statement(country=country), conditions=conditions) == expected


def test_only_what_the_category_asks_for_is_kept_with_a_version():
    everything = replace(PUBLISHED, language="en", translation="Bản dịch", country="VN")
    assert rules.relevant(everything, PLAIN, OPEN_TO_ALL) == NOTHING
    assert rules.relevant(everything, BOTH, OPEN_TO_ALL) == PUBLISHED
    assert rules.relevant(replace(everything, published="no"), BOTH, OPEN_TO_ALL) == Statement(published="no")
    assert rules.relevant(everything, TRANSLATED, Conditions(countries=("VN",))) == Statement(
        language="en", translation="Bản dịch", country="VN"
    )
    assert rules.relevant(replace(everything, language="vi"), TRANSLATED, OPEN_TO_ALL) == Statement(
        language="vi"
    )


def test_fields_that_were_not_sent_stay_and_days_are_read_as_people_write_them():
    before = Statement(language="en", link="https://a.example")
    assert rules.read(before, {"published_on": " 31/12/2026 "}) == replace(
        before, published_on=date(2026, 12, 31)
    )
    assert rules.read(before, {"published_on": "2026-12-31", "link": ""}) == Statement(
        "en", published_on=date(2026, 12, 31)
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"published_on": "gestern"}, "Write the day like 31/12/2026."),
        ({"published_on": "31/02/2026"}, "Write the day like 31/12/2026."),
        ({"link": "x" * 501}, "This has 501 characters; there is room for 500. Shorten it."),
        (
            {"translation": "x" * 500_001},
            "The text has 500001 characters; at most 500000 can be kept. Shorten it.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(sent, sentence):
    with pytest.raises(RuleBroken) as refused:
        rules.read(NOTHING, sent)
    assert (str(refused.value), refused.value.field) == (sentence, next(iter(sent)))
