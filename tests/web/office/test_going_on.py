"""How a work comes from the first round to the second: set, shown by code, frozen, in a browser's words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries
from contest.kernel import clock
from tests.judged import Judged
from tests.web.office.office_browsing import errors, fields, send, text

TWO = (CategorySpec("Văn", 5, 900), CategorySpec("Thơ", 5, 900))
MARKS = {"Một": [("9", "8"), ("8", "8")], "Hai": [("7", "7"), ("7", "7")], "Ba": [("5", "5"), ("5", "6")]}


@pytest.fixture
def contest(factory):
    """A contest of two rounds, announced; works go on with 60 points or more, two at most."""
    contest = Judged(factory, rounds=2)
    spec = factory.read(editions.spec, contest.edition_id)
    first = replace(spec.rounds[0], advancing=2, threshold=Decimal(60))
    contest.last = replace(spec.rounds[1], carried=40)
    factory.do(
        editing.change_edition, contest.edition_id, replace(spec, rounds=(first, contest.last)),
        actor_id=contest.organiser_id, now=contest.now, reason="Hội đồng quyết định.",
    )  # fmt: skip
    contest.slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    return contest


def rounds(contest):
    return contest.factory.read(editions.spec, contest.edition_id).rounds


# --- settings -----------------------------------------------------------------------------------------------


def test_who_goes_on_is_set_for_all_categories_and_for_one(factory, client_for):
    organiser = factory.person(language="en")
    edition_id = factory.edition(organiser_id=organiser, phase="draft", rounds=2, categories=TWO)
    path = f"/office/{factory.read(editions.by_id, edition_id, now=clock.now()).slug}/settings/rounds"
    browser = client_for(organiser)

    typed = {
        "rounds-0-threshold": "70,5", "rounds-0-unit": "percent", "rounds-1-carried": "40",
        "categories-1-advancing": "3", "categories-1-threshold": "50",
    }  # fmt: skip
    assert send(browser, path, typed).status_code == 303

    spec = factory.read(editions.spec, edition_id)
    assert (spec.rounds[0].threshold, spec.rounds[0].unit) == (Decimal("70.5"), "percent")
    assert [each.carried for each in spec.rounds] == [None, 40]
    assert [(c.advancing, c.threshold) for c in spec.categories] == [(None, None), (3, Decimal(50))]
    assert {name: fields(browser.get(path))[name] for name in typed} == {
        name: [value.replace(",", ".")] for name, value in typed.items()
    }
    send(browser, path.replace("rounds", "categories"), {"categories-1-name": "Thơ ca"})
    assert factory.read(editions.spec, edition_id).categories[1].advancing == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rounds-0-unit": "stars"}, "This difference is in: Choose points or per cent from the list."),
        ({"rounds-1-carried": "100"}, "Per cent of the score that come from the first round: Write a whole"),
        ({"rounds-0-threshold": "170"}, "Least points to go on: Write points from 0 to 100"),
        ({"rounds-0-threshold": "60"}, "Least points to go on: By the rubric no work can have more than 50 points"),
        ({"rounds-0-tolerance": "51"}, "Points apart that ask for a third reading: By the rubric no work can"),
        ({"categories-0-threshold": "51"}, "Least points to go on: By the rubric no work can have more than 50"),
        ({"categories-1-advancing": "0"}, "Works that go on: Write a whole number from 1 to 10000."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(factory, client_for, typed, said):
    contest = Judged(factory, (), rounds=2, categories=TWO).rubric(full="50")
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    browser, path = client_for(contest.organiser_id), f"/office/{slug}/settings/rounds"
    before = rounds(contest)

    refused = send(browser, path, {"reason": "Đổi.", **typed})

    assert (refused.status_code, rounds(contest)) == (422, before)
    assert [error for error in errors(refused) if error.startswith(said)]
    [(name, value)] = typed.items()
    assert value == "stars" or fields(refused)[name] == [value]


def test_rounds_are_changed_with_a_reason_after_the_announcement_and_stay_once_they_are_judged(
    contest, client_for, client
):
    browser, path = client_for(contest.organiser_id), f"/office/{contest.slug}/settings/rounds"

    unsaid = send(browser, path, {"rounds-0-readings": "1"})
    assert (unsaid.status_code, errors(unsaid)[0][:18]) == (422, "Why it is changed:")
    assert send(browser, path, {"rounds-0-readings": "1", "reason": "Ít giám khảo."}).status_code == 303
    assert rounds(contest)[0].readings == 1
    assert "Ít giám khảo." in client.get(f"/editions/{contest.slug}/rules/fixed").text

    contest.judging()
    page = browser.get(path)
    assert "What was decided about it beforehand stays as it is." in text(page)
    forced = send(browser, path, {"rounds-0-readings": "2", "reason": "Thôi."})
    assert (forced.status_code, "beforehand stays" in text(forced)) == (422, True)
    assert send(browser, path, {"rounds-1-readings": "1", "reason": "Ít việc."}).status_code == 303
    assert [(each.readings, each.carried) for each in rounds(contest)] == [(1, None), (1, 40)]


def test_categories_with_more_prizes_than_places_in_the_last_round_are_named(factory, client_for):
    organiser = factory.person(language="en")
    edition_id = factory.edition(organiser_id=organiser, phase="draft", rounds=2)
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug
    browser = client_for(organiser)
    send(
        browser,
        f"/office/{slug}/settings/prizes",
        {"categories-0-prizes-0-name": "A", "categories-0-prizes-0-count": "11"},
    )

    assert "More prizes than works that can reach the last round" in text(
        browser.get(f"/office/{slug}/settings/rounds")
    )


# --- who goes on --------------------------------------------------------------------------------------------


def test_who_goes_on_and_why_others_do_not_stands_by_code(contest, client_for):
    contest.judging().marked(MARKS).closed()
    organiser, chair = client_for(contest.organiser_id), client_for(contest.chair_id)
    path = f"/office/{contest.slug}/progress/1/going-on"

    progress = text(organiser.get(f"/office/{contest.slug}/progress"))
    assert (
        "At most 2 works go on. Each needs at least 60 points. Works: 3. Go on: 2. Below the least points: 1."
        in progress
    )
    by_organiser, by_chair = text(organiser.get(path)), text(chair.get(path))
    for title, words in (("Một", "yes Place 1 of at most 2"), ("Ba", "no Fewer than 60 points.")):
        assert contest.code(title) in by_organiser
        assert words in by_organiser
    heads = "Blind code Place Score Goes on"  # points only to who may see scores
    assert (heads in by_organiser, heads in by_chair) == (False, True)
    assert organiser.get(path.replace("/1/", "/2/")).status_code == 404
    sent = send(organiser, f"/office/{contest.slug}/progress", {}, action=path.replace("going-on", "advance"))
    assert sent.status_code == 303
    assert "Who went on" in organiser.get(f"/office/{contest.slug}/progress").text


def test_where_none_has_enough_points_that_is_said_and_the_contest_goes_on(contest, client_for):
    contest.judging().rubric(1).marked({title: [("3", "3")] * 2 for title in MARKS}).closed()
    organiser = client_for(contest.organiser_id)
    path = f"/office/{contest.slug}/progress"
    assert "none goes on" in text(organiser.get(path))

    sent = send(organiser, path, {}, action=f"{path}/1/advance")

    assert sent.status_code == 303
    assert "No work goes on. The next round is closed without works" in text(organiser.get(sent.location))


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.SECRETARY, Duty.OBSERVER])
def test_nobody_else_sees_who_goes_on(contest, client_for, duty):
    contest.judging().marked(MARKS).closed()
    person = contest.factory.person()
    contest.factory.appoint(contest.edition_id, person, duty)

    assert client_for(person).get(f"/office/{contest.slug}/progress/1/going-on").status_code == 403


def test_what_a_final_score_is_made_up_of_is_told_to_the_chair_and_later_to_the_author(contest, client_for):
    contest.judging().marked(MARKS).closed().advanced().rubric(1).given_out(1)
    contest.marked({"Một": [("7", "7")] * 2, "Hai": [("8", "8")] * 2}, 1).closed(1)
    words = "40 per cent of the first round, where it had 70, and the rest of this round, where it has 80"

    chair = client_for(contest.chair_id)
    assert words in text(chair.get(f"/office/{contest.slug}/results/{contest.code('Hai', 1)}"))
    contest.awarded().approved().published()
    author = client_for(contest.authors["Hai"])
    [entry] = contest.factory.read(author_queries.own_entries, contest.authors["Hai"])
    assert words in text(author.get(f"/author/entries/{entry.key}/result"))
