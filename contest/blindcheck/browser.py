"""Asks for pages as one person and keeps every answer: status, headers, cookies and the unpacked body."""

import gzip
import html
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.exceptions import HTTPException, MethodNotAllowed

HTML, JSON = "text/html", "application/json"
HOST = "http://localhost"
SIGN_IN = "/account/sign-in"

# Of the reader alone: the token of the forms, and when the password was proved, by the clock of the machine. A made-up
# work of that very second would be told as a leak.
OWN = ("csrf_token", "fs_paa")

_LINKS = re.compile(r"""\b(?:href|src|srcset|action|formaction|poster|data-[a-z-]*url)="([^"]*)\"""")
_STYLED = re.compile(r"""url\(["']?([^)"']+)""")
_CSRF = re.compile(rb"I[jm][\w-]{20,}\.[\w-]+\.[\w-]+")
_UNITS = re.compile(rb"""<select[^>]*\bname="unit_id"[^>]*>.*?</select>""", re.DOTALL)
_PLACE = "public.receipt_place"
_THREAD = threading.local()
_TOKEN = re.compile(r"""name="csrf_token"[^>]*value="([^"]+)\"""")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `endpoint` is None where no route answers to the address; `part`: the bytes that were asked for.

    `statements`: what the database was asked, in its order; values are not in it.
    """

    method: str
    url: str
    accept: str
    endpoint: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    cookie: str
    body: bytes
    part: str = ""
    statements: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        return self.status == 200 and dict(self.headers).get("Content-Type", "").startswith("text/html")

    def seen(self) -> tuple[bytes, bytes]:
        """Head and body as received, without the tokens of forms and the echo of what was asked for.

        The list of all units is left out: everybody can read the whole tree when registering, and what it shows
        does not depend on who takes part. A test of its own says so. Whoever asks for the place of a receipt among
        those that were committed to holds its number, and gets it back.
        """
        said = [
            f"{name}: {value}" for name, value in self.headers if name not in {"Set-Cookie", "Content-Length"}
        ]
        head = "\n".join((str(self.status), *said, self.cookie)).encode()
        if b"\0" in self.body:
            return head, self.body
        body = _UNITS.sub(b"", _CSRF.sub(b"CSRF", self.body))
        if self.endpoint == _PLACE:
            number = self.url.rpartition("/")[2].removesuffix(".json").encode()
            head, body = head.replace(number, b"NUMBER"), body.replace(number, b"NUMBER")
        for echo in (self.url, quote(self.url), quote(self.url, safe="")):
            for written in {f"next={echo}", f'name="next" value="{html.escape(echo)}"'}:
                head = head.replace(written.encode(), b"next=HERE")
                body = body.replace(written.encode(), b"next=HERE")
        return head, body

    def links(self) -> Iterator[str]:
        """Addresses on this site that the answer leads to, as they are asked for."""
        text = self.body.decode("utf-8", "replace")
        found = [html.unescape(link) for link in _LINKS.findall(text)] + _STYLED.findall(text)
        found += [value for name, value in self.headers if name == "Location"]
        for link in found:
            parts = urlsplit(urljoin(f"{HOST}{self.url}", link))
            if f"{parts.scheme}://{parts.netloc}" == HOST and not link.startswith(("#", "data:")):
                yield f"{parts.path}?{parts.query}" if parts.query else parts.path


@contextmanager
def listening() -> Iterator[list[str]]:
    """Keep what this thread asks any database meanwhile.

    Where the check runs beside a server in one process, what visitors of other pages ask is no part of the answer:
    it would be told as a leak. One listener stays for good, as other threads walk through the list of listeners.
    """
    before, asked = getattr(_THREAD, "asked", None), list[str]()
    _THREAD.asked = asked
    try:
        yield asked
    finally:
        _THREAD.asked = before


@event.listens_for(Engine, "before_cursor_execute")
def _keep(_: object, __: object, statement: str, *___: object) -> None:
    asked = getattr(_THREAD, "asked", None)
    if asked is not None:
        asked.append(statement)


class Browser:
    """One person's browser, or a visitor's."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.answers: list[Answer] = []
        self._adapter = app.url_map.bind("localhost")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page, as anybody does. Raises RuntimeError where that does not work."""
        sent = {"csrf_token": self.token(SIGN_IN), "email": email, "password": password}
        if self.ask(SIGN_IN, "POST", data=sent).status not in {302, 303}:
            raise RuntimeError(f"{email} could not sign in")

    def ask(
        self,
        url: str,
        method: str = "GET",
        accept: str = HTML,
        data: dict[str, str] | None = None,
        *,
        part: str = "",
    ) -> Answer:
        """Ask; `part`: for these bytes alone, as a player does ("bytes=0-99")."""
        sent = {"Accept": accept, "Accept-Encoding": "gzip"} | ({"Range": part} if part else {})
        with listening() as statements:
            response = self.client.open(url, method=method, data=data, headers=sent, buffered=True)
            body = response.get_data()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        answer = Answer(
            method, url, accept, self.endpoint(url, method), response.status_code,
            tuple(response.headers.items()), self._cookie(response.headers.getlist("Set-Cookie")), body,
            part, tuple(statements),
        )  # fmt: skip
        response.close()
        self.answers.append(answer)
        return answer

    def token(self, url: str) -> str:
        """The form token of a page."""
        found = _TOKEN.search(self.ask(url).body.decode())
        if found is None:
            raise RuntimeError(f"{url} has no form")
        return found.group(1)

    def endpoint(self, url: str, method: str = "GET") -> str | None:
        """The route that answers to this address."""
        try:
            return str(self._adapter.match(urlsplit(url).path, method=method)[0])
        except MethodNotAllowed:
            return None
        except HTTPException:
            return None

    def _cookie(self, set_cookies: list[str]) -> str:
        """What stands in the cookies that were set; the signed one of the session is read, too, but for OWN."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        said = []
        for cookie in set_cookies:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if name == self.app.config["SESSION_COOKIE_NAME"] and value:
                content = serializer.loads(value)
                for own in OWN:
                    content.pop(own, None)
                said.append(json.dumps(content, default=str))
            else:
                said.append(cookie)
        return "\n".join(said)
