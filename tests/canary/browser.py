"""The product's browser, let in by account instead of by password."""

from flask import Flask

from contest.blindcheck import browser
from contest.blindcheck.browser import HTML, JSON, Answer
from contest.kernel import clock
from contest.people import service as people
from contest.platform.database import db
from tests.fixtures import uniquifier

__all__ = ["HTML", "JSON", "Answer", "Browser"]


class Browser(browser.Browser):
    """One person's browser, or a visitor's."""

    def __init__(self, app: Flask, account_id: int | None = None) -> None:
        super().__init__(app)
        if account_id is not None:
            self._let_in(account_id)

    def _let_in(self, account_id: int) -> None:
        with self.app.app_context():
            token = people.begin_session(account_id, now=clock.now())
            known_as = uniquifier(account_id)
            db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie.update(_user_id=known_as, _fresh=True, token=token)
