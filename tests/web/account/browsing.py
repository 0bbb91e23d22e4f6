"""Fills in forms as a browser does: fetch the page, take its token, send."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

REGISTER = "/account/register"
SIGN_IN = "/account/sign-in"
PASSWORD = "bốn từ không ai ghép"
OTHER_PASSWORD = "năm chữ khác hẳn nhau"


def token(client: FlaskClient, path: str) -> str:
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)[1]


def send(
    client: FlaskClient, path: str, fields: dict[str, str] | None = None, *, page: str | None = None
) -> TestResponse:
    """Send the form at `path`, with the token of `page` (or of the same path)."""
    return client.post(path, data={"csrf_token": token(client, page or path), **(fields or {})})


def details(email: str = "lan@example.org", **changed: str) -> dict[str, str]:
    """What a new author types."""
    return {
        "full_name": "Nguyễn Thị Lan",
        "birth_year": "1985",
        "unit_id": "0",
        "email": email,
        "phone": "0912 345 678",
        "password": PASSWORD,
        "password_confirm": PASSWORD,
        "consent_contest": "y",
        **changed,
    }


def register(client: FlaskClient, email: str = "lan@example.org", **changed: str) -> TestResponse:
    return send(client, REGISTER, details(email, **changed))


def sign_in(
    client: FlaskClient, email: str = "lan@example.org", password: str = PASSWORD, **more: str
) -> TestResponse:
    return send(client, SIGN_IN, {"email": email, "password": password, **more})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


def errors(response: TestResponse) -> list[str]:
    """The sentences beside fields, in order."""
    found = re.findall(
        r'<p class="error">\s*<span><span class="sr">[^<]*</span>\s*(.*?)</span>', response.text, re.DOTALL
    )
    return [sentence.strip() for sentence in found]


def told(response: TestResponse) -> list[str]:
    """The flashed sentences."""
    return [
        t.strip()
        for t in re.findall(r'role="(?:status|alert)">\s*<div>(.*?)</div>', response.text, re.DOTALL)
    ]
