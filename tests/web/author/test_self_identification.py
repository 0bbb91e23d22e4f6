"""The warning before a submit: what tells whose a work is, and the buttons that mend it."""

import re
from html import unescape

import pytest

from contest.entries import author_queries as own
from contest.kernel import clock
from tests.factories import NOW
from tests.web.account.browsing import token
from tests.web.author.conftest import DECLARED, TEXT, Desk
from tests.works import pdf_file, word_file

SIGNED = f"{TEXT}\nHồi nhỏ, Nguyễn Văn Đức hay tắm sông; Nguyễn Văn Đức là tôi.\nNgười viết: anh Đức làng Bến"


def check(desk: Desk, key: str) -> str:
    return unescape(desk.browser.get(desk.page(key, "/submit")).text)


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def press(desk: Desk, key: str, button: str, **values: str) -> str:
    """Press a button of the warning and return the page that follows."""
    sent = {"csrf_token": token(desk.browser, desk.page(key, "/submit")), **values}
    answer = desk.browser.post(desk.page(key, f"/betrayed/{button}"), data=sent, follow_redirects=True)
    return unescape(answer.text)


def sign(page: str, words: str) -> str:
    """The key of the finding with these words, as its button sends it."""
    return re.search(rf"<mark>{re.escape(words)}</mark>.*?name=\"sign\" value=\"(\w+)\"", page, re.DOTALL)[1]


def draft(desk: Desk, key: str) -> own.DraftView:
    found: own.DraftView = desk.factory.read(own.draft, key, desk.author_id)
    return found


def test_a_work_that_tells_nothing_is_not_warned_of(desk: Desk) -> None:
    page = check(desk, desk.entry(submit=False))
    assert (marked(page), "This may tell the judges" in page, "Submit now" in page) == ([], False, True)


def test_each_passage_is_shown_where_it_stands_and_submitting_stays_possible(desk: Desk) -> None:
    key = desk.entry(submit=False, title="Chuyện của Nguyễn Văn Đức", text=SIGNED)
    page = check(desk, key)
    assert marked(page) == [
        "Nguyễn Văn Đức",
        "Nguyễn Văn Đức",
        "Nguyễn Văn Đức",
        "Người viết: anh Đức làng Bến",
    ]
    assert "In the title" in page
    assert "Submit now" in page
    assert desk.submit(key).location == desk.page(key, "/receipt/1")


