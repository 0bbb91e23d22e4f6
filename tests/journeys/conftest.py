"""A real server and a real Chromium for the journeys."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from contest.app import create_app
from contest.settings import read
from tests.journeys.browsing import DESK, PHONE, Visit
from tests.journeys.walking import endpoints
from tests.serving import LiveServer

Visitor = Callable[..., Visit]
ARGUMENTS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]


# The one without windows draws the same pages for two thirds of the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; Playwright's own download fails behind closed networks."""
    path = chromium()
    if path is None:
        if os.environ.get("CONTEST_CI"):
            pytest.fail("CI needs Chromium")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The demonstration, served as README says."""
    live = LiveServer(tmp_path_factory.mktemp("demo") / "instance", demo=True).start()
    yield live
    live.stop()


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Tell the name of the page behind a path."""
    app: Flask = create_app(read({"CONTEST_INSTANCE": str(tmp_path_factory.mktemp("addresses"))}))
    return endpoints(app.url_map)


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """`visit(server, "author", phone=True)` opens a browser of a person's own; its problems fail the test."""
    opened: list[Visit] = []
    seen: set[str] = set()
    failed_before = request.session.testsfailed

    def make(server: LiveServer, who: str, *, phone: bool = False, scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport=PHONE if phone else DESK, java_script_enabled=scripts, locale="vi-VN", has_touch=phone
        )
        context.set_default_timeout(15_000)
        opened.append(Visit(context, server.url, who, seen, scripts=scripts))
        return opened[-1]

    yield make
    problems = [problem for v in opened for problem in v.problems]
    for each in opened:
        if each.problems or request.session.testsfailed > failed_before:
            each.shoot(f"last-{each.path}".replace("/", "-"))
        each.context.close()
    assert problems == []
