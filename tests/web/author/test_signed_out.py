"""Signed out while writing: what was typed comes back, and is taken once the author has signed in again."""

import html
import re
from datetime import timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.editions import queries as editions
from contest.entries import author_queries as own
from contest.kernel import clock
from contest.people import queries as people
from tests.factories import NOW, Factory
from tests.web.account.browsing import register, send, sign_in, token
from tests.web.author.conftest import Desk

NIGHT = timedelta(hours=13)
TYPED = "Con đường nhỏ chạy dọc bờ sông,\nnăm nào lũ về cũng đổi dòng một đoạn."


def hidden(page: TestResponse) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


def readable(page: TestResponse) -> list[str]:
    return [
        html.unescape(text)
        for text in re.findall(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", page.text, re.DOTALL)
    ]


def test_who_was_signed_out_over_night_signs_in_elsewhere_and_sends_the_same_page_again(
    factory: Factory, client: FlaskClient
) -> None:
    with clock.fixed(NOW):
        edition = factory.edition()
        slug = factory.read(editions.by_id, edition, now=NOW).slug
        category = str(factory.read(editions.categories, edition)[0].id)
        register(client)
        path = send(client, f"/author/{slug}/new", {"category_id": category}).location
        page = client.get(path)
    form = {
        **hidden(page),
        "title": "Con đường làng",
        "category_id": category,
        "text": TYPED,
        "action": "save",
    }

    with clock.fixed(NOW + NIGHT):
        refused = client.post(path, data=form)
        sign_in(client)
        again = client.post(path, data=hidden(refused))

    assert (refused.status_code, readable(refused)) == (401, [TYPED])
    assert f'<form method="post" action="{path}' in refused.text
    author = factory.read(people.by_email, "lan@example.org").id
    saved = factory.read(own.draft, path.rsplit("/", 1)[1], author)
    assert (again.status_code, saved.title, saved.text) == (303, "Con đường làng", TYPED)


def test_the_autosave_of_who_was_signed_out_says_so(desk: Desk) -> None:
    key = desk.entry(submit=False)
    headers = {"X-CSRFToken": token(desk.browser, desk.page(key)), "Accept": "application/json"}
    with clock.fixed(NOW + NIGHT):
        answer = desk.browser.post(f"{desk.page(key)}/autosave", data={"text": TYPED}, headers=headers)
    said = "bạn không còn đăng nhập. Hãy đăng nhập ở một cửa sổ mới rồi quay lại đây"
    assert (answer.status_code, answer.json["message"].split(":")[0]) == (401, said)


def test_a_form_out_of_date_gives_back_what_was_typed_but_not_what_another_site_sent(desk: Desk) -> None:
    key = desk.entry(submit=False)
    form = {"csrf_token": "of yesterday", "title": "Con đường làng", "text": TYPED, "password": "p" * 80}
    ours = desk.browser.post(desk.page(key), data=form, headers={"Sec-Fetch-Site": "same-origin"})
    theirs = desk.browser.post(desk.page(key), data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert [(answer.status_code, readable(answer)) for answer in (ours, theirs)] == [
        (400, [TYPED]),
        (400, []),
    ]
    assert f'href="{desk.page(key)}">Open the page again</a>' in ours.text
    assert "title" not in hidden(ours)