def test_one_click_takes_a_passage_out_everywhere_and_another_puts_it_back(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    page = press(desk, key, "mend", sign=sign(check(desk, key), "Nguyễn Văn Đức"), all="1")
    assert draft(desk, key).text == SIGNED.replace("Nguyễn Văn Đức", "…")
    assert "This was taken out: Nguyễn Văn Đức" in page
    press(desk, key, "undo")
    assert draft(desk, key).text == SIGNED


def test_a_single_place_can_be_mended_alone_and_mends_are_undone_one_by_one(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    page = press(desk, key, "mend", sign=sign(check(desk, key), "Nguyễn Văn Đức"))
    once = SIGNED.replace("Nguyễn Văn Đức", "…", 1)
    assert draft(desk, key).text == once
    press(desk, key, "mend", sign=sign(page, "Người viết: anh Đức làng Bến"))
    assert draft(desk, key).text == once[: once.rindex("\n")]
    press(desk, key, "undo")
    assert draft(desk, key).text == once
    assert "Put it back" not in press(desk, key, "undo")
    assert draft(desk, key).text == SIGNED


def test_what_was_changed_since_is_not_overwritten_by_putting_back(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    press(desk, key, "mend", sign=sign(check(desk, key), "Nguyễn Văn Đức"))
    version = re.search(r'name="version" value="([^"]+)"', desk.browser.get(desk.page(key)).text)[1]
    desk.save(key, version, text="Văn bản khác hẳn, viết lại từ đầu.")
    assert "Put it back" not in check(desk, key)
    page = press(desk, key, "undo")
    assert "This place was changed after the passage was taken out" in page
    assert draft(desk, key).text == "Văn bản khác hẳn, viết lại từ đầu."


def test_a_warning_about_somebody_else_is_set_aside_until_it_is_shown_again(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    page = press(desk, key, "aside", sign=sign(check(desk, key), "Nguyễn Văn Đức"))
    assert (marked(page), "1 warning was set aside." in page) == (["Người viết: anh Đức làng Bến"], True)
    press(desk, key, "aside", sign=sign(page, "Người viết: anh Đức làng Bến"))
    assert draft(desk, key).text == SIGNED
    assert marked(press(desk, key, "again")) == marked(check(desk, key)) != []


def test_a_passage_that_is_gone_changes_nothing(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    page = press(desk, key, "mend", sign="0" * 16)
    assert "That passage is not there any more." in page
    assert draft(desk, key).text == SIGNED


def test_a_text_file_is_written_again_without_the_passage(desk: Desk) -> None:
    key = desk.entry(submit=False, file=("Nguyen Van Duc.txt", SIGNED.encode()))
    page = press(desk, key, "mend", sign=sign(check(desk, key), "Nguyễn Văn Đức"), all="1")
    assert draft(desk, key).file_text == SIGNED.replace("Nguyễn Văn Đức", "…")
    assert desk.browser.get(desk.page(key, "/file")).data == SIGNED.replace("Nguyễn Văn Đức", "…").encode()
    assert "Your file was replaced by a mended copy." in page
    press(desk, key, "undo")
    assert desk.browser.get(desk.page(key, "/file")).data == SIGNED.encode()


def test_a_file_is_renamed_and_stays_byte_for_byte(desk: Desk) -> None:
    key = desk.entry(submit=False, file=("Nguyen Van Duc - bai du thi.txt", TEXT.encode()))
    assert "Nguyen Van Duc - bai du thi.txt" in marked(check(desk, key))
    page = press(desk, key, "rename", place="file")
    renamed = draft(desk, key).file
    assert (renamed.file_name, marked(page)) == ("bai-du-thi.txt", [])
    assert desk.browser.get(desk.page(key, "/file")).data == TEXT.encode()
    press(desk, key, "undo")
    assert draft(desk, key).file.file_name == "Nguyen Van Duc - bai du thi.txt"


def test_a_word_document_is_cleaned_with_one_click_and_the_original_can_be_got_back(desk: Desk) -> None:
    raw = word_file(*SIGNED.split("\n"), author="Nguyễn Văn Đức")
    key = desk.entry(submit=False, file=("bài.docx", raw))
    page = check(desk, key)
    assert marked(page)[-1] == "Nguyễn Văn Đức"
    assert "What is kept in the file beside its text" in page
    page = press(desk, key, "clean", place="file", passages="1")
    mended = draft(desk, key)
    assert mended.file_text == f"{TEXT}\nHồi nhỏ, … hay tắm sông; … là tôi."
    assert (mended.file.traces, mended.file.file_name, marked(page)) == ((), "bài.docx", [])
    assert "Your file was replaced by a copy without what told whose it is." in page
    press(desk, key, "undo")
    assert desk.browser.get(desk.page(key, "/file")).data == raw


def test_the_properties_of_a_word_document_can_be_emptied_alone_or_one_passage_taken_out(desk: Desk) -> None:
    key = desk.entry(submit=False, file=("bài.docx", word_file(*SIGNED.split("\n"), author="Nguyễn Văn Đức")))
    page = press(desk, key, "clean", place="file")
    assert (draft(desk, key).file_text, draft(desk, key).file.traces) == (SIGNED, ())
    press(desk, key, "mend", sign=sign(page, "Người viết: anh Đức làng Bến"), all="1")
    assert draft(desk, key).file_text == SIGNED[: SIGNED.rindex("\n")]


def test_of_a_pdf_it_is_said_how_to_mend_it_by_hand(desk: Desk) -> None:
    key = desk.entry(submit=False, file=("bài.pdf", pdf_file(*SIGNED.split("\n"), author="Nguyễn Văn Đức")))
    page = check(desk, key)
    assert "A PDF cannot be mended here. Open the document that it was made from in Word" in page
    assert "in Acrobat, open File, Properties and empty the fields" in page
    assert "/betrayed/mend" not in page


def test_a_version_keeps_its_file_when_the_draft_is_mended_afterwards(desk: Desk) -> None:
    key = desk.entry(file=("Nguyen Van Duc.txt", SIGNED.encode()))
    press(desk, key, "mend", sign=sign(check(desk, key), "Nguyễn Văn Đức"), all="1")
    press(desk, key, "rename", place="file")
    assert desk.browser.get(desk.page(key, "/versions/1/file")).data == SIGNED.encode()
    assert desk.factory.read(own.receipt, key, desk.author_id, 1).file_name == "Nguyen Van Duc.txt"


@pytest.mark.parametrize("button", ["mend", "rename", "clean", "aside", "again", "undo"])
def test_nobody_else_presses_the_buttons(desk: Desk, button: str) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    other = desk.sign_in(desk.factory.person("Trần Thị Khác"))
    sent = {"csrf_token": token(other, "/author/"), "sign": "x", "place": "file"}
    assert other.post(desk.page(key, f"/betrayed/{button}"), data=sent).status_code == 404


def test_after_the_closing_nothing_is_mended(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    found = sign(check(desk, key), "Nguyễn Văn Đức")
    with desk.at(NOW.replace(year=NOW.year + 1)):
        sent = {"csrf_token": token(desk.browser, "/author/"), "sign": found}
        assert desk.browser.post(desk.page(key, "/betrayed/mend"), data=sent).status_code == 409
    with clock.fixed(NOW):
        assert draft(desk, key).text == SIGNED


def test_row_9_a_name_inside_the_text_is_warned_of_returned_at_screening_and_may_be_sent_again(
    desk: Desk,
) -> None:
    """domain.md 8.2, row 9: irregular at screening; mended, it may be submitted again before the closing time."""
    key = desk.entry(submit=False, text=SIGNED)
    assert "Nguyễn Văn Đức" in marked(check(desk, key))
    assert desk.submit(key).location == desk.page(key, "/receipt/1")
    desk.factory.screen(
        desk.edition_id, key, desk.secretary_id, verdict="return", reason="Có tên tác giả trong bài."
    )
    page = check(desk, key)
    while marked(page):
        page = press(desk, key, "mend", sign=re.search(r'name="sign" value="(\w+)"', page)[1], all="1")
    assert desk.submit(key, once="u" * 26).location == desk.page(key, "/receipt/2")
    assert "Nguyễn Văn Đức" not in desk.browser.get(desk.page(key, "/versions/2/text")).text


def test_the_secretary_is_told_what_was_set_aside_and_the_receipt_what_was_declared(desk: Desk) -> None:
    key = desk.entry(submit=False, text=SIGNED)
    press(desk, key, "aside", sign=sign(check(desk, key), "Nguyễn Văn Đức"))
    desk.submit(key)
    secretary = desk.sign_in(desk.secretary_id)
    shown = unescape(secretary.get(f"/office/{desk.slug}/screening/{key}").text)
    assert "these do not name an author: nguyen van duc" in shown
    receipt = unescape(desk.browser.get(desk.page(key, "/receipt/1")).text)
    assert re.findall(r"in these words:</p>\s*<ul>\s*<li>(.*?)</li><li>(.*?)</li>", receipt) == [
        tuple(DECLARED)
    ]
