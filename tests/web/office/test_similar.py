"""Texts that are like a work, in a browser: figures in the queue and on the page, side by side, what is kept back."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.entries import finding, screening_queries
from contest.kernel import clock
from tests import planted_copies as planted
from tests.factories import CATEGORY, NOW, Factory
from tests.web.account.browsing import token
from tests.web.office.office_browsing import errors, text
from tests.works import word_file

WORDS = list(planted.essays(2, words=300, seed=8, sayings=0))
ESSAYS = [planted.text(words) for words in WORDS]
HALF = planted.text(WORDS[1][:150] + WORDS[0][:150])


class Office:
    """A secretary of a contest whose category allows 20 %, with a work and another that copies half of it."""

    def __init__(self, factory: Factory, client_for: Callable[[int], FlaskClient]) -> None:
        self.factory, self.client_for = factory, client_for
        limited = replace(CATEGORY, demands=Demands(similarity=20))
        self.edition_id = factory.edition(categories=(limited,))
        self.slug = factory.read(editions.by_id, self.edition_id, now=NOW).slug
        self.secretary_id = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition_id, self.secretary_id, Duty.SECRETARY)
        self.browser = client_for(self.secretary_id)
        self.writer = factory.person("Nguyễn Văn Đức")
        self.copier = factory.person("Trần Thị Bích")

    def compare(self) -> None:
        with self.factory.app.app_context():
            finding.compare_texts()

    def page(self, key: str) -> str:
        return f"/office/{self.slug}/screening/{key}"

    def read(self, key: str) -> str:
        return text(self.browser.get(self.page(key)))

    def send(self, path: str, **fields: Any) -> Any:
        page = fields.pop("page", path)
        return self.browser.post(path, data={"csrf_token": token(self.browser, page), **fields})


@pytest.fixture
def office(factory: Factory, client_for: Callable[[int], FlaskClient]) -> Any:
    with clock.fixed(NOW):
        yield Office(factory, client_for)


def test_a_secretary_sees_how_much_is_alike_compares_and_notes_that_it_does_not_count(office):
    first = office.factory.entry(office.edition_id, office.writer, title="Bến sông", text=ESSAYS[0])
    copy = office.factory.entry(office.edition_id, office.copier, title="Con đò", text=HALF)
    assert "Not compared yet." in office.read(copy)
    office.compare()

    queue = text(office.browser.get(f"/office/{office.slug}/screening"))
    assert (queue.count("50 % alike"), queue.count("% as in own works")) == (2, 0)
    page = office.read(copy)
    assert "In works of others and other texts: 50 % Above the limit" in page
    assert "The category allows 20 %. A figure to look at, no verdict: you decide." in page
    assert "Bến sông : 50 % of this work Nguyễn Văn Đức," in page
    beside = f"{office.page(copy)}/similar/{first}"
    shown = office.browser.get(beside)
    assert "50 % of this work stands in another text" in text(shown)
    assert shown.text.count("<mark>") == 2
    assert errors(office.send(beside, act="mark")) == [
        "This source is: Choose what the source is.",
    ]

    noted = office.send(beside, act="mark", kind="own-publication", reason="Báo Hà Tĩnh ngày 3/5")

    assert noted.status_code == 303
    said = text(office.browser.get(beside))
    assert (
        "It does not count, as it is the author's own publication. Báo Hà Tĩnh ngày 3/5 (Lê Thị Thư Ký,"
        in said
    )
    assert "In works of others and other texts: 0 % In other" in office.read(copy)
    assert office.send(beside, act="unmark").status_code == 303
    assert "In works of others and other texts: 50 % Above" in office.read(copy)
    # Nothing else happens to a work above the limit: it can be accepted as any other.
    office.factory.screen(office.edition_id, copy, office.secretary_id)
    assert office.factory.read(screening_queries.to_screen, copy, office.edition_id).state == "accepted"


def test_of_a_work_of_another_contest_a_secretary_there_sees_all_others_the_title_and_its_judges_nothing(
    office,
):
    other_id = office.factory.edition(title="Cuộc thi lần trước")
    theirs = office.factory.entry(other_id, office.writer, title="Bến sông", text=ESSAYS[0])
    copy = office.factory.entry(office.edition_id, office.copier, title="Con đò", text=HALF)
    same = office.factory.entry(office.edition_id, office.copier, title="Bến sông xưa", text=ESSAYS[0])
    office.compare()
    beside = f"{office.page(copy)}/similar/{theirs}"

    page, shown = office.read(copy), office.browser.get(beside)
    assert "Bến sông : 50 % of this work Cuộc thi lần trước" in page
    assert "Nguyễn Văn Đức" not in page + text(shown)
    assert "its text is not shown here" in text(shown)
    assert shown.text.count("<h4") == 1
    assert "in another contest: Bến sông (Cuộc thi lần trước)" in office.read(same)

    office.factory.appoint(other_id, office.secretary_id, Duty.SECRETARY)
    assert "Nguyễn Văn Đức," in office.read(copy)

    judge = office.factory.person("Phạm Văn Chấm")
    office.factory.appoint(office.edition_id, judge, Duty.SECRETARY)
    office.factory.appoint(other_id, judge, Duty.JUDGE)
    browser = office.client_for(judge)
    page = text(browser.get(office.page(copy)))
    assert ("Cuộc thi lần trước" in page, "Nothing was found" in page) == (False, False)
    assert "You have another duty in a contest that is still running." in page
    assert browser.get(beside).status_code == 404
    assert "Cuộc thi lần trước" not in text(browser.get(office.page(same)))


def test_texts_to_compare_with_are_pasted_or_uploaded_let_be_quoted_and_deleted(office):
    key = office.factory.entry(office.edition_id, office.writer, title="Bến sông", text=ESSAYS[0])
    path = f"/office/{office.slug}/references"
    assert "No texts yet" in text(office.browser.get(path))
    assert errors(office.send(path, text="Ngắn quá.")) == ["Title: Please fill in this field."]
    assert errors(office.send(path, title="Bài báo", text="Ngắn quá.")) == [
        "Text: A text to compare with needs 12 words or more. Paste the text, or choose a file.",
    ]
    file = (io.BytesIO(word_file(*ESSAYS[0].split("\n\n"))), "bai-bao.docx")
    kept = office.send(path, title="", file=file)
    assert (kept.status_code, ESSAYS[0][:60] in kept.text) == (422, True)

    file = (io.BytesIO(word_file(*ESSAYS[0].split("\n\n"))), "bai-bao.docx")
    assert office.send(path, title="Bài báo", origin="Báo Hà Tĩnh", file=file).status_code == 303
    office.compare()
    assert "Bài báo : 100 % of this work Báo Hà Tĩnh" in office.read(key)

    reference = office.browser.get(path).text.split('name="key" value="')[1].split('"')[0]
    office.send(f"{path}/quotable", page=path, key=reference, quotable="yes")
    office.compare()
    assert "Nothing was found that is like it." in office.read(key)
    assert office.send(f"{path}/delete", page=path, key=reference).status_code == 303
    assert office.send(f"{path}/delete", page=path, key=reference).status_code == 404
    assert "No texts yet" in text(office.browser.get(path))
