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
        ["public.edition", "public.landing", "public.receipts", "public.rules", "security.login", "security.register"],
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
            "office.settings_rules",
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
    "visitor": {"public", "security"},
    "author": {"author", "account", "security"},
    "judge1": {"judge"},
    "administrator": {"account", "office"},
}


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
    live.start()
    yield live
    live.stop()


def walk(visit: Visit, role: str, starts: list[str], endpoint: Callable[[str], str]) -> set[str]:
    """Sign in, walk once in Vietnamese and once in English; return the pages met."""
    if role != "visitor":
        sign_in(visit, f"{role}@example.org", PASSWORD)
    way = Walk(visit, endpoint, AREAS.get(role, {"office"}))
    met = set(way.through(*starts))
    way.again_in("en")
    return met


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_demonstration_is_accessible(
    demo: LiveServer, visit: Visitor, endpoint: Callable[[str], str], role: str
) -> None:
    starts, expected = ROLES[role]
    met = walk(visit(demo, role), role, starts, endpoint)
    assert set(expected) - met == set()


def test_a_page_that_does_not_exist_is_as_accessible_as_the_others(demo: LiveServer, visit: Visitor) -> None:
    lost = visit(demo, "lost", phone=True)
    lost.expected = {404}
    lost.go("/editions/no-such-contest/").on_both_screens()
    assert lost.page.get_attribute("html", "lang") == "vi"


def test_the_pages_of_screening_are_accessible(
    tmp_path: Path, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    with served(tmp_path, "screening") as live:
        secretary = visit(live, "secretary-screening")
        sign_in(secretary, "secretary2@example.org", PASSWORD)
        hand.prepare_blind_copies(secretary, EDITION)
        met = walk(visit(live, "secretary-screening"), "secretary", ["/office/"], endpoint)
    assert {
        "office.blind_copies", "office.blind_copies_work", "office.screening", "office.screening_entry"
    } - met == set()  # fmt: skip


def test_the_pages_of_deliberation_and_of_published_results_are_accessible(
    tmp_path: Path, visit: Visitor, endpoint: Callable[[str], str]
) -> None:
    results = [f"/office/{EDITION}/results"]
    with served(tmp_path, "deliberation") as live:
        chair = visit(live, "chair-deliberation")
        met = walk(chair, "chair", results, endpoint)
        hand.approve(chair, EDITION)
        organiser = visit(live, "organiser-deliberation")
        sign_in(organiser, "organiser@example.org", PASSWORD)
        hand.approve(organiser, EDITION)
        organiser.go(f"{results[0]}/publish").on_both_screens()
        hand.publish(organiser, EDITION)
        met |= walk(visit(live, "visitor-published"), "visitor", ["/"], endpoint)
        met |= walk(visit(live, "author-published"), "author", ["/author/"], endpoint)
        met |= walk(visit(live, "secretary-published"), "secretary", results, endpoint)
    assert {"author.result", "office.results", "office.results_code", "public.results"} - met == set()
