"""The editor's side of the writing page: formatted texts are saved, shown side by side, given back and handed out."""

import re
from datetime import timedelta

import pytest

from contest.entries import author_queries as own
from contest.platform.crypto import sha256
from tests.factories import NOW, WEEK
from tests.web.account.browsing import send, token
from tests.web.author.conftest import Desk

HTML = "<h2>Chợ quê</h2><p>Một phiên <em>sáu</em> lần trong tháng.</p>"
OTHER = "<ul><li><p>Rau muống ở đầu chợ</p></li></ul>"
MINUTE = timedelta(minutes=1)


def kept(desk: Desk, key: str) -> tuple[str, str]:
    draft = desk.factory.read(own.draft, key, desk.author_id)
    return draft.text, draft.markup


def begun(desk: Desk) -> str:
    """A draft with formatted text, saved by its third revision."""
    key = desk.entry(submit=False)
    assert desk.save(key, markup=HTML, text="lời của trình duyệt").status_code == 303
    return key


def reading(page: str) -> list[str]:
    return re.findall(r'<div class="reading">(.*?)</div>', page, re.DOTALL)


def test_autosave_takes_the_markup_alone_and_makes_the_text_of_it(desk: Desk) -> None:
    key = desk.entry(submit=False)
    headers = {"X-CSRFToken": token(desk.browser, desk.page(key)), "Accept": "application/json"}
    data = {"version": "2-w", "markup": f'{HTML}<p onclick="x">Hết<script>1</script></p>'}
    answer = desk.browser.post(desk.page(key, "/autosave"), data=data, headers=headers)
    assert (answer.status_code, answer.json["version"]) == (200, "3-w")
    text = "Chợ quê\n\nMột phiên sáu lần trong tháng.\n\nHết"
    assert kept(desk, key) == (text, f"{HTML}<p>Hết</p>")
    refused = desk.browser.post(
        desk.page(key, "/autosave"), data={"version": "3-w", "markup": "<blockquote>" * 30}, headers=headers
    )
    assert (refused.status_code, refused.json["message"][:34]) == (422, "The formatting of the text is too ")


def test_the_page_carries_the_markup_to_the_editor_and_warns_where_there_is_none(desk: Desk) -> None:
    key = begun(desk)
    page = desk.browser.get(desk.page(key)).text
    assert (
        f'name="markup" value="{HTML.replace("<", "&lt;").replace(">", "&gt;")}" autocomplete="off" disabled'
        in page
    )
    assert ("data-editor-plain" in page, "Chợ quê\n\nMột phiên" in page) == (True, True)
    assert re.search(r'data-kept-owner="[0-9a-f]{32}"', page)


def test_a_refused_save_gives_the_formatted_text_back(desk: Desk) -> None:
    key = begun(desk)
    answer = desk.save(key, "3-w", title="x" * 201, markup=OTHER)
    assert answer.status_code == 422
    assert f'value="{OTHER.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text
    assert "data-kept-unsaved" in answer.text
    assert kept(desk, key)[1] == HTML


def test_two_windows_show_both_formatted_texts(desk: Desk) -> None:
    key = begun(desk)
    answer = desk.save(key, "2-two", markup=OTHER)
    assert answer.status_code == 409
    assert (reading(answer.text), kept(desk, key)[1]) == ([HTML], HTML)
    assert "Rau muống ở đầu chợ" in answer.text


def test_what_a_device_kept_is_shown_beside_what_is_stored_and_saves_nothing(desk: Desk) -> None:
    key = begun(desk)
    fields = {"title": "Con đường làng", "category_id": str(desk.category_id), "text": "Rau", "markup": OTHER}
    form = {
        "csrf_token": token(desk.browser, desk.page(key)),
        "version": "1-old",
        "kept_at": "<b>10:42",
        **fields,
    }
    answer = desk.browser.post(desk.page(key, "/kept"), data=form)
    assert answer.status_code == 200
    assert (reading(answer.text), kept(desk, key)[1]) == ([HTML], HTML)
    assert "Typed last at &lt;b&gt;10:42" in answer.text
    version = re.search(r'name="version"[^>]* value="([^"]+)"', answer.text)[1]
    assert desk.save(key, version, markup=OTHER).status_code == 303
    assert kept(desk, key)[1] == OTHER


@pytest.mark.parametrize("part", ["", "/kept"])
def test_after_the_closing_time_the_formatted_text_is_given_back_to_be_copied(desk: Desk, part: str) -> None:
    key = begun(desk)
    with desk.at(NOW + WEEK - MINUTE):
        csrf = token(desk.browser, desk.page(key))
        browser = desk.browser
    with desk.at(NOW + WEEK + MINUTE):
        form = {
            "csrf_token": csrf,
            "version": "3-w",
            "title": "T",
            "category_id": "0",
            "text": "x",
            "markup": OTHER,
        }
        answer = browser.post(desk.page(key, part), data=form)
    assert (answer.status_code, reading(answer.text)) == (409, [OTHER])
    assert kept(desk, key)[1] == HTML


def test_the_receipt_s_page_hands_out_the_markup_that_it_vouches_for(desk: Desk) -> None:
    key = begun(desk)
    assert desk.submit(key).status_code == 303
    page = desk.browser.get(desk.page(key, "/receipt/1")).text
    assert "SHA-256 of the text with its formatting:" in page
    sent = desk.browser.get(desk.page(key, "/versions/1/markup"))
    assert (sent.data.decode(), sent.headers["Content-Disposition"][:10]) == (HTML, "attachment")
    assert sha256(sent.data) in page
    plain = desk.entry()
    assert desk.browser.get(desk.page(plain, "/versions/1/markup")).status_code == 404


def test_the_secretary_and_the_author_read_it_formatted(desk: Desk) -> None:
    key = begun(desk)
    assert reading(desk.browser.get(desk.page(key, "/submit")).text)[0] == HTML
    desk.submit(key)
    secretary = desk.sign_in(desk.secretary_id)
    assert reading(secretary.get(f"/office/{desk.slug}/screening/{key}").text)[0] == HTML


def test_signing_out_has_the_browser_forget_what_was_kept(desk: Desk) -> None:
    answer = send(desk.browser, "/account/sign-out", {})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
