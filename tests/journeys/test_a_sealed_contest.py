"""A whole sealed contest in the browser: sheets, rehearsal, codes, one identity, the ceremony of two of three holders.

Works, marks and awards are made through the services; what key holders do, they do at their own browsers, one of them
without scripts. A second contest loses two sheets and ends by code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contest.access.duties import Duty
from contest.anonymisation import service as anonymisation
from contest.app import create_app
from contest.editions import queries as editions
from contest.editions.rules.secrecy import Sealing
from contest.entries import author_queries
from contest.entries import queries as entries
from contest.kernel import clock
from contest.platform import schema
from contest.platform.database import db
from contest.settings import read
from tests.cookies import signed_in
from tests.factories import Factory
from tests.journeys.browsing import Visit
from tests.journeys.conftest import Visitor
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.serving import LiveServer
from tests.works import PLAIN

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}
SEALED = {"settings": {"sealing": Sealing("sealed", 2)}}
ENTER = "main form:has([name=words]) button.button"


@dataclass
class Stage:
    """The contest and its server; `visit` opens a browser in which somebody is signed in."""

    app: Flask
    factory: Factory
    server: LiveServer
    visit: Visitor

    def browser(self, account_id: int, who: str, **how: Any) -> Visit:
        opened = self.visit(self.server, who, **how)
        name, _, value = self.factory.do(signed_in, self.app, account_id, now=clock.now()).cookie.partition(
            "="
        )
        opened.context.add_cookies([{"name": name, "value": value, "url": self.server.url}])
        return opened

    def slug(self, contest: Judged) -> str:
        return str(self.factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Factory, LiveServer]]:
    instance = tmp_path_factory.mktemp("sealed") / "instance"
    app = create_app(read({"CONTEST_INSTANCE": str(instance)}))
    schema.bring_up_to_date(app)
    server = LiveServer(instance).start()
    yield Factory(app), server
    server.stop()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def stage(served: tuple[Factory, LiveServer], visit: Visitor) -> Stage:
    factory, server = served
    return Stage(factory.app, factory, server, visit)


def make_key(holder: Visit, office: str) -> str:
    """Make the own key, look at the sheet, type words back; return the words."""
    holder.go(f"{office}/keys/own")
    if holder.scripts:
        holder.page.click("[data-key-make] button.button")
        holder.page.wait_for_selector("[data-key-picture] svg")
        holder.seen.clear()  # the page changed without another address: look at it once more
        holder.look().on_both_screens()
    else:
        holder.press("[data-key-make] button.button")
    words = holder.page.locator("[data-key-words] li").all_inner_texts()
    labels = holder.page.locator("[data-key-keep] label").all_inner_texts()
    asked = [int(number) for label in labels for number in re.findall(r"\d+", label)]
    assert (len(words), len(asked)) == (17, 3)
    for at, number in enumerate(asked):
        holder.page.fill(f"#word_{at}", words[number - 1])
    holder.press("[data-key-keep] button.button:not([data-print])")
    return " ".join(words)


def enter(holder: Visit, meeting: str, words: str) -> Visit:
    return holder.go(meeting).fill(words=words).press(ENTER)


def invited(stage: Stage) -> Judged:
    """A contest whose works wait for their codes, with three holders who have no key yet: their accounts."""
    contest = Judged(stage.factory, **SEALED)
    contest.entries = {t: contest.accepted(contest.authors[t], title=t) for t in contest.titles}
    with stage.app.app_context():
        anonymisation.prepare(contest.edition_id, now=contest.now)
    contest.holders = [stage.factory.person(name) for name in ("Trần Giữ Một", "Lê Giữ Hai", "Phạm Giữ Ba")]
    for who in contest.holders:
        stage.factory.appoint(contest.edition_id, who, Duty.KEY_HOLDER)
    return contest


def test_a_sealed_contest_from_the_printed_keys_to_the_published_names(stage: Stage) -> None:
    contest = invited(stage)
    office = f"/office/{stage.slug(contest)}"
    holders = [
        stage.browser(contest.holders[0], "holder1", phone=True),
        stage.browser(contest.holders[1], "holder2"),
        stage.browser(contest.holders[2], "holder3", scripts=False),
    ]
    organiser = stage.browser(contest.organiser_id, "organiser")
    secretary = stage.browser(contest.secretary_id, "secretary")
    sent: list[str] = []
    holders[0].page.on("request", lambda request: sent.append(request.post_data or ""))

    words = [make_key(holder, office) for holder in holders]
    assert not any(word in body for body in sent for word in (words[0], words[0].replace(" ", "+")))
    organiser.go(f"{office}/keys").on_both_screens().press(f"form[action$='{office}/keys/make'] button")
    secretary.go(f"{office}/blind-copies")
    assert secretary.page.locator("button[data-confirm]").count() == 0

    organiser.press("form:has([value=rehearsal]) button")
    meeting = organiser.path
    enter(holders[0], meeting, words[0])
    enter(holders[2], meeting, words[2].upper())
    secretary.go(f"{office}/blind-copies").press("button[data-confirm]", agree=True)
    ask_an_author(stage, contest.rubric().given_out().marked(MARKS), secretary, office)
    one_identity(contest, secretary, list(zip(holders, words, strict=True)), office)

    contest.closed().awarded().approved()
    organiser.go(f"{office}/keys/opening").on_both_screens()
    organiser.fill(number="12/BB-BTC", place="Hội trường", witnesses="Ông Chứng\nBà Kiến").press()
    ceremony = organiser.path
    for at in (1, 2):  # the first one has lost the sheet
        enter(holders[at], ceremony, words[at])
    wait_for_the_worker(organiser.go(ceremony).on_both_screens(), ceremony)
    organiser.follow(f"{office}/results/publish")
    organiser.press("button[data-confirm]", agree=True)
    public = organiser.go(f"/editions/{stage.slug(contest)}/results").text()

    assert all(title in public for title in MARKS)
    assert not any(contest.code(title) in public for title in MARKS)


def wait_for_the_worker(organiser: Visit, ceremony: str) -> None:
    """Look again until all works are back."""
    for _ in range(120):
        if not organiser.page.locator("progress").count():
            return
        organiser.page.wait_for_timeout(500)
        organiser.go(ceremony)


def one_identity(contest: Judged, secretary: Visit, holders: list[tuple[Visit, str]], office: str) -> None:
    """Ask for one identity; two holders open it; only who asked sees it."""
    secretary.go(f"{office}/keys/one").on_both_screens()
    secretary.fill(code=contest.code("Hai"), reason="Tác phẩm tố cáo một tội phạm.").press()
    asked = secretary.path
    for holder, words in holders[:2]:
        enter(holder, asked, words)
    secretary.go(asked).on_both_screens().press("form[action$='/see'] button")
    assert "Tác Giả Hai" in secretary.text()
    assert "Tác Giả Hai" not in holders[0][0].go(asked).text()


def ask_an_author(stage: Stage, contest: Judged, secretary: Visit, office: str) -> None:
    """The secretariat asks by a receipt while all is sealed; the author answers; neither sees a code."""
    key = stage.factory.read(entries.entry_facts, contest.entries["Ba"]).key
    receipt = stage.factory.read(author_queries.receipt, key, contest.authors["Ba"], 1)
    secretary.go(f"{office}/questions").fill(
        receipt=receipt.number, question="Anh chị đã đăng bài ở đâu chưa?"
    )
    secretary.press("form[action$='/questions'] button").on_both_screens()
    author = stage.browser(contest.authors["Ba"], "author", phone=True)
    author.go("/author/").follow(f"/author/entries/{key}/questions").on_both_screens()
    author.fill(answer="Tôi chưa đăng ở đâu cả.").press("main form button.button")
    told = secretary.go(f"{office}/questions").on_both_screens().text()
    assert ("Tôi chưa đăng ở đâu cả." in told, "Tác Giả" in told) == (True, False)
    assert not any(contest.code(title) in told + author.text() for title in MARKS)
    secretary.press("form[action$='/close'] button")


def test_where_two_sheets_are_lost_the_results_stand_by_code_until_an_author_proves_one(
    stage: Stage, tmp_path: Path
) -> None:
    factory = stage.factory
    contest = Judged(factory, title="Cuộc thi mất khóa", **SEALED)
    three_holders(factory, contest.edition_id, contest.organiser_id)
    contest.entries = {t: contest.accepted(contest.authors[t], title=t) for t in contest.titles}
    key = factory.read(entries.entry_facts, contest.entries["Hai"]).key
    receipt = factory.read(author_queries.receipt, key, contest.authors["Hai"], 1)
    contest.coded_only().rubric().given_out().marked(MARKS).closed().awarded().approved()
    second = factory.person("Tổ Chức Hai")
    factory.appoint(contest.edition_id, second, Duty.ORGANISER)
    organisers = [stage.browser(contest.organiser_id, "organiser"), stage.browser(second, "organiser2")]
    page = f"/office/{stage.slug(contest)}/keys/by-code"

    organisers[0].go(page).on_both_screens().fill(confirmed="yes").press("main form button.button-danger")
    public = organisers[1].go(f"/editions/{stage.slug(contest)}/results").on_both_screens().text()
    assert all(contest.code(title) in public for title in MARKS)
    (tmp_path / "receipt.json").write_bytes(receipt.document.encode())
    (tmp_path / "bai.txt").write_bytes(PLAIN.encode())
    claim = organisers[0].go(page).fill(code=contest.code("Hai"), signature=receipt.signature)
    claim.page.set_input_files("[name=document]", tmp_path / "receipt.json")
    claim.page.set_input_files("[name=original]", tmp_path / "bai.txt")
    claim.press("form[enctype] button.button")
    organisers[0].go(page).on_both_screens()  # the claims as the one who wrote one down sees them
    organisers[1].go(page).on_both_screens().press("form[action$='/confirm'] button")
    organisers[1].go(page).on_both_screens()  # and the table of what is joined

    public = organisers[1].go(f"/editions/{stage.slug(contest)}/results").text()
    assert contest.code("Hai") not in public
    assert "Hai" in public
    assert contest.code("Một") in public
