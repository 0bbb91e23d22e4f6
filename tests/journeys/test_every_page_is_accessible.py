"""Every page a role can reach by links: accessible, as wide as the screen, quiet in the console, in both languages.

The demonstration stands in the middle of judging. What exists only before or after is looked at on other stages.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from contest.demonstration.cast import PASSWORD
from contest.editions import blind_checks
from contest.editions import queries as editions
from contest.kernel import clock
from contest.reports.blindness import Finding
from tests.blindcheck.test_office import REPORT
from tests.factories import Factory
from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.cast import CO_AUTHOR, typed_text
from tests.journeys.conftest import Visitor
from tests.journeys.expected import NOT_SEEN, SEEN
from tests.journeys.walking import Walk
from tests.judged import Judged
from tests.serving import LiveServer

EDITION = "cuoc-thi-viet-tinh-mau-doi-moi-2026"
OPEN = "cuoc-thi-viet-chuyen-lang-toi-2026"

# Who walks where from.
ROLES = {
    "visitor": ["/", "/receipts", "/account/sign-in/link", "/account/confirm"],
    "author": ["/account/", "/author/"],
    "judge1": ["/judge/"],
    "secretary": [f"/office/{EDITION}/", "/office/"],  # who is secretary of the open contest as well
    "organiser": [f"/office/{EDITION}/"],
    "chair": ["/office/"],
    "observer": ["/office/"],
    "contact": ["/account/"],
    "administrator": ["/account/administration/", "/account/", "/office/"],
}
AREAS = {
    "visitor": ("public.", "security.", "account.ask_for_link"),
    "author": ("author.", "account.", "security."),
    "judge1": ("judge.",),
    "contact": ("account.home", "account.own_unit"),
    "administrator": ("account.", "office."),
}
OFFICE = ("office.",)


@contextmanager
def served(folder: Path, stage: str) -> Iterator[LiveServer]:
    """A small demonstration at another stage."""
    live = LiveServer(folder / "instance")
    built = live.flask("demo", "--stage", stage, "--entries", "12", "--judges", "3")
    assert built.returncode == 0, built.stderr
    try:
        yield live.start()
    finally:
        live.stop()


@dataclass(frozen=True, slots=True)
class Served:
    """Where a server is."""

    url: str


@contextmanager
def in_a_thread(app: Flask) -> Iterator[str]:
    """Serve the application of this process; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def cookies_of(browser: FlaskClient, url: str) -> list[Any]:
    """What a test client was given, as a browser takes it."""
    cookie = browser.get_cookie("contest")
    assert cookie
    return [{"name": cookie.key, "value": cookie.value, "url": url}]


def in_vietnamese(visit: Visit, url: str) -> None:
    """Choose the language in which a walk begins: test clients read English."""
    visit.page.goto(f"{url}/")
    with visit.page.expect_navigation():
        visit.page.click(".language [value=vi]")


def looked_at(endpoint: Callable[[str], str], *visits: Visit) -> set[str]:
    """The names of the pages that axe has looked at with these people."""
    return {endpoint(path) for each in visits for path in each.looked}


def signed_in(visit: Visit, role: str) -> Visit:
    return visit if role == "visitor" else sign_in(visit, f"{role}@example.org", PASSWORD)


def walk(visit: Visit, areas: tuple[str, ...], starts: list[str], endpoint: Callable[[str], str]) -> set[str]:
    """Walk once in Vietnamese and once in English; return the pages met. Settings are looked at in a draft."""
    way = Walk(visit, endpoint, areas)
    way.met |= {page for page in SEEN["draft"] if page.startswith("office.settings_")}
    met = set(way.through(*starts))
    way.again_in("en")
    return met


def test_every_page_is_looked_at_or_it_is_said_why_not(session_app: Flask) -> None:
    views = session_app.view_functions
    pages = {
        rule.endpoint
        for rule in session_app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and getattr(views[rule.endpoint], "permission", None) is not None
    }
    seen = frozenset().union(*SEEN.values())

    assert (sorted(pages - seen - NOT_SEEN.keys()), sorted((seen | NOT_SEEN.keys()) - pages)) == ([], [])
    assert seen & NOT_SEEN.keys() == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_demonstration_is_accessible(
    demo: LiveServer, visit: Visitor, endpoint: Callable[[str], str], role: str
) -> None:
    met = walk(signed_in(visit(demo, role), role), AREAS.get(role, OFFICE), ROLES[role], endpoint)
    assert SEEN[role] - met == set()


