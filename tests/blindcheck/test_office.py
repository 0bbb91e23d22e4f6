"""The office has a contest checked before judging; who may read what came of it, and where it stays."""

import json
from dataclasses import fields, replace
from urllib.parse import quote

import pytest

from contest.access.duties import Duty
from contest.blindcheck import checking, files
from contest.blindcheck import people as made_up
from contest.blindcheck.browser import Answer
from contest.blindcheck.made import Made
from contest.blindcheck.search import WORK, Canaries
from contest.editions import blind_checks
from contest.editions import queries as editions
from contest.editions.models_office import BlindCheck
from contest.judging import service as marking
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform.database import db
from contest.reports.blindness import Finding, Look, Report
from tests.blindcheck.test_blind_check import RUBRIC
from tests.web.account.browsing import token
from tests.web.office.office_browsing import text

LOOK = Look("Sơ khảo", "1", 4, 812, {"200": 60, "404": 752}, 2_000_000, 24, 1)


REPORT = Report(
    "x", "Cuộc thi viết Bình Minh", "2026-03-01 02:00", 8, {"text": 8}, {"person": 88}, [LOOK], []
)


def report(*findings):
    return json.loads(json.dumps(replace(REPORT, findings=findings).as_json()))


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


def test_a_draft_is_checked_too_while_its_settings_can_still_be_changed(factory, client_for):
    organiser = factory.person("Phạm Thị Tổ Chức")
    edition = factory.edition(organiser_id=organiser, phase="draft")
    url = f"/office/{factory.read(editions.by_id, edition, now=clock.now()).slug}/blindness"

    asked(factory, (edition, url, {Duty.ORGANISER: client_for(organiser)}))

    [check] = factory.read(blind_checks.waiting)
    assert check.edition_id == edition
    kept(factory, check.id)
    page = client_for(organiser).get(url).text
    assert ("This report is of the draft" in page, "Publish the report" in page) == (True, False)
    with pytest.raises(Conflict, match="of the draft"):
        factory.do(blind_checks.publish_report, edition, check.id, actor_id=organiser, now=clock.now())


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
    assert "Found: 1 leak.\n  Sơ khảo, judge 1: who somebody is: name (A) – GET /judge/x/\n" in saved.text


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
    assert "Found: nothing." in said, said
    log = browsers[Duty.OBSERVER].get(url.replace("/blindness", "/log")).text
    assert "It was checked with made-up authors that judging is blind" in log


# --- for everybody to read ------------------------------------------------------------------------------------


def public(office, file=""):
    """The page that everybody reads, in a browser of nobody's."""
    return office[1].replace("/office/", "/editions/") + file


@pytest.fixture
def reader(factory, client_for):
    """Somebody with an account and nothing to do with the contest, who reads English."""
    return client_for(factory.person("Hồ Thị Độc Giả"))


def publish(office, check, **ticked):
    _, url, browsers = office
    by = browsers[Duty.ORGANISER]
    return by.post(f"{url}/publication", data={"csrf_token": token(by, url), "check": check, **ticked})


def test_an_organiser_publishes_the_report_and_takes_it_off_again_and_the_log_names_both(
    factory, office, reader
):
    check = asked(factory, office)
    kept(factory, check)
    before = reader.get(public(office)).status_code, reader.get(public(office, ".json")).status_code

    assert publish(office, check).status_code == 303
    page, saved = reader.get(public(office)), reader.get(public(office, ".json"))
    linked = [
        public(office) in reader.get(public(office).replace("blindness", each)).text
        for each in ("", "verify")
    ]
    assert publish(office, "").status_code == 303
    after = reader.get(public(office)).status_code, reader.get(public(office, ".json")).status_code
    log = text(office[2][Duty.OBSERVER].get(office[1].replace("/blindness", "/log")))

    assert (before, after, linked) == ((404, 404), (404, 404), [True, True])
    assert "Found: nothing." in text(page)
    assert "8 made-up authors" in text(page)
    assert (saved.headers["Content-Disposition"].endswith('-blindness.json"'), saved.json) == (True, report())
    assert public(office) not in reader.get(public(office).replace("blindness", "")).text
    assert "The report of a check of blindness was published" in log
    assert "The report of a check of blindness was taken off the public page" in log


def test_the_published_report_is_read_in_the_readers_language(factory, office, client):
    check = asked(factory, office)
    kept(factory, check)
    publish(office, check)

    page = text(client.get(public(office)))

    assert "Không phát hiện: " in page
    assert "Found:" not in page


