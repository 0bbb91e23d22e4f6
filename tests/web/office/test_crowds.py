"""Before codes are drawn the office is warned of classes of fewer than five works by what judges are shown (L29)."""

import re

import pytest

from contest.access.duties import Duty
from contest.anonymisation import coding, queries, service
from contest.editions import own_fields
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.editions.rules.own_fields import OwnField
from contest.entries import intake
from contest.kernel.errors import RuleBroken
from tests.judged import Judged
from tests.web.office.office_browsing import send, text
from tests.worlds import world

GRADE = OwnField("Lớp", "choice", options=("10", "12"), for_judges=True)
HIDDEN = OwnField("Xã", "line")
TITLES = ("Chợ", "Sông", "Núi", "Biển", "Đồng", "Suối", "Rừng", "Đèo", "Bến", "Cầu", "Ao", "Hồ")


@world
def contest(factory):
    """Ten works of a category, two of them of grade 12; two works of another category."""
    categories = (CategorySpec("Bài viết", 5, 3000, own_fields=(GRADE, HIDDEN)), CategorySpec("Thơ", 5, 3000))
    made = Judged(factory, TITLES, categories=categories)
    for number, title in enumerate(TITLES):
        who, poem = made.authors[title], number >= 10
        key = factory.do(intake.start_draft, made.edition_id, author_id=who, now=made.then)
        asked = factory.read(own_fields.asked, made.edition_id, made.categories[poem])
        own = {each.key: ("12" if number < 2 else "10") if each.asks is not HIDDEN else "" for each in asked}
        own |= {each.key: f"Xã {number}" for each in asked if each.asks.label == "Xã"}
        draft = intake.Draft(title, made.categories[poem], "Buổi sáng ở chợ quê bắt đầu từ rất sớm.", own=own)
        factory.do(intake.save_draft, key, draft, author_id=who, stamp=intake.Stamp(1), now=made.then)
        made.submit(key, who)
        made.accept(key)
    with factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    made.slug = factory.read(editions.by_id, made.edition_id, now=made.now).slug
    return made


def named(page):
    found = re.findall(r"<li>([^<]*: \d+ works?)</li>", page.text)
    return [" ".join(line.split()) for line in found]


SMALL = ["category “Thơ”: 2 works", "“Lớp”: 12: 2 works"]


def test_the_secretary_reads_which_classes_are_small_how_many_they_are_and_what_helps_and_no_hidden_answer(
    contest, client_for
):
    page = client_for(contest.secretary_id).get(f"/office/{contest.slug}/blind-copies")
    assert named(page) == SMALL
    said = text(page)
    assert "move its works into another one" in said
    assert "an organiser keeps it from the judges" in said
    assert "Xã" not in said


def test_an_organiser_keeps_the_answers_from_the_judges_with_a_reason_and_the_copies_are_made_anew(
    contest, client_for
):
    factory, path = contest.factory, f"/office/{contest.slug}/blindness"
    browser = client_for(contest.organiser_id)
    assert named(browser.get(path)) == SMALL
    refused = send(browser, path, {"hide": "Lớp", "reason": "x"})
    assert (refused.status_code, named(refused)) == (422, SMALL)
    assert 'value="x"' in refused.text
    assert send(browser, path, {"hide": "Lớp", "reason": "Lớp có quá ít bài."}).status_code == 303
    assert "Lớp có quá ít bài." in text(browser.get(f"/editions/{contest.slug}/rules/fixed"))

    by = {"actor_id": contest.secretary_id, "now": contest.now}
    with pytest.raises(RuleBroken, match="not made yet: 10"):
        factory.do(coding.draw_codes, contest.round_id, **by)
    with factory.app.app_context():
        service.prepare(contest.edition_id, now=contest.now)
    assert named(browser.get(path)) == SMALL[:1]
    factory.do(coding.draw_codes, contest.round_id, **by)
    codes = [copy.code for copy in factory.read(queries.blind_copies, contest.round_id)]
    assert [factory.read(queries.essay, contest.round_id, code).own for code in codes] == [()] * 12


def test_an_organiser_reads_of_answers_in_the_authors_words_that_few_gave_them_and_not_what_they_are(
    factory, client_for
):
    village = OwnField("Làng", "line", for_judges=True)
    categories = (CategorySpec("Bài viết", 5, 3000, own_fields=(village,)),)
    made = Judged(factory, TITLES[:6], categories=categories)
    for number, title in enumerate(TITLES[:6]):
        who = made.authors[title]
        key = factory.do(intake.start_draft, made.edition_id, author_id=who, now=made.then)
        [asked] = factory.read(own_fields.asked, made.edition_id, made.categories[0])
        own = {asked.key: f"Làng Chài {number}"}
        draft = intake.Draft(title, made.categories[0], "Buổi sáng ở chợ quê bắt đầu từ rất sớm.", own=own)
        factory.do(intake.save_draft, key, draft, author_id=who, stamp=intake.Stamp(1), now=made.then)
        made.submit(key, who)
        made.accept(key)
    with factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    slug = factory.read(editions.by_id, made.edition_id, now=made.now).slug

    of_secretary = client_for(made.secretary_id).get(f"/office/{slug}/blind-copies")
    assert named(of_secretary) == [f"“Làng”: Làng Chài {number}: 1 work" for number in range(6)]
    of_organiser = client_for(made.organiser_id).get(f"/office/{slug}/blindness")
    assert named(of_organiser) == ["“Làng”: answers that few have given: 6 works"]
    assert "Làng Chài" not in of_organiser.text


def test_a_question_that_judges_do_not_read_is_hidden_by_nobody_and_nothing_after_the_codes(
    contest, client_for
):
    path = f"/office/{contest.slug}/blindness"
    browser = client_for(contest.organiser_id)
    wanted = {"hide": "Xã", "reason": "Lớp có quá ít bài."}
    assert send(browser, path, wanted).status_code == 404
    by = {"actor_id": contest.secretary_id, "now": contest.now}
    contest.factory.do(coding.draw_codes, contest.round_id, **by)
    assert named(browser.get(path)) == []


def test_neither_chair_nor_observer_reads_of_classes(contest, client_for):
    observer = contest.factory.person("Ngô Thị Quan Sát")
    contest.factory.appoint(contest.edition_id, observer, Duty.OBSERVER)
    for person in (contest.chair_id, observer):
        page = client_for(person).get(f"/office/{contest.slug}/blindness")
        assert (page.status_code, named(page)) == (200, [])