def test_the_pages_of_handing_a_work_in_are_accessible(
    demo: LiveServer, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    """Two authors: one writes, asks the other, says what is asked, checks and submits; the other joins."""
    author, other = signed_in(visit(demo, "author"), "author"), visit(demo, "co-author", phone=True)
    hand.begin(author, OPEN, 0)
    hand.write(author, "Chuyện hai người kể", typed_text(7))
    entry = author.path
    author.go(f"{entry}/authors").fill(full_name=CO_AUTHOR.name, email=CO_AUTHOR.email).press()
    author.on_both_screens()
    hand.join(other, demo, CO_AUTHOR)
    other.go(f"{entry}/leave").on_both_screens()
    author.go(f"{entry}/about").on_both_screens().go(f"{entry}/submit").on_both_screens()
    author.go(f"{entry}/as-judges-read-it").on_both_screens().go(f"{entry}/drafts").on_both_screens()
    hand.begin(author, OPEN, 0)
    hand.write(author, "Chuyện một người kể", typed_text(8))
    alone = author.path
    hand.submit(author)
    author.go(f"{alone}/withdraw").on_both_screens()
    hand.write(author.go(alone), "Chuyện một người kể lại", typed_text(9))
    author.go(f"{alone}/compare").on_both_screens()
    assert SEEN["handing in"] - looked_at(endpoint, author, other) == set()


def test_a_page_that_does_not_exist_is_as_accessible_as_the_others(demo: LiveServer, visit: Visitor) -> None:
    lost = visit(demo, "lost", phone=True)
    lost.expected = {404}
    lost.go("/editions/no-such-contest/").on_both_screens()
    assert lost.page.get_attribute("html", "lang") == "vi"


def test_the_colours_of_the_night_are_as_clear_as_those_of_the_day(demo: LiveServer, visit: Visitor) -> None:
    night = visit(demo, "night-judge")
    night.page.emulate_media(color_scheme="dark")
    sign_in(night, "judge4@example.org", PASSWORD)
    night.go("/").go(f"/judge/{EDITION}/").follow("main p a.button")
    assert night.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 26, 26)"


