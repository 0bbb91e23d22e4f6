"""What tests of authors' pages share: an open contest at a fixed instant, an author's browser, letters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.access.duties import Duty
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from contest.platform.database import db
from contest.platform.mail import Letter
from tests.factories import NOW, Factory
from tests.web.account.browsing import token

DECLARED = ["Tác phẩm là của tôi.", "Tác phẩm chưa được công bố."]
TEXT = "Làng tôi có một con đường nhỏ chạy dọc bờ sông."


def multipart(fields: dict[str, str], name: str, raw: bytes, *, field: str = "file") -> dict[str, Any]:
    """Write a body with a file by hand: Werkzeug's own writer forgets to close what is larger than 500 KB."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    ]
    quoted = name.replace('"', "%22")
    head = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{quoted}"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + raw + b"\r\n--edge--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=edge"}


@dataclass
class Desk:
    """An author at work in an open contest."""

    factory: Factory
    sign_in: Callable[[int], FlaskClient]
    browser: FlaskClient
    edition_id: int
    slug: str
    author_id: int
    secretary_id: int
    category_id: int

    def entry(self, **more: Any) -> str:
        return self.factory.entry(self.edition_id, self.author_id, **more)

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """Come back at another time, signed in anew."""
        with clock.fixed(instant):
            self.browser = self.sign_in(self.author_id)
            yield

    def page(self, key: str, part: str = "") -> str:
        return f"/author/entries/{key}{part}"

    def save(
        self,
        key: str,
        version: str = "2-w",
        *,
        file: tuple[str, bytes] = ("", b""),
        role: str = "file",
        **fields: str,
    ) -> TestResponse:
        """Send the writing form as the browser does, with all its fields."""
        typed = {"title": "Con đường làng", "category_id": str(self.category_id), "text": TEXT, **fields}
        form = {"csrf_token": token(self.browser, self.page(key)), "version": version, **typed}
        return self.browser.post(self.page(key), **multipart(form, *file, field=role))

    def submit(self, key: str, once: str = "t" * 26, **fields: Any) -> TestResponse:
        form = {"csrf_token": token(self.browser, self.page(key, "/submit")), "token": once}
        return self.browser.post(self.page(key, "/submit"), data={**form, "declarations": DECLARED, **fields})


@pytest.fixture
def desk(factory: Factory, client_for: Callable[[int], FlaskClient]) -> Iterator[Desk]:
    with clock.fixed(NOW):
        edition_id = factory.edition(categories=(CategorySpec("Bài viết", 5, 40, works_per_author=2),))
        author_id = factory.person("Nguyễn Văn Đức", unit_id=factory.unit())
        secretary_id = factory.person("Lê Thị Thư Ký")
        factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
        yield Desk(
            factory=factory,
            sign_in=client_for,
            browser=client_for(author_id),
            edition_id=edition_id,
            slug=factory.read(editions.by_id, edition_id, now=NOW).slug,
            author_id=author_id,
            secretary_id=secretary_id,
            category_id=factory.read(editions.categories, edition_id)[0].id,
        )


@pytest.fixture
def letters(factory: Factory) -> Callable[[], list[tuple[str, Letter]]]:
    """All messages written so far, oldest first, as they would leave now."""

    def read() -> list[tuple[str, Letter]]:
        with factory.app.app_context():
            rows = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id)).all()
            found = [(row.notice, rendering.letter(row)) for row in rows]
            db.session.rollback()
        return found

    return read
