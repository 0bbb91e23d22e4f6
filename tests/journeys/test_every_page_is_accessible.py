"""Every page a role can reach by links: accessible, as wide as the screen, quiet in the console, in both languages.

The demonstration stands in the middle of judging. What exists only before or after is looked at on other stages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from contest.app import create_app
from contest.demonstration.cast import PASSWORD
from contest.settings import read
from tests.journeys import by_hand as hand
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.conftest import Visitor
from tests.journeys.walking import Walk, endpoints
from tests.serving import LiveServer

EDITION = "cuoc-thi-viet-tinh-mau-doi-moi-2026"

# Who walks where from, and which pages at least are met on the way.
ROLES = {
    "visitor": (
        ["/", "/receipts"],
        [
            "public.edition", "public.landing", "public.receipt_lists", "public.receipts", "public.rules",
            "security.login", "security.register",
        ],
    ),
    "author": (
        ["/account/", "/author/"],
        ["account.details", "account.home", "author.entries", "author.new", "author.receipt", "author.writing"],
    ),
    "judge1": (["/judge/"], ["judge.conflicts", "judge.desk", "judge.essay", "judge.recuse"]),
    "secretary": (["/office/"], ["office.blind_copies", "office.editions", "office.home"]),
    "organiser": (
        [f"/office/{EDITION}/"],
        [
            "office.assignment", "office.home", "office.log", "office.panel", "office.people", "office.progress",
            "office.rubric", "office.schedule", "office.settings", "office.settings_categories",
            "office.settings_declarations", "office.settings_prizes", "office.settings_rounds",
            "office.settings_rules", "office.settings_unit_prizes", "office.headcounts",
        ],
    ),
    "chair": (["/office/"], ["office.assignment", "office.home", "office.progress", "office.results"]),
    "observer": (["/office/"], ["office.home", "office.log", "office.progress"]),
    "administrator": (
        ["/account/administration/", "/account/", "/office/"],
        ["account.administration", "account.messages", "account.units", "office.editions", "office.new"],
    ),
}  # fmt: skip
AREAS = {
    "visitor": ("public.", "security."),
    "author": ("author.", "account.", "security."),
    "judge1": ("judge.",),
    "administrator": ("account.", "office."),
}
OFFICE = ("office.",)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Tell the name of the page behind a path."""
    app: Flask = create_app(read({"CONTEST_INSTANCE": str(tmp_path_factory.mktemp("addresses"))}))
    return endpoints(app.url_map)


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


def signed_in(visit: Visit, role: str) -> Visit:
    return visit if role == "visitor" else sign_in(visit, f"{role}@example.org", PASSWORD)


def walk(visit: Visit, areas: tuple[str, ...], starts: list[str], endpoint: Callable[[str], str]) -> set[str]:
    """Walk once in Vietnamese and once in English; return the pages met."""
    way = Walk(visit, endpoint, areas)
    met = set(way.through(*starts))
    way.again_in("en")
    return met


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_demonstration_is_accessible(
    demo: LiveServer, visit: Visitor, endpoint: Callable[[str], str], role: str
) -> None:
    starts, expected = ROLES[role]
    met = walk(signed_in(visit(demo, role), role), AREAS.get(role, OFFICE), starts, endpoint)
    assert set(expected) - met == set()


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
    expected = {
        "office.blind_copies",
        "office.blind_copies_work",
        "office.screening",
        "office.screening_entry",
    }
    with served(tmp_path, "screening") as live:
        secretary = signed_in(visit(live, "secretary"), "secretary")
        hand.prepare_blind_copies(secretary, EDITION)
        starts = [f"/office/{EDITION}/blind-copies?state=clear", f"/office/{EDITION}/screening"]
        met = walk(secretary, tuple(expected), starts, endpoint)
    assert met == expected


def test_the_pages_of_deliberation_and_of_published_results_are_accessible(
    tmp_path: Path, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    results = f"/office/{EDITION}/results"
    with served(tmp_path, "deliberation") as live:
        chair = signed_in(visit(live, "chair-deliberation"), "chair")
        met = walk(chair, ("office.results",), [results], endpoint)
        hand.approve(chair, EDITION)
        organiser = signed_in(visit(live, "organiser-deliberation"), "organiser")
        hand.approve(organiser, EDITION)
        organiser.go(f"{results}/publish").on_both_screens()
        hand.publish(organiser, EDITION)
        organiser.go(f"{results}/unit-prizes").on_both_screens()
        visitor = visit(live, "visitor-published")
        met |= walk(visitor, ("public.landing", "public.edition", "public.results"), ["/"], endpoint)
        author = signed_in(visit(live, "author-published"), "author")
        met |= walk(author, ("author.",), ["/author/"], endpoint)
        secretary = signed_in(visit(live, "secretary-published"), "secretary")
        met |= walk(secretary, ("office.results", "office.unit_prizes"), [results], endpoint)
    assert {
        "office.unit_prizes",
        "author.result",
        "office.results",
        "office.results_code",
        "public.results",
    } - met == set()