def test_the_pages_of_screening_are_accessible(
    tmp_path: Path, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    with served(tmp_path, "screening") as live:
        secretary = signed_in(visit(live, "secretary"), "secretary")
        hand.prepare_blind_copies(secretary, EDITION)
        office = f"/office/{EDITION}"
        arrived = f"{clock.now() - timedelta(days=8):%Y-%m-%d}"
        hand.take_in_on_paper(secretary, EDITION, arrived)
        hand.send_unit_list(secretary, EDITION, arrived)
        listed = secretary.path
        secretary.go(f"{office}/screening").follow("tr:has-text('Trùng') a").follow("#similar li a")
        similar = secretary.path
        work = secretary.go(f"{office}/screening").page.get_attribute("main td a, main th a", "href")
        scanned = secretary.page.get_attribute("tr:has-text('Bến sông') a", "href")
        starts = [
            f"{scanned}/pages",
            f"{office}/screening/find?words=a",
            f"{office}/blind-copies?state=clear",
            f"{office}/references",
            f"{office}/reviews",
            similar,
            f"{office}/screening",
            f"{office}/late",
            f"{office}/paper",
            f"{office}/requests",
            f"{office}/questions",
            listed,
            f"{work}/compare",
            f"{work}/correct",
        ]
        met = walk(secretary, tuple(SEEN["screening"]), starts, endpoint)
        author = signed_in(visit(live, "author"), "author")
        ask = _way_to_ask(author)
        asked = f"{ask.removesuffix('/ask')}/questions"
        met |= walk(author, ("author.ask_later", "author.asked_by_office"), [ask, asked], endpoint)
    assert met == SEEN["screening"]


def _way_to_ask(author: Visit) -> str:
    """Return the address where something can be asked for about a work, after the closing time."""
    links = author.go("/author/").page.locator("main article h3 a")
    for path in [link.get_attribute("href") or "" for link in links.all()]:
        if author.go(path).page.locator("main a[href$='/ask']").count():
            return f"{path}/ask"
    return ""


def test_the_pages_of_deliberation_and_of_published_results_are_accessible(
    tmp_path: Path, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    results = f"/office/{EDITION}/results"
    with served(tmp_path, "deliberation") as live:
        chair = signed_in(visit(live, "chair-deliberation"), "chair")
        met = walk(chair, ("office.results",), [results, f"{results}/extra-prizes"], endpoint)
        hand.approve(chair, EDITION)
        organiser = signed_in(visit(live, "organiser-deliberation"), "organiser")
        hand.approve(organiser, EDITION)
        organiser.go(f"{results}/publish").on_both_screens()
        hand.publish(organiser, EDITION)
        organiser.go(f"{results}/unit-prizes").on_both_screens()
        met |= looked_at(endpoint, organiser)
        visitor = visit(live, "visitor-published")
        met |= walk(visitor, ("public.landing", "public.edition", "public.results"), ["/"], endpoint)
        secretary = signed_in(visit(live, "secretary-published"), "secretary")
        told = secretary.go(f"/office/{EDITION}/winners").page.locator("main dd:has-text('@')")
        for number, address in enumerate(told.all_inner_texts()):
            winner = sign_in(visit(live, f"author-published-{number}"), address.strip(), PASSWORD)
            if won := _result_to_be_paid(winner):
                break
        met |= walk(winner, ("author.",), [won, "/author/"], endpoint)
        starts = [results, f"/office/{EDITION}/winners"]
        met |= walk(secretary, ("office.results", "office.winners"), starts, endpoint)
        treasurer = signed_in(visit(live, "treasurer-published"), "treasurer")
        met |= walk(treasurer, ("office.payments",), [f"/office/{EDITION}/payments"], endpoint)
    assert SEEN["results"] - met == set()


def _result_to_be_paid(winner: Visit) -> str:
    """Return the address of a result that asks for bank details, "" where there is none: not every prize is money."""
    links = winner.go("/author/").page.locator("main a[href$='/result']")
    for path in [link.get_attribute("href") or "" for link in links.all()]:
        if winner.go(path).page.locator("main a[href$='/bank-details']").count():
            return path
    return ""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the look is no matter of the database
def test_the_page_of_who_goes_on_is_accessible(
    app: Flask,
    factory: Factory,
    client_for: Callable[[int], FlaskClient],
    visit: Visitor,
    endpoint: Callable[[str], str],
) -> None:
    """The demonstration has one round; this contest has two, and is served by a thread of this process."""
    contest = Judged(factory, rounds=2).judging()
    contest.marked(
        {"Một": [("9", "8"), ("8", "8")], "Hai": [("7", "7"), ("7", "7")], "Ba": [("5", "5"), ("5", "6")]}
    )
    contest.closed()
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    with in_a_thread(app) as url:
        chair = visit(Served(url), "chair-between-rounds")
        chair.context.add_cookies(cookies_of(client_for(contest.chair_id), url))
        in_vietnamese(chair, url)
        met = walk(chair, ("office.progress",), [f"/office/{slug}/progress"], endpoint)
    assert SEEN["between rounds"] - met == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the look is no matter of the database
def test_the_report_of_a_blindness_check_is_accessible_in_the_office_and_for_everybody(
    app: Flask,
    factory: Factory,
    client_for: Callable[[int], FlaskClient],
    visit: Visitor,
    endpoint: Callable[[str], str],
) -> None:
    organiser_id = factory.person("Phạm Thị Tổ Chức")
    edition_id = factory.edition(organiser_id=organiser_id)
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug
    for findings in ([], [Finding("Sơ khảo", "1", "person: name (A)", "GET /judge/x/")]):
        factory.do(blind_checks.ask, edition_id, actor_id=organiser_id, now=clock.now())
        check = factory.read(blind_checks.last, edition_id)
        report = replace(REPORT, findings=findings).as_json()
        factory.do(blind_checks.finish, check.id, report, leaks=len(findings), now=clock.now())
        if not findings:
            factory.do(
                blind_checks.publish_report, edition_id, check.id, actor_id=organiser_id, now=clock.now()
            )
    with in_a_thread(app) as url:
        organiser = visit(Served(url), "organiser-report")
        organiser.context.add_cookies(cookies_of(client_for(organiser_id), url))
        in_vietnamese(organiser, url)
        met = walk(organiser, ("office.blindness",), [f"/office/{slug}/blindness"], endpoint)
        visitor = visit(Served(url), "visitor-report")
        visitor.go("/")
        met |= walk(visitor, ("public.blindness",), [f"/editions/{slug}/blindness"], endpoint)
    assert SEEN["report"] - met == set()
