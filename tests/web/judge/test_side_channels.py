"""What a judge could tell works apart by without reading a name: counts, numbers, questions, times, caches, logs."""

import logging
import re
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import event

from contest.access.judge_tables import JUDGE_TABLES
from contest.anonymisation import queries as blind
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.editions import queries as editions
from contest.kernel import clock
from contest.platform.database import db
from tests.canary.browser import Browser
from tests.judged import Judged
from tests.worlds import world

pytestmark = pytest.mark.both_databases
UNKNOWN = "CDFHJKM"
ASKED = ("q", "search", "author", "unit", "sort", "order", "state", "after", "include", "fields", "format")
# Who is signed in, and whether that still holds: read before any page is made.
OF_THE_SESSION = {"account", "web_session"}
_TABLES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)
_TYPED = re.compile(r"<(?:textarea|input)\b[^>]*>")


@world
def contest(factory):
    return Judged(factory, ("Một", "Hai", "Ba", "Bốn"), judges=4).judging()


@pytest.fixture
def judge(contest):
    return contest.judges[0]


@pytest.fixture
def browser(app, judge):
    """The judge's browser, which has been at a page before; the clock stands."""
    with clock.fixed(clock.now()):
        browser = Browser(app, judge)
        browser.ask("/")
        browser.ask("/judge/")
        yield browser


@pytest.fixture
def desk(contest):
    slug = contest.factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    return f"/judge/{slug}/"


@pytest.fixture
def codes(contest, judge):
    """The codes on the judge's desk, and those that are not there."""
    own = [each.code for each in contest.factory.read(assignment.desk, judge, contest.round_id)]
    every = {each.code for each in contest.factory.read(blind.blind_copies, contest.round_id)}
    return own, sorted(every - set(own))


def pages(desk, code):
    essay = f"{desk}essays/{code}"
    return [essay, *(f"{essay}/{part}" for part in ("pdf", "recording", "pages/1", "visible", "recuse"))]


def asked(app, browser, address):
    """What a page asks the database, in order."""
    said = []

    def note(_connection, _cursor, statement, *_):
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = browser.ask(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return answer, said


def test_a_judges_page_asks_no_table_that_knows_a_name(app, browser, desk, codes):
    own, others = codes
    asking = [desk, f"{desk}conflicts", *pages(desk, own[0]), *pages(desk, others[0])]

    met = {
        table.lower()
        for address in asking
        for statement in asked(app, browser, address)[1]
        for table in _TABLES.findall(statement)
    }

    assert {"blind_copy", "reading"} <= met
    assert met - set(JUDGE_TABLES) - OF_THE_SESSION == set()


def test_a_work_of_another_desk_costs_as_many_questions_as_one_that_is_not(app, browser, desk, codes):
    theirs, nobodys = pages(desk, codes[1][0]), pages(desk, UNKNOWN)

    for there, nowhere in zip(theirs, nobodys, strict=True):
        (answer, questions), (none, same) = asked(app, browser, there), asked(app, browser, nowhere)

        assert (answer.status, none.status) == (404, 404)
        assert (answer.seen(), questions) == (none.seen(), same)


def test_a_question_about_a_hidden_field_answers_as_nonsense_does(contest, browser, desk, codes):
    own, _ = codes
    whose = ("tac gia mot", "tac", contest.entries["Một"], "withdrawn", "khongcogica")
    for address in (desk, f"{desk}essays/{own[0]}", f"{desk}conflicts"):
        for name in ASKED:
            answers = [browser.ask(f"{address}?{urlencode({name: value})}") for value in whose]
            assert {answer.status for answer in answers} == {200}
            assert len({without_echo(answer) for answer in answers}) == 1, (address, name)


def without_echo(answer):
    """An answer without the address that was asked for, which forms and links to sign in say back."""
    body = b"\n".join(answer.seen())
    question = answer.url.partition("?")[2]
    for echo in (question, quote(question, safe=""), quote(question)):
        body = body.replace(echo.encode(), b"ASKED")
    return body


def test_a_desk_is_numbered_without_a_gap_also_after_one_was_given_back(contest, browser, desk, judge, codes):
    own, _ = codes
    reading = contest.factory.read(assignment.desk, judge, contest.round_id)[0]
    contest.factory.do(
        assigning.recuse, reading.reading_id, reason="Tôi nhận ra bài này.", judge_id=judge, now=clock.now()
    )

    left = own[1:]
    said = [browser.ask(f"{desk}essays/{code}").body.decode() for code in left]

    assert left
    assert [f"Essay {place} of {len(left)}, " in page for place, page in enumerate(said, 1)] == [True] * len(
        left
    )


def test_no_answer_to_a_judge_is_kept_by_a_cache_or_tells_its_age(browser, desk, codes):
    own, others = codes
    for address in (desk, f"{desk}conflicts", *pages(desk, own[0]), *pages(desk, others[0])):
        headers = dict(browser.ask(address).headers)
        assert headers["Cache-Control"] == "no-store", address
        assert "Cookie" in headers["Vary"], address
        assert {"ETag", "Last-Modified", "Expires", "Age"} & set(headers) == set(), address
        assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}, address


def test_a_browser_keeps_nothing_that_a_judge_types(browser, desk, codes):
    own, _ = codes
    typed = [
        field
        for address in (f"{desk}essays/{own[0]}", *pages(desk, own[0])[-2:])
        for field in _TYPED.findall(browser.ask(address).body.decode())
        if field.startswith("<textarea") or 'type="text"' in field or 'type="number"' in field
    ]

    assert len(typed) >= 3
    assert [field for field in typed if 'autocomplete="off"' not in field] == []


def test_no_line_of_the_programs_log_names_an_author(app, contest, browser, desk, codes, caplog, client_for):
    own, others = codes
    with caplog.at_level(logging.DEBUG):
        for address in (desk, *pages(desk, own[0]), *pages(desk, others[0]), *pages(desk, UNKNOWN)):
            browser.ask(address)
        for author in contest.authors.values():
            client_for(author).get("/author/")
        app.logger.warning("so that there is a line")

    assert "so that there is a line" in caplog.text
    assert [name for name in ("Tác Giả", "Giám Khảo", "example.org") if name in caplog.text] == []
