import importlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contest.access.duties import Duty
from contest.audit import service as audit
from contest.editions import queries, service
from contest.kernel import clock
from contest.kernel.events import Event
from contest.platform.database import db
from contest.web.office import log_words
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def make(factory, organiser):
    def edition(phase, **how):
        made = factory.edition(organiser_id=organiser, phase=phase, **how)
        return made, f"/office/{factory.read(queries.by_id, made, now=clock.now()).slug}"

    return edition


def phase(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).phase


# --- phases ---------------------------------------------------------------------------------------------------


def test_an_edition_is_announced_by_its_button(factory, browser, make, client):
    edition, office = make("draft")

    done = send(browser, f"{office}/schedule", action=f"{office}/schedule/advance")

    assert (done.status_code, done.location) == (303, f"{office}/schedule")
    assert phase(factory, edition) == "announced"
    assert "The contest is announced." in text(browser.get(f"{office}/schedule"))
    assert client.get(office.replace("/office/", "/editions/") + "/").status_code == 200


def test_what_is_missing_is_named_instead_of_a_button(factory, browser, make, organiser):
    edition, office = make("draft")
    spec = replace(factory.read(queries.spec, edition), rules_text="")
    factory.do(service.change_edition, edition, spec, actor_id=organiser, now=clock.now())

    page = browser.get(f"{office}/schedule")

    assert (
        "The rules of the contest are not written yet. Write them: authors must know what is asked."
        in text(page)
    )
    assert fields(page, f"{office}/schedule/advance") == {}


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ("open", "Judging begins with that: from then on the works are known by their codes alone."),
        ("judging", "Deliberation begins when the last round is closed."),
        ("deliberation", "That is done on the page of the results, after two people have approved them."),
        ("archived", "There is no further phase."),
    ],
)
def test_where_another_page_leads_on_the_schedule_says_which(browser, make, stored, sentence):
    _, office = make(stored)

    page = browser.get(f"{office}/schedule")

    assert sentence in text(page)
    assert fields(page, f"{office}/schedule/advance") == {}


def test_a_page_from_yesterday_takes_no_other_step(factory, browser, make):
    edition, office = make("draft")
    send(browser, f"{office}/schedule", action=f"{office}/schedule/advance")
    token = fields(browser.get(f"{office}/schedule"), f"{office}/schedule/extend")["csrf_token"]

    again = browser.post(f"{office}/schedule/advance", data={"csrf_token": token, "phase": "draft"})
    unknown = browser.post(f"{office}/schedule/advance", data={"csrf_token": token, "phase": "x"})

    assert (again.status_code, unknown.status_code) == (409, 404)
    assert phase(factory, edition) == "announced"


def test_a_published_contest_is_archived_by_its_button(factory, browser, make):
    edition, office = make("published")

    send(browser, f"{office}/schedule", action=f"{office}/schedule/advance")

    assert phase(factory, edition) == "archived"


# --- putting the closing time off -----------------------------------------------------------------------------


def test_the_closing_time_is_put_off_in_the_zone_of_the_edition(factory, browser, make, client):
    edition, office = make("open", time_zone="Asia/Tokyo")
    path = f"{office}/schedule/extend"

    done = send(
        browser,
        path,
        {"closes_at": "2099-01-01T00:00", "reason": "Bão số 5"},
        page=f"{office}/schedule",
        action=path,
    )

    assert done.status_code == 303
    closes = factory.read(queries.by_id, edition, now=clock.now()).closes_at
    assert closes == datetime(2098, 12, 31, 15, 0, tzinfo=UTC)
    public = text(client.get(office.replace("/office/", "/editions/") + "/"))
    assert "Bão số 5" in public
    assert "1/1/2099" in public or "01/01/2099" in public


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"closes_at": "2000-01-01T00:00", "reason": "Bão"},
            [
                (
                    "New closing time: The new closing time must be later than the one announced. An earlier one would"
                    " be unfair."
                )
            ],
        ),
        (
            {"closes_at": "mai", "reason": ""},
            [
                "New closing time: Write the date and time like 31/12/2026 17:00.",
                "Reason: Please fill in this field.",
            ],
        ),
        (
            {"closes_at": "2099-01-01T00:00", "reason": "x"},
            ["Reason: Write the reason in 3 to 300 characters."],
        ),
    ],
)
def test_a_wrong_extension_is_refused_and_kept(factory, browser, make, typed, sentences):
    edition, office = make("open")
    path = f"{office}/schedule/extend"

    refused = send(browser, path, typed, page=f"{office}/schedule", action=path)

    assert (refused.status_code, errors(refused)) == (422, sentences)
    assert fields(refused, path)["closes_at"] == [typed["closes_at"]]
    assert factory.read(queries.extensions, edition) == ()


def test_once_codes_are_drawn_nothing_is_put_off(browser, make):
    _, office = make("judging")

    assert fields(browser.get(f"{office}/schedule"), f"{office}/schedule/extend") == {}