def test_a_newer_check_stands_beside_the_published_one_until_it_is_published_itself(factory, office, reader):
    _, url, browsers = office
    first = asked(factory, office)
    kept(factory, first)
    publish(office, first)
    second = asked(factory, office)
    running = text(browsers[Duty.ORGANISER].get(url))
    kept(factory, second, Finding("Sơ khảo", "1", "person: name (A)", "GET /judge/x/"))

    shown, old = text(browsers[Duty.ORGANISER].get(url)), text(reader.get(public(office)))
    publish(office, second, confirmed="yes")
    new = text(reader.get(public(office)))
    factory.do(
        blind_checks.give_up, asked(factory, office), "Give every round a rubric first.", now=clock.now()
    )

    assert "stands on the public page since" in running
    assert "The report above is newer" in shown
    assert "Publish the newer report in its place" in shown
    assert ["Found: nothing." in old, "Found: 1 leak." in new] == [True, True]
    assert "Found: 1 leak." in text(reader.get(public(office)))  # a check that failed changes nothing
    assert factory.read(blind_checks.published, office[0]).id == second


def test_a_report_that_names_leaks_is_published_only_by_who_says_so_once_more(factory, office, reader):
    check = asked(factory, office)
    kept(factory, check, *[Finding("Sơ khảo", "1", "person: name (A)", f"GET /judge/{n}/") for n in range(2)])

    refused = publish(office, check)
    shown = text(refused)
    before = reader.get(public(office)).status_code
    done = publish(office, check, confirmed="yes")

    assert (refused.status_code, before, done.status_code) == (422, 404, 303)
    assert "Nothing was published. Tick the box if everybody may read of these leaks." in shown
    assert "Yes, everybody may read that this check found 2 leaks." in shown
    assert "Found: 2 leaks." in text(reader.get(public(office)))


def test_while_a_check_runs_none_can_be_asked_for_until_nobody_waits_for_it_any_more(factory, office):
    _, url, browsers = office
    asked(factory, office)
    running = browsers[Duty.ORGANISER].get(url).text

    def long_ago():
        row = db.session.scalars(db.select(BlindCheck)).one()
        row.asked_at -= blind_checks.PATIENCE

    factory.do(long_ago)
    stuck = browsers[Duty.ORGANISER].get(url).text

    assert ["Check now" in page for page in (running, stuck)] == [False, True]
    assert "has not ended. Probably no worker runs" in stuck
    assert press(browsers[Duty.ORGANISER], url).status_code == 303


def test_only_organisers_publish_and_only_reports_of_their_own_contest(factory, office, reader):
    check = asked(factory, office)
    unfinished = publish(office, check)
    kept(factory, check)
    other = factory.edition(organiser_id=factory.person("Vũ Thị Khác"), title="Cuộc thi viết Hoàng Hôn")
    factory.do(blind_checks.ask, other, actor_id=factory.person("Lý Văn Khác"), now=clock.now())
    theirs = factory.read(blind_checks.last, other).id
    kept(factory, theirs)

    refused = {
        duty: browser.post(
            f"{office[1]}/publication", data={"csrf_token": token(browser, office[1]), "check": check}
        )
        for duty, browser in office[2].items()
        if duty not in (Duty.ORGANISER, Duty.JUDGE)
    }

    assert [publish(office, each).status_code for each in (theirs, "9" * 30, 0)] == [404, 404, 404]
    assert unfinished.status_code == 404
    assert {answer.status_code for answer in refused.values()} == {403}
    assert reader.get(public(office)).status_code == 404


def test_what_is_published_holds_no_word_that_was_planted_and_no_name_of_a_judge(factory, office, reader):
    """Of leaks and of what could not be tried the kinds are told, also where an address or a file's name says more."""
    authors = {each.letter: each for each in made_up.authors(3)}
    made = Made(None, None, authors=authors)
    made.leave_out(
        "Thơ",
        "pictures",
        RuleBroken("The picture “%(name)s” is damaged.", name=files.pictures_of(authors["A"])[0][1]),
    )
    secrets = [secret for author in authors.values() for secret in author.secrets()]
    url = f"/judge/x/people/{authors['B'].token('NAME')}?who={quote(authors['C'].name)}"
    body = f"{authors['B'].full_name}, {authors['C'].unit}, {authors['A'].email}"
    answer = Answer("GET", url, "text/html", "judge.people", 200, (), "", body.encode())
    found = [
        Finding("Sơ khảo", "1", what, where) for what, where in checking._told([answer], Canaries(secrets))
    ]
    kept_report = replace(REPORT, findings=found, left_out=made.left_out)
    check = asked(factory, office)
    factory.do(blind_checks.finish, check, kept_report.as_json(), leaks=len(found), now=clock.now())
    publish(office, check, confirmed="yes")

    read = [reader.get(public(office, file)) for file in ("", ".json")]

    assert len(found) >= 5
    assert [answer.status_code for answer in read] == [200, 200]
    everything = Canaries(each for each in secrets if each.kind != WORK)
    assert [everything.in_bytes(answer.get_data()) for answer in read] == [frozenset(), frozenset()]
    assert [
        name in answer.text for answer in read for name in ("Giám Khảo", "Lê Văn JUDGE", "office.example")
    ] == [False] * 6
    assert set(read[1].json) == {*(each.name for each in fields(Report)), "is_clean"}
