"""A rubric for one category, copied from the library; every change of it is told; a judge sees what was previewed."""

import re
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.judging import queries, service
from contest.judging.rules import design
from contest.judging.service import Draft
from contest.kernel import clock
from contest.web.office.rubric_collection import COLLECTION
from tests.judged import LINES, Judged
from tests.web.office.office_browsing import fields, send, text

TWO = (CategorySpec("Văn", 5, 900), CategorySpec("Thơ", 5, 900))


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Lan", language="en")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


class Contest:
    def __init__(self, factory, organiser, **how):
        how = {"phase": "draft", "categories": TWO, "tolerance": None} | how
        self.factory, self.organiser = factory, organiser
        self.id = factory.edition(organiser_id=organiser, **how)
        self.slug = factory.read(editions.by_id, self.id, now=clock.now()).slug
        self.path = f"/office/{self.slug}/rubric"
        self.rounds = [each.id for each in factory.read(editions.rounds, self.id)]
        self.categories = [each.id for each in factory.read(editions.categories, self.id)]

    def saves(self, category=None, full="100", lines=LINES):
        key = None if category is None else self.categories[category]
        draft = Draft(self.rounds[0], Decimal(full), lines, key)
        self.factory.do(service.save, draft, actor_id=self.organiser, now=clock.now())
        return self

    def kept(self):
        return self.factory.read(queries.rubrics, self.rounds[0]).own


@pytest.mark.parametrize("key", COLLECTION)
def test_each_ready_rubric_is_taken_over_and_saved_as_it_is(factory, browser, organiser, key):
    contest = Contest(factory, organiser)
    library = browser.get(f"{contest.path}/library?round=1&category=2")
    assert f"{contest.path}?round=1&amp;category=2&amp;start={key}#preview" in library.text

    address = f"{contest.path}?round=1&category=2"
    answer = send(browser, f"{address}&start={key}", action=address)

    assert (answer.status_code, answer.location) == (303, address)
    [(category, kept)] = contest.kept().items()
    assert category == contest.categories[1]
    assert [str(p) for p in design.problems(kept.full_score, kept.lines, kept.weighing)] == []


def test_there_are_thirteen_and_each_has_words_in_both_languages(factory, client_for):
    pages = {}
    for language in ("en", "vi"):
        organiser = factory.person(language=language)
        contest = Contest(factory, organiser, title=f"Cuộc thi {language}")
        path = f"{contest.path}?round=1&start=officials"
        pages[language] = text(client_for(organiser).get(path))

    assert len(COLLECTION) == 13
    assert "Weak, or copied from elsewhere." in pages["en"]
    assert "Yếu, hoặc chép lại của người khác." in pages["vi"]


def test_a_rubric_of_another_contest_with_a_duty_is_copied_and_of_one_without_is_not_found(
    factory, browser, organiser
):
    contest = Contest(factory, organiser)
    mine = Contest(factory, factory.person(), title="Cuộc thi năm ngoái").saves(1, "50")
    theirs = Contest(factory, factory.person(), title="Cuộc thi của người khác").saves()
    factory.appoint(mine.id, organiser, Duty.CHAIR)

    page = browser.get(f"{contest.path}/library?round=1").text
    assert (mine.slug in page, theirs.slug in page) == (True, False)
    address = f"{contest.path}?round=1"
    answer = send(browser, f"{address}&start=copy:{mine.slug}:1:2", action=address)

    assert answer.status_code == 303
    assert {key: (r.full_score, r.lines) for key, r in contest.kept().items()} == {None: (Decimal(50), LINES)}
    for wrong in (f"{theirs.slug}:1:", f"{mine.slug}:7:", f"{mine.slug}:1:9", "", ":::"):
        assert browser.get(f"{address}&start=copy:{wrong}").status_code == 404
    assert browser.get(f"{address}&start=nonsense").status_code == 200


def test_a_category_gets_a_rubric_of_its_own_and_can_go_back_to_the_common_one(factory, browser, organiser):
    contest = Contest(factory, organiser).saves()
    address = f"{contest.path}?round=1&category=1"

    page = browser.get(address)
    assert "marked by the rubric for all categories" in text(page)
    assert send(browser, f"{address}&start=all", {"full_score": "50"}, action=address).status_code == 303
    assert {key: r.full_score for key, r in contest.kept().items()} == {None: 100, contest.categories[0]: 50}
    assert "this one does not count for them: Văn." in text(browser.get(f"{contest.path}?round=1"))

    remove = f"{contest.path}/remove?round=1&category=1"
    refused = send(browser, address, {}, action=remove)
    assert (refused.status_code, "Tick the box" in text(refused)) == (422, True)
    assert send(browser, address, {"confirmed": "yes"}, action=remove).status_code == 303
    assert list(contest.kept()) == [None]
    assert browser.get(f"{contest.path}?round=1&category=3").status_code == 404


def test_every_change_is_told_with_its_time_and_who_made_it(factory, browser, organiser):
    contest = Contest(factory, organiser, phase="announced").saves()

    send(browser, f"{contest.path}?round=1", {"criteria-0-name": "Ý tưởng"}, action=f"{contest.path}?round=1")

    told = text(browser.get(f"{contest.path}?round=1")).split("How it came to be so")[1]
    assert "“Nội dung” is called “Ý tưởng” now." in told
    assert told.count("Phạm Thị Lan") == 2


def test_a_judge_sees_exactly_what_was_previewed(factory, client_for):
    contest = Judged(factory, ("Một",)).judging()
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    reading = contest.readings("Một")[0]

    def sheet(page):
        """The criteria, without what names and answers them."""
        found = re.findall(
            r'<(?:fieldset|div)\s+class="criterion".*?</(?:fieldset|div)>(?:\s*</fieldset>)?',
            page.text,
            re.DOTALL,
        )
        plain = [re.sub(r"(preview-\d+|mark_\d+)|\s*\bdisabled\b|\s+(?=>)", "", each) for each in found]
        return [" ".join(each.split()) for each in plain]

    previewed = sheet(client_for(contest.organiser_id).get(f"/office/{slug}/rubric"))
    judged = sheet(client_for(reading.judge_id).get(f"/judge/{slug}/essays/{contest.code('Một')}"))

    assert len(previewed) == 3
    assert judged[:3] == previewed  # what follows is the comment on the whole


def test_marks_of_a_page_that_shows_an_older_rubric_are_refused(factory, client_for):
    contest = Judged(factory, ("Một",)).judging()
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    reading = contest.readings("Một")[0]
    judge = client_for(reading.judge_id)
    address = f"/judge/{slug}/essays/{contest.code('Một')}"
    opened = fields(judge.get(address), None)
    contest.rubric(full="50")

    name = next(name for name in opened if name.startswith("mark_"))
    answer = judge.post(address, data=opened | {name: "7", "act": "save"})

    assert answer.status_code == 422
    assert "changed after you opened" in answer.text
    assert factory.read(queries.sheet, reading.id).marks == {}


def test_a_judge_whose_category_has_no_rubric_is_told_so(factory, client_for):
    contest = Judged(factory, ("Một",)).coded().given_out()
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    judge = client_for(contest.readings("Một")[0].judge_id)

    page = judge.get(f"/judge/{slug}/essays/{contest.code('Một')}")

    assert (page.status_code, "have not written the rubric" in page.text) == (422, True)
