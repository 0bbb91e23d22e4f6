"""What tests of account pages share: an installation that is set up, its outbox, its log, limits that are fresh."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contest.audit.models import AuditEvent
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.platform.database import db
from contest.platform.mail import Letter
from contest.web import limits
from tests.factories import Factory


@pytest.fixture(autouse=True)
def somebody(factory: Factory) -> int:
    """An account that is not looked at: an empty installation has its own page only."""
    return factory.person("Đỗ Văn Khác", email="khac@example.org")


@pytest.fixture
def visitor(app: Flask) -> Callable[..., FlaskClient]:
    """Opens a visitor's browser, in English unless told otherwise."""

    def open_browser(language: str = "en") -> FlaskClient:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["language"] = language
        return browser

    return open_browser


@pytest.fixture
def client(visitor: Callable[..., FlaskClient]) -> FlaskClient:
    return visitor()


@pytest.fixture
def letters(app: Flask) -> Callable[[], list[tuple[str, Letter]]]:
    """All messages written so far, oldest first, as they would leave now."""

    def read() -> list[tuple[str, Letter]]:
        with app.app_context():
            rows = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id))
            return [(row.notice, rendering.letter(row)) for row in rows]

    return read


@pytest.fixture
def link(letters: Callable[[], list[tuple[str, Letter]]]) -> Callable[[str], str]:
    """The path of the first link in the last message of a kind."""

    def find(notice: str) -> str:
        letter = [letter for name, letter in letters() if name == notice][-1]
        return re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]

    return find


@pytest.fixture
def happened(app: Flask) -> Callable[[], list[str]]:
    """The names of all that was logged, in order."""

    def read() -> list[str]:
        with app.app_context():
            return list(db.session.scalars(db.select(AuditEvent.name).order_by(AuditEvent.id)))

    return read


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """With the limits on guessing, which other tests go without."""
    app.config["RATELIMIT_ENABLED"] = True
    app.extensions["contest_limits"] = limits.Counters(None)
    yield
    app.config["RATELIMIT_ENABLED"] = False
