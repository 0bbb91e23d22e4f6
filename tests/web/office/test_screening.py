"""Screening in a browser: the queue, one work with its author's name, and the decision."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.access.duties import Duty
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions import queries as editions
from contest.entries import queries
from contest.entries.rules.screening import CHECKLIST
from contest.kernel import clock
from contest.platform.database import db
from contest.platform.mail import Letter
from tests import hostile
from tests.factories import NOW, WEEK, Factory
from tests.parts.entries.test_reading import statements
from tests.web.account.browsing import errors, token, told

REASON = "Bài viết chưa đúng chủ đề của cuộc thi."


@dataclass
class Office:
    """A secretary at work, with works that wait."""

    factory: Factory
    browser: FlaskClient
    edition_id: int
    slug: str
    author_id: int
    secretary_id: int

    @property
    def queue(self) -> str:
        return f"/office/{self.slug}/screening"

    def entry(self, title: str, **more: object) -> str:
        return self.factory.entry(self.edition_id, self.author_id, title=title, **more)

    def decide(self, key: str, verdict: str, version: str = "1", **fields: object) -> TestResponse:
        page = f"{self.queue}/{key}"
        form = {"csrf_token": token(self.browser, page), "version": version, "verdict": verdict, **fields}
        return self.browser.post(page, data=form)

    def states(self) -> dict[str, int]:
        found: dict[str, int] = self.factory.read(queries.counts_by_state, self.edition_id)
        return found


@pytest.fixture
def office(factory: Factory, client_for: Callable[[int], FlaskClient]) -> Iterator[Office]:
    with clock.fixed(NOW):
        edition_id = factory.edition()
        secretary_id = factory.person("Lê Thị Thư Ký")
        factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
        yield Office(
            factory=factory,
            browser=client_for(secretary_id),
            edition_id=edition_id,
            slug=factory.read(editions.by_id, edition_id, now=NOW).slug,
            author_id=factory.person(
                "Nguyễn Văn Đức", email="duc@example.org", unit_id=factory.unit("Xã Bình Minh")
            ),
            secretary_id=secretary_id,
        )


@pytest.fixture
def last_letter(factory: Factory) -> Callable[[], tuple[str, Letter]]:
    def read() -> tuple[str, Letter]:
        with factory.app.app_context():
            row = db.session.scalars(
                db.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
            ).one()
            found = row.notice, rendering.letter(row)
            db.session.rollback()
        return found

    return read


def test_the_queue_shows_the_longest_waiting_first_with_names(office: Office) -> None:
    keys = [office.entry(title) for title in ("Một", "Hai")]
    page = office.browser.get(office.queue).text
    assert re.findall(rf'<th scope="row">\s*<a href="{office.queue}/(\w+)">', page) == keys
    assert ("Nguyễn Văn Đức" in page, "Xã Bình Minh" in page) == (True, True)


def test_an_empty_queue_says_so(office: Office) -> None:
    assert "Nothing waits" in office.browser.get(office.queue).text
    assert "No work is in this state." in office.browser.get(f"{office.queue}?state=refused").text
    assert office.browser.get(f"{office.queue}?state=draft").status_code == 404


def test_a_work_stands_with_its_author_and_what_was_noticed(office: Office) -> None:
    key = office.entry("Bài quét", file=("bài của Đức.pdf", hostile.scanned_pdf()))
    page = office.browser.get(f"{office.queue}/{key}").text
    wanted = ("Nguyễn Văn Đức", "Xã Bình Minh", "bài của Đức.pdf", "No text could be read from the file")
    assert [part for part in wanted if part not in page] == []


def test_the_same_work_of_another_is_shown(office: Office) -> None:
    key = office.entry("Một")
    copier = office.factory.person("Trần Thị Mai")
    other = office.factory.entry(office.edition_id, copier, title="Chép")
    page = office.browser.get(f"{office.queue}/{key}").text
    assert "Exactly the same text or file was submitted in another entry:" in page
    assert f"{office.queue}/{other}" in page


def test_the_file_comes_as_an_attachment_under_the_number_of_its_receipt(office: Office) -> None:
    key = office.entry("Tệp", file=("tên tôi.txt", b"one two three four five six"))
    answer = office.browser.get(f"{office.queue}/{key}/file")
    assert answer.data == b"one two three four five six"
    assert re.fullmatch(
        r'attachment; filename="2026(-[0-9A-Z]{4}){3}\.txt"', answer.headers["Content-Disposition"]
    )


@pytest.mark.parametrize(
    ("verdict", "fields", "state", "notice"),
    [
        ("accept", {"checklist": list(CHECKLIST)}, "accepted", "entry_accepted"),
        ("return", {"reason": REASON}, "returned", "entry_returned"),
        ("refuse", {"reason": REASON}, "refused", "entry_refused"),
    ],
)
def test_a_decision_is_recorded_told_and_leads_to_the_next(
    office: Office,
    last_letter: Callable[[], tuple[str, Letter]],
    verdict: str,
    fields: dict[str, object],
    state: str,
    notice: str,
) -> None:
    first, second = office.entry("Một"), office.entry("Hai")
    answer = office.decide(first, verdict, **fields)
    assert (answer.status_code, answer.location) == (303, f"{office.queue}/{second}")
    assert office.states() == {state: 1, "submitted": 1}
    name, letter = last_letter()
    assert (name, letter.to, "Một" in letter.subject) == (notice, "duc@example.org", True)
    assert (REASON in letter.text) == ("reason" in fields)
    page = office.browser.get(answer.location)
    assert told(page) == ["Decided; the author is told by mail. 1 work still waits; here it is."]


def test_after_the_last_one_the_queue_is_empty(office: Office) -> None:
    answer = office.decide(office.entry("Một"), "accept", checklist=list(CHECKLIST))
    assert answer.location == office.queue
    assert "Nothing else waits." in office.browser.get(answer.location).text


@pytest.mark.parametrize(
    ("verdict", "fields", "sentence"),
    [
        ("accept", {"checklist": ["theme"]}, "Tick every line of the checklist to accept"),
        ("refuse", {"reason": "ngắn"}, "Write the reason in a sentence"),
        ("return", {}, "Write the reason in a sentence"),
        ("accept", {"checklist": ["theme"], "reason": "a" + "\u0301" * 40}, "More than 30 accents"),
    ],
)
def test_an_incomplete_decision_is_refused_beside_its_field_and_kept(
    office: Office, verdict: str, fields: dict[str, object], sentence: str
) -> None:
    answer = office.decide(office.entry("Một"), verdict, **fields)
    assert (answer.status_code, [e[: len(sentence)] for e in errors(answer)]) == (422, [sentence])
    assert ('value="theme" checked' in answer.text or "checked" in answer.text) == ("checklist" in fields)
    assert str(fields.get("reason", "")) in answer.text
    assert office.states() == {"submitted": 1}


def test_two_secretaries_decide_once(office: Office) -> None:
    key = office.entry("Một")
    office.factory.screen(office.edition_id, key, office.secretary_id)
    answer = office.decide(key, "refuse", reason=REASON)
    assert (answer.status_code, "This entry has been accepted already." in answer.text) == (409, True)
    assert office.states() == {"accepted": 1}


@pytest.mark.parametrize("version", ["0", "2", "x", "9" * 30])
def test_another_version_than_the_one_read_is_not_decided(office: Office, version: str) -> None:
    answer = office.decide(office.entry("Một"), "accept", version=version, checklist=list(CHECKLIST))
    assert (answer.status_code, office.states()) == (409, {"submitted": 1})


def test_a_strange_verdict_is_not_there(office: Office) -> None:
    assert office.decide(office.entry("Một"), "withdraw", checklist=list(CHECKLIST)).status_code == 404


def test_a_work_of_another_contest_is_not_there(office: Office) -> None:
    elsewhere = office.factory.edition(title="Cuộc thi khác")
    key = office.factory.entry(elsewhere, office.author_id)
    assert [office.browser.get(f"{office.queue}/{key}{part}").status_code for part in ("", "/file")] == [
        404,
        404,
    ]


def test_after_the_closing_time_returning_is_not_offered(
    office: Office, client_for: Callable[[int], FlaskClient]
) -> None:
    key = office.entry("Một")
    with clock.fixed(NOW + WEEK):
        page = client_for(office.secretary_id).get(f"{office.queue}/{key}").text
    assert re.findall(r'name="verdict"\s+value="(\w+)"', page) == ["accept", "refuse"]


@pytest.mark.parametrize("duty", [Duty.ORGANISER, Duty.JUDGE, Duty.CHAIR, Duty.OBSERVER, None])
def test_nobody_but_the_secretary_sees_names(
    office: Office, client_for: Callable[[int], FlaskClient], duty: Duty | None
) -> None:
    key = office.entry("Một", file=("a.txt", b"one two three four five six"))
    person = office.factory.person("Trần Thị Mai")
    if duty is not None:
        office.factory.appoint(office.edition_id, person, duty)
    browser = client_for(person)
    answers = [
        browser.get(path) for path in (office.queue, f"{office.queue}/{key}", f"{office.queue}/{key}/file")
    ]
    assert {answer.status_code for answer in answers} == ({403} if duty else {404})
    assert not [answer for answer in answers if "Nguyễn Văn Đức" in answer.text]


def test_once_judging_runs_the_secretary_sees_no_names_either(
    factory: Factory, client_for: Callable[[int], FlaskClient]
) -> None:
    edition_id = factory.edition(phase="judging")
    secretary_id = factory.person("Lê Thị Thư Ký")
    factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug
    assert client_for(secretary_id).get(f"/office/{slug}/screening").status_code == 403


def test_the_queue_asks_the_database_equally_often_for_one_and_for_three(office: Office) -> None:
    costs = []
    for titles in (("Một",), ("Hai", "Ba")):
        for title in titles:
            office.factory.entry(
                office.edition_id,
                office.factory.person("Ai đó", unit_id=office.factory.unit()),
                title=title,
                file=("a.txt", f"one two three four five {title}".encode()),
            )
        with statements(office.factory) as asked:
            office.browser.get(office.queue)
        costs.append(len(asked))
    assert costs[0] == costs[1]
