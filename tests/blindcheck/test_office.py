"""The office has a contest checked before judging; who may read what came of it, and where it stays."""

import pytest

from contest.access.duties import Duty
from contest.blindcheck import checking
from contest.editions import blind_checks
from contest.editions import queries as editions
from contest.judging import service as marking
from contest.kernel import clock
from contest.reports.blindness import Finding, Look, Report
from tests.blindcheck.test_blind_check import RUBRIC
from tests.web.account.browsing import token
from tests.web.office.office_browsing import text

LOOK = Look("Sơ khảo", "1", 4, 812, {"200": 60, "404": 752}, 2_000_000, 24, 1)


def report(*findings):
    return Report(
        "x", "Cuộc thi viết Bình Minh", "2026-03-01 02:00", 8, {"text": 8}, {"person": 88}, [LOOK], findings
    ).as_json()


@pytest.fixture
def office(factory, client_for):
    """An open contest, the address of its check, and a browser for everybody with a duty in it."""
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser)
    browsers = {Duty.ORGANISER: client_for(organiser)}
    for duty in (Duty.SECRETARY, Duty.CHAIR, Duty.OBSERVER, Duty.JUDGE):
        person = factory.person(f"Lê Văn {duty.name}")
        factory.appoint(edition, person, duty)
        browsers[duty] = client_for(person)
    return (
        edition,
        f"/office/{factory.read(editions.by_id, edition, now=clock.now()).slug}/blindness",
        browsers,
    )


def press(browser, url):
    return browser.post(url, data={"csrf_token": token(browser, url)})


def asked(factory, office):
    edition, url, browsers = office
    assert press(browsers[Duty.ORGANISER], url).status_code == 303
    return factory.read(blind_checks.last, edition).id


def kept(factory, check, *findings):
    made = report(*findings)
    factory.do(blind_checks.finish, check, made, leaks=len(findings), now=clock.now())


def test_an_organiser_asks_once_and_is_told_that_it_runs(factory, office):
    _, url, browsers = office
    asked(factory, office)

    again = press(browsers[Duty.ORGANISER], url)

    assert again.status_code == 409
    assert "A check is running already." in again.text
    assert "A check is running, asked for at" in browsers[Duty.OBSERVER].get(url).text


def test_officials_and_observers_read_what_came_of_it_and_judges_do_not(factory, office):
    _, url, browsers = office
    kept(factory, asked(factory, office))
    shown = {duty: browser.get(url) for duty, browser in browsers.items()}

    assert {duty: answer.status_code for duty, answer in shown.items()} == {
        Duty.ORGANISER: 200, Duty.SECRETARY: 200, Duty.CHAIR: 200, Duty.OBSERVER: 200, Duty.JUDGE: 403,
    }  # fmt: skip
    assert "Found: nothing." in shown[Duty.OBSERVER].text
    assert ["Check now" in shown[duty].text for duty in (Duty.ORGANISER, Duty.OBSERVER)] == [True, False]
    assert browsers[Duty.SECRETARY].post(url).status_code in {400, 403}


def test_a_leak_is_said_in_words_nobody_overlooks_and_saved_with_the_report(factory, office):
    _, url, browsers = office
    kept(factory, asked(factory, office), Finding("Sơ khảo", "1", "person: name (A)", "GET /judge/x/"))

    page, saved = (browsers[Duty.CHAIR].get(address) for address in (url, f"{url}.txt"))

    assert "Do not let judging begin" in page.text
    assert saved.headers["Content-Disposition"].endswith("-blindness.txt")
    assert "Found: 1 leak.\n  Sơ khảo, 1: who somebody is: name (A) – GET /judge/x/\n" in saved.text


def test_before_there_is_a_report_there_is_none_to_save(office):
    _, url, browsers = office

    assert browsers[Duty.ORGANISER].get(f"{url}.txt").status_code == 404
    assert "Not checked yet" in browsers[Duty.ORGANISER].get(url).text


def test_the_job_says_why_a_contest_could_not_be_checked(app, factory, office):
    _, url, browsers = office
    asked(factory, office)

    with app.app_context():
        checking.check_waiting()

    assert factory.read(blind_checks.waiting) == ()
    assert "Give every round a rubric first" in browsers[Duty.ORGANISER].get(url).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the command's own test runs on both
def test_the_job_checks_and_the_log_names_it(app, factory, office):
    edition, url, browsers = office
    for each in factory.read(editions.rounds, edition):
        factory.do(
            marking.save_rubric, each.id, RUBRIC[0].settings.maximum, RUBRIC, actor_id=None, now=clock.now()
        )
    asked(factory, office)

    with app.app_context():
        checking.check_waiting()

    said = text(browsers[Duty.ORGANISER].get(url))
    assert "nothing was found" in said, said
    log = browsers[Duty.OBSERVER].get(url.replace("/blindness", "/log")).text
    assert "It was checked with made-up authors that judging is blind" in log
