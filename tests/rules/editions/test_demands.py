from datetime import date

import pytest

from contest.editions.rules import edition as rules
from contest.editions.rules.copying import following
from contest.editions.rules.demands import PLAIN, Demands, clean, problems
from tests.rules.editions.specs import with_category

KINDS = ("text", "docx", "pdf", "txt")
WHOLE = "Write a whole number from %(least)d to %(most)d, or nothing."


def wrong(demands, kinds=KINDS):
    return [(p.field.removeprefix("c-"), p.message[:30]) for p in problems(demands, "c", file_kinds=kinds)]


@pytest.mark.parametrize(
    ("demands", "kinds"),
    [
        (PLAIN, KINDS),
        (Demands("characters", ("title", "notes", "sources"), 5, 20), KINDS),
        (Demands("pages"), ("pdf",)),
        (Demands("pages"), ("pdf", "pictures")),
        (Demands(languages=("vi", "en", "Tày"), translation=True), KINDS),
        (Demands(any_language=True, translation=True), KINDS),
        (Demands(publication="unpublished", published_from=date(2026, 1, 1), proof="any"), KINDS),
        (
            Demands(
                publication="published", published_from=date(2026, 1, 1), published_until=date(2026, 1, 1)
            ),
            KINDS,
        ),
        (Demands(own_declarations=("Tác phẩm chưa được giải.",)), KINDS),
        (Demands("minutes", recordings=("mp3",), recording_limit_mb=2048, script=False), KINDS),
    ],
)
def test_sound_demands_are_taken(demands, kinds):
    assert wrong(demands, kinds) == []


@pytest.mark.parametrize(
    ("demands", "kinds", "expected"),
    [
        (Demands("lines"), KINDS, [("length_unit", "Choose from the list in what l")]),
        (Demands("pages"), KINDS, [("length_unit", "Pages can be counted of PDF fi")]),
        (Demands("pages"), ("docx", "pictures"), [("length_unit", "Pages can be counted of PDF fi")]),
        (Demands("pages", ("notes",)), ("pdf",), [("uncounted", "Pages are counted whole, with ")]),
        (Demands("minutes"), KINDS, [("length_unit", "Minutes can be counted of reco")]),
        (Demands(recording_limit_mb=9), KINDS, [("recording_limit_mb", "This category takes no recordi")]),
        (Demands(script=False), KINDS, [("script", "Without a recording a work has")]),
        (Demands(recordings=("mp4",), recording_limit_mb=0), KINDS, [("recording_limit_mb", WHOLE[:30])]),
        (Demands(file_limit_mb=0), KINDS, [("file_limit_mb", WHOLE[:30])]),
        (Demands(file_limit_mb=5), ("text",), [("file_limit_mb", "This category takes no files. ")]),
        (Demands(similarity=100), KINDS, [("similarity", WHOLE[:30])]),
        (Demands(languages=("",)), KINDS, [("main_language", "Say in which language works ar")]),
        (Demands(languages=("vi", "x" * 41)), KINDS, [("other_languages", "“%(language)s” is too long for")]),
        (
            Demands(languages=("vi", *map(str, range(30)))),
            KINDS,
            [("other_languages", "At most %(most)d languages can")],
        ),
        (Demands(translation=True), KINDS, [("translation", "A translation is asked for, bu")]),
        (Demands(publication="soon"), KINDS, [("publication", "Choose from the list whether w")]),
        (Demands(publication="either", proof="oath"), KINDS, [("proof", "Choose from the list what prov")]),
        (Demands(proof="link"), KINDS, [("publication", "Dates and proof belong to a ru")]),
        (
            Demands(publication="unpublished", published_until=date(2026, 1, 1)),
            KINDS,
            [("published_until", "Works must be unpublished here")],
        ),
        (
            Demands(publication="either", published_from=date(2026, 1, 2), published_until=date(2026, 1, 1)),
            KINDS,
            [("published_until", "The first day of publication i")],
        ),
        (
            Demands(own_declarations=("Tôi",) * 2),
            KINDS,
            [("own_declarations", "A declaration is here twice. W")],
        ),
        (Demands(own_declarations=("Tô",)), KINDS, [("own_declarations", "A declaration has %(least)d to")]),
    ],
)
def test_demands_that_contradict_themselves_are_named(demands, kinds, expected):
    assert wrong(demands, kinds) == expected


def test_problems_of_demands_are_problems_of_the_edition():
    found = [p.field for p in rules.problems(with_category(demands=Demands("pages", similarity=0)))]
    assert found == ["categories-0-length_unit", "categories-0-similarity"]


def test_the_same_choice_is_the_same_value_in_whatever_order_it_was_ticked():
    assert clean(Demands(uncounted=("sources", "title", "x"))) == Demands(uncounted=("title", "sources"))


def test_the_days_of_publication_go_on_by_a_year_when_an_edition_is_copied():
    demands = Demands(
        publication="published", published_from=date(2024, 2, 29), published_until=date(2026, 5, 1)
    )
    copied = following(with_category(demands=demands)).categories[0].demands
    assert (copied.published_from, copied.published_until) == (date(2025, 2, 28), date(2027, 5, 1))