# --- home -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ("draft", "The contest is being prepared. Nobody outside the office sees it."),
        ("announced", "Everybody can read about the contest. Works are not taken in yet."),
        ("open", "Works are being taken in."),
        ("closed", "No more works are taken in. The secretary screens them and draws the blind codes."),
        ("judging", "Judges read the works by their codes. Nobody in the office sees names now."),
        ("deliberation", "All works are judged. The chair decides the awards; two people approve them."),
        ("published", "The results are public, and every author sees the own result."),
        ("archived", "The contest is over, and nothing in it changes any more."),
    ],
)
def test_the_office_says_in_plain_words_where_the_contest_stands(browser, make, stored, sentence):
    _, office = make(stored)

    assert sentence in text(browser.get(f"{office}/"))


def test_the_next_step_is_marked(browser, make):
    _, office = make("draft")

    page = browser.get(f"{office}/")

    marked = page.text.split('aria-current="step"')[1]
    assert "Announce the contest" in marked.split("</li>")[0]


@pytest.mark.parametrize(
    ("duty", "shown", "hidden"),
    [
        (Duty.OBSERVER, "Log", "Settings"),
        (Duty.SECRETARY, "Overview", "Settings"),
        (Duty.CHAIR, "Overview", "People"),
    ],
)
def test_the_menu_shows_what_the_person_may_open(factory, client_for, make, duty, shown, hidden):
    edition, office = make("open")
    person = factory.person()
    factory.appoint(edition, person, duty)

    menu = [name for _, name in menu_links(client_for(person).get(f"{office}/"))]

    assert (shown in menu, hidden in menu) == (True, False)


def test_judges_have_no_office(factory, client_for, make):
    edition, office = make("open")
    judge = factory.person()
    factory.appoint(edition, judge, Duty.JUDGE)

    assert client_for(judge).get(f"{office}/").status_code == 403


def menu_links(page):
    nav = re.search(r'<nav class="subnav".*?</nav>', page.text, flags=re.DOTALL)[0]
    return [
        (m[0], " ".join(m[1].split())) for m in re.findall(r'href="([^"]+)"[^>]*>(.*?)</a>', nav, re.DOTALL)
    ]


@pytest.mark.parametrize("stored", ["draft", "open", "closed", "judging", "deliberation", "published"])
def test_every_link_of_the_menu_leads_somewhere(factory, client_for, make, stored):
    edition, office = make(stored)
    holders = {}
    for duty in (Duty.SECRETARY, Duty.CHAIR, Duty.OBSERVER):
        holders[duty] = factory.person()
        factory.appoint(edition, holders[duty], duty)

    answers = {}
    for person in holders.values():
        browser = client_for(person)
        for url, _ in menu_links(browser.get(f"{office}/")):
            answers[url] = browser.get(url).status_code

    assert set(answers.values()) == {200}, answers


# --- the log --------------------------------------------------------------------------------------------------


def test_an_observer_reads_the_log_in_plain_words_and_without_names(app, factory, client_for, make):
    edition, office = make("open")
    observer = factory.person("Lê Quan Sát", email="quansat@example.org")
    factory.appoint(edition, observer, Duty.OBSERVER)
    with app.app_context():
        audit.seal(clock.now())
        db.session.commit()

    page = client_for(observer).get(f"{office}/log")

    shown = text(page)
    assert "Somebody took up a duty the program account: 2, duty: Observer" in shown
    assert "The contest went on to another phase account 1 before: Draft, afterwards: Announced" in shown
    assert "Phạm Thị Tổ Chức" not in shown
    assert "Links: " in shown


def test_the_log_is_read_page_by_page_without_losing_a_line(factory, browser, make, organiser):
    edition, office = make("open")
    for n in range(30):  # two lines each: put off, and the rules fixed anew
        later = clock.now() + timedelta(days=30 + n)
        factory.do(service.extend, edition, later, reason="Bão số 5", actor_id=organiser, now=clock.now())

    first = browser.get(f"{office}/log")
    older = next_page(first)
    second = browser.get(older)

    numbers = [*line_numbers(first), *line_numbers(second)]
    assert (len(line_numbers(first)), len(line_numbers(second))) == (50, 14)
    assert numbers == sorted(set(numbers), reverse=True)
    assert next_page(second) is None


@pytest.mark.parametrize("before", ["9" * 30, "x", "-1", ""])
def test_an_address_of_the_log_that_nobody_made_does_no_harm(browser, make, before):
    _, office = make("open")

    assert browser.get(f"{office}/log?before={before}").status_code == 200


def next_page(page):
    found = re.search(r'rel="next"\s+href="([^"]+)"', page.text)
    return found[1] if found else None


def line_numbers(page):
    return [int(n) for n in re.findall(r'<th scope="row">(\d+)</th>', page.text)]


def test_every_event_of_a_contest_has_words_of_its_own():
    named = set()
    for stage in ("editions", "entries", "anonymisation", "assignment", "judging", "results"):
        module = importlib.import_module(f"contest.{stage}.events")
        named |= {
            e.NAME for e in vars(module).values() if isinstance(e, type) and issubclass(e, Event) and e.NAME
        }

    assert len(named) > 40
    assert named == set(log_words.EVENTS)
