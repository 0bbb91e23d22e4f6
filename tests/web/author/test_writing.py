"""The writing page: nothing typed is lost, whatever goes wrong."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.entries import author_queries as own
from contest.kernel import clock
from tests import hostile
from tests.factories import NOW, WEEK
from tests.web.account.browsing import errors, send, token, told
from tests.web.author.conftest import TEXT, Desk, multipart

MB = 1024 * 1024
MINUTE = timedelta(minutes=1)


def stamp(desk: Desk, key: str) -> str:
    page = desk.browser.get(desk.page(key)).text
    return re.search(r'name="version"[^>]* value="([^"]+)"', page)[1]


def autosave(desk: Desk, key: str, version: str, **fields: str):
    headers = {"X-CSRFToken": token(desk.browser, desk.page(key)), "Accept": "application/json"}
    return desk.browser.post(
        desk.page(key, "/autosave"), data={"version": version, **fields}, headers=headers
    )


def draft(desk: Desk, key: str) -> own.DraftView:
    found: own.DraftView = desk.factory.read(own.draft, key, desk.author_id)
    return found


# --- beginning ---------------------------------------------------------------------------------------------------


def test_an_entry_begins_with_its_category_and_leads_to_the_writing_page(desk: Desk) -> None:
    page = desk.browser.get(f"/author/{desk.slug}/new")
    assert "Bài viết (5 to 40 words)" in page.text
    answer = send(desk.browser, f"/author/{desk.slug}/new", {"category_id": str(desk.category_id)})
    (entry,) = desk.factory.read(own.own_entries, desk.author_id)
    assert (answer.status_code, answer.location) == (303, desk.page(entry.key))
    assert draft(desk, entry.key).category_id == desk.category_id


def test_a_double_click_begins_one_entry(desk: Desk) -> None:
    for _ in range(2):
        send(desk.browser, f"/author/{desk.slug}/new", {"category_id": str(desk.category_id)})
    assert len(desk.factory.read(own.own_entries, desk.author_id)) == 1


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("announced", "Works are taken in from 09:00, 8 March 2026 to"),
        ("closed", "The time for handing in works was over at 08:00, 1 March 2026."),
    ],
)
def test_outside_its_time_the_page_says_when(desk: Desk, phase: str, sentence: str) -> None:
    edition_id = desk.factory.edition(title="Cuộc thi khác", phase=phase)
    slug = "cuoc-thi-khac-2026"
    page = desk.browser.get(f"/author/{slug}/new")
    assert (page.status_code, sentence in page.text, edition_id > 0) == (200, True, True)


def test_a_contest_that_is_not_announced_is_not_there(desk: Desk) -> None:
    desk.factory.edition(title="Cuộc thi khác", phase="draft")
    assert desk.browser.get("/author/cuoc-thi-khac-2026/new").status_code == 404


# --- saving ------------------------------------------------------------------------------------------------------


def test_a_save_by_the_button_works_without_scripts(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), title="Tên mới", text="Một bài mới.")
    assert (answer.status_code, answer.location) == (303, desk.page(key))
    page = desk.browser.get(desk.page(key))
    assert (draft(desk, key).title, draft(desk, key).text) == ("Tên mới", "Một bài mới.")
    assert told(page) == ["Saved."]
    assert "Một bài mới.</textarea>" in page.text


def test_save_and_check_leads_to_the_check_page(desk: Desk) -> None:
    key = desk.entry(submit=False)
    assert desk.save(key, stamp(desk, key), action="check").location == desk.page(key, "/submit")


def test_autosave_keeps_single_fields_and_says_when(desk: Desk) -> None:
    key = desk.entry(submit=False)
    first = autosave(desk, key, "2-w", text="Một hai ba")
    second = autosave(desk, key, first.json["version"], title="Tên mới")
    assert first.json == {"saved_at": "09:00:00", "version": "3-w"}
    assert second.json == {"saved_at": "09:00:00", "version": "4-w"}
    assert (draft(desk, key).title, draft(desk, key).text) == ("Tên mới", "Một hai ba")


def test_autosave_of_a_second_window_is_refused_in_words(desk: Desk) -> None:
    key = desk.entry(submit=False)
    autosave(desk, key, "2-one", text="cửa sổ một")
    answer = autosave(desk, key, "2-two", text="cửa sổ hai")
    assert (answer.status_code, answer.json["message"][:47]) == (
        409,
        "This entry was saved in another window meanwhil",
    )
    assert draft(desk, key).text == "cửa sổ một"


def test_two_windows_show_both_texts_and_either_can_be_kept(desk: Desk) -> None:
    key = desk.entry(submit=False)
    desk.save(key, "2-one", text="cửa sổ một")
    answer = desk.save(key, "2-two", text="cửa sổ hai")
    assert answer.status_code == 409
    assert "cửa sổ hai</textarea>" in answer.text
    assert "<p>cửa sổ một</p>" in answer.text
    assert draft(desk, key).text == "cửa sổ một"
    version = re.search(r'name="version"[^>]* value="([^"]+)"', answer.text)[1]
    assert desk.save(key, version, text="cửa sổ hai").status_code == 303
    assert draft(desk, key).text == "cửa sổ hai"


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1-w", "２-w"])
def test_a_strange_stamp_overwrites_nothing(desk: Desk, version: str) -> None:
    key = desk.entry(submit=False)
    assert desk.save(key, version, text="một bài khác").status_code == 409
    assert draft(desk, key).text == TEXT


def test_too_long_a_title_stands_beside_its_field_and_all_is_kept(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), title="x" * 201, text="chữ chưa lưu")
    assert answer.status_code == 422
    assert errors(answer) == ["The title has 201 characters; at most 200 can be kept. Shorten it."]
    assert ("x" * 201 in answer.text, "chữ chưa lưu</textarea>" in answer.text) == (True, True)


def test_what_cannot_be_kept_is_refused_beside_its_field(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), text="a" + "\u0301" * 40)
    assert (answer.status_code, len(errors(answer))) == (422, 1)


def test_a_form_left_open_over_the_closing_time_saves_nothing_and_gives_the_text_back(desk: Desk) -> None:
    key = desk.entry(submit=False)
    with desk.at(NOW + WEEK - MINUTE):
        version, csrf = stamp(desk, key), token(desk.browser, desk.page(key))
        with clock.fixed(NOW + WEEK):
            form = {
                "csrf_token": csrf,
                "version": version,
                "title": "A",
                "category_id": "0",
                "text": "viết muộn",
            }
            answer = desk.browser.post(desk.page(key), data=form)
    assert answer.status_code == 409
    assert "The time for handing in works is over." in answer.text
    assert "viết muộn</textarea>" in answer.text
    assert draft(desk, key).text == TEXT


def test_after_the_closing_time_the_page_is_for_reading(desk: Desk) -> None:
    key = desk.entry(submit=False)
    with desk.at(NOW + WEEK):
        page = desk.browser.get(desk.page(key))
    assert (page.status_code, "<textarea" in page.text, f"<p>{TEXT}</p>" in page.text) == (200, False, True)


# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_read_and_shown_as_it_will_be_read(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.save(key, stamp(desk, key), file=("bài.docx", hostile.good_word()))
    page = desk.browser.get(desk.page(key))
    assert answer.status_code == 303
    found = draft(desk, key)
    assert found.file is not None
    assert ("bài.docx" in page.text, f"<p>{found.file_text.splitlines()[0]}</p>" in page.text) == (True, True)


def test_a_removed_file_gives_the_text_area_back(desk: Desk) -> None:
    key = desk.entry(submit=False, file=("a.txt", b"one two three four five"))
    desk.save(key, stamp(desk, key), action="remove-file")
    assert (draft(desk, key).file, draft(desk, key).text) == (None, TEXT)


def test_a_scan_is_taken_in_and_said_to_be_unchecked(desk: Desk) -> None:
    key = desk.entry(submit=False)
    desk.save(key, stamp(desk, key), file=("scan.pdf", hostile.scanned_pdf()))
    page = desk.browser.get(desk.page(key, "/submit"))
    assert "No text could be read from the file; it is probably a scan." in page.text
    assert "Submit now" in page.text


# One of each kind that the issue names; tests/parts/documents tries them all.
WRONG = (
    ("an empty"
    " file"), "an old Word file with a password", "a macro document", "a PNG", "a PDF named docx", "half a document",
    "external entities", "a ZIP bomb", "a document with a password", "a PDF with a password", "half a PDF",
)  # fmt: skip


@pytest.mark.parametrize(
    "case", [case for case in hostile.refused() if case.name in WRONG], ids=lambda case: case.name
)
def test_every_wrong_file_has_its_sentence_and_costs_no_text(desk: Desk, case: hostile.Case) -> None:
    key = desk.entry(submit=False)
    stored = desk.browser.application.extensions["contest_storage"].keys()
    answer = desk.save(
        key,
        stamp(desk, key),
        title="Tên chưa lưu",
        text="chữ chưa lưu",
        file=(case.file_name, case.make()),
    )
    assert answer.status_code == 422
    assert errors(answer) == [case.sentence]
    assert "chữ chưa lưu</textarea>" in answer.text
    assert 'value="Tên chưa lưu"' in answer.text
    assert desk.browser.application.extensions["contest_storage"].keys() == stored
    assert (draft(desk, key).file, draft(desk, key).text) == (None, TEXT)


def large(desk: Desk, key: str, size: int) -> TestResponse:
    fields = {
        "csrf_token": token(desk.browser, desk.page(key)),
        "version": stamp(desk, key),
        "text": "chữ chưa lưu",
    }
    return desk.browser.post(
        desk.page(key), **multipart({**fields, "category_id": "0"}, "a.txt", b"x" * size)
    )


def test_a_file_over_the_limit_is_refused_with_the_limit(desk: Desk) -> None:
    answer = large(desk, desk.entry(submit=False), 20 * MB + 1)
    assert (answer.status_code, "chữ chưa lưu</textarea>" in answer.text) == (422, True)
    assert errors(answer)[0].startswith("The file is larger than 20 MB.")


def test_a_body_over_all_limits_gives_back_what_was_typed_with_the_limit_beside_the_file(desk: Desk) -> None:
    key = desk.entry(submit=False)
    stored = desk.browser.application.extensions["contest_storage"].keys()
    answer = large(desk, key, 22 * MB)
    assert (answer.status_code, "chữ chưa lưu</textarea>" in answer.text) == (413, True)
    assert [each.split(". ")[0] for each in errors(answer)] == [
        "The files that you send at once may have 20 MB together"
    ]
    assert f'name="version" value="{stamp(desk, key)[:2]}' in answer.text
    assert desk.browser.application.extensions["contest_storage"].keys() == stored
    assert (draft(desk, key).text, draft(desk, key).file) == (TEXT, None)


def test_words_alone_over_all_limits_get_a_page_that_says_the_limit(desk: Desk) -> None:
    key = desk.entry(submit=False)
    fields = {"csrf_token": token(desk.browser, desk.page(key)), "text": "x" * (22 * MB)}
    answer = desk.browser.post(desk.page(key), **multipart(fields, "", b""))
    assert (answer.status_code, "may have 20 MB together" in answer.text) == (413, True)
    assert f'href="{desk.page(key)}">Open the page again</a>' in answer.text


def test_a_body_over_all_limits_from_another_site_is_refused_like_any_other(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.browser.post(
        desk.page(key), **multipart({"csrf_token": "not ours", "text": "x"}, "a.txt", b"x" * (22 * MB))
    )
    assert (answer.status_code, draft(desk, key).text) == (400, TEXT)


def test_a_too_large_autosave_answers_as_json(desk: Desk) -> None:
    key = desk.entry(submit=False)
    headers = {"X-CSRFToken": token(desk.browser, desk.page(key)), "Accept": "application/json"}
    body = multipart({"version": "2-w", "text": "x" * (5 * MB)}, "", b"")
    answer = desk.browser.post(desk.page(key, "/autosave"), headers=headers, **body)
    assert (answer.status_code, "20 MB" in answer.json["message"]) == (413, True)


def test_a_book_is_refused_with_its_length(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = autosave(desk, key, "2-w", text="x" * 500_001)
    assert (answer.status_code, answer.json["message"]) == (
        422,
        "The text has 500001 characters; at most 500000 can be kept. Shorten it.",
    )


def test_the_own_file_comes_back_as_an_attachment_under_our_name(desk: Desk) -> None:
    key = desk.entry(submit=False, file=('a"; x=.txt', b"one two three four five"))
    answer = desk.browser.get(desk.page(key, "/file"))
    headers = [
        answer.headers[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Content-Type")
    ]
    assert headers == ['attachment; filename="draft.txt"', "nosniff", "text/plain; charset=utf-8"]
    assert answer.data == b"one two three four five"


# --- strangers ---------------------------------------------------------------------------------------------------

READ = ("", "/submit", "/receipt", "/receipt/1", "/receipt/1/document", "/versions/1/text", "/versions/1/file",
        "/file", "/withdraw")  # fmt: skip
WRITTEN = ("", "/autosave", "/submit", "/withdraw")


def test_a_strangers_key_is_the_same_as_none(desk: Desk, client_for) -> None:
    key = desk.entry(file=("a.txt", b"one two three four five"))
    stranger: FlaskClient = client_for(desk.factory.person("Trần Thị Mai"))
    csrf = token(stranger, "/author/")

    def answers(entry_key: str) -> list[tuple[int, str]]:
        read = [stranger.get(desk.page(entry_key, part)) for part in READ]
        sent = [stranger.post(desk.page(entry_key, part), data={"csrf_token": csrf}) for part in WRITTEN]
        return [(a.status_code, re.sub(r'(value|datetime|now)="[^"]*"', "", a.text)) for a in (*read, *sent)]

    theirs, none = answers(key), answers("0" * 26)
    assert [status for status, _ in theirs] == [404] * 13
    assert theirs == none


def test_a_visitor_is_led_to_the_sign_in_page(desk: Desk, client: FlaskClient) -> None:
    answers = [client.get(path) for path in ("/author/", desk.page("0" * 26), f"/author/{desk.slug}/new")]
    assert [(a.status_code, a.location.partition("?")[0]) for a in answers] == [(302, "/account/sign-in")] * 3


def test_time_left_counts_to_the_closing_instant(desk: Desk) -> None:
    page = desk.browser.get(desk.page(desk.entry(submit=False))).text
    assert f'data-until="{(NOW + timedelta(days=7)).isoformat()}"' in page
