"""From the check page to the receipt, in a browser."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO

import pypdfium2
import pytest
from flask.testing import FlaskClient
from nacl.signing import VerifyKey

from contest.access.duties import Duty
from contest.entries import author_queries as own
from contest.kernel import clock
from contest.platform.mail import Letter
from tests.factories import NOW, WEEK
from tests.web.account.browsing import errors, send, token, told
from tests.web.author.conftest import DECLARED, TEXT, Desk

MS = timedelta(milliseconds=1)
MINUTE = timedelta(minutes=1)


def versions(desk: Desk, key: str) -> list[int]:
    return [line.number for line in desk.factory.read(own.versions, key, desk.author_id)]


def receipt(desk: Desk, key: str, number: int = 1) -> own.ReceiptView:
    found: own.ReceiptView = desk.factory.read(own.receipt, key, desk.author_id, number)
    return found


# --- the check page ----------------------------------------------------------------------------------------------


def test_the_check_page_shows_what_is_sent_and_ticks_nothing(desk: Desk) -> None:
    page = desk.browser.get(desk.page(desk.entry(submit=False), "/submit")).text
    assert f"<p>{TEXT}</p>" in page
    assert re.findall(r'type="checkbox"[^>]* value="([^"]+)"', page) == DECLARED
    assert "checked" not in page


def test_everything_to_be_mended_is_said_at_once_and_nothing_can_be_sent(desk: Desk) -> None:
    key = desk.entry(submit=False, title="", text="ngắn quá")
    page = desk.browser.get(desk.page(key, "/submit")).text
    sentences = re.findall(rf'<a href="{desk.page(key)}#(\w+)">(.*?)</a>', page)
    assert sentences == [
        ("title", "Give your work a title."),
        ("text", "The text has 2 words; at least 5 are asked for. Missing: 3."),
    ]
    assert "Submit now" not in page


@pytest.mark.parametrize(
    ("text", "is_warned"), [(TEXT, False), (TEXT + " Người viết: nguyen van duc.", True)]
)
def test_the_own_name_in_the_text_is_warned_of_and_does_not_stop(
    desk: Desk, text: str, is_warned: bool
) -> None:
    page = desk.browser.get(desk.page(desk.entry(submit=False, text=text), "/submit")).text
    assert (("This may tell the judges whose work it is" in page), "Submit now" in page) == (is_warned, True)


def test_a_missing_declaration_is_asked_for(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.submit(key, declarations=DECLARED[:1])
    assert (answer.status_code, versions(desk, key)) == (422, [])
    assert errors(answer) == [
        "Please read every declaration and tick it; without them the work cannot be taken in."
    ]


# --- submitting --------------------------------------------------------------------------------------------------


def test_a_submit_leads_to_the_receipt(desk: Desk) -> None:
    key = desk.entry(submit=False)
    answer = desk.submit(key)
    page = unescape(desk.browser.get(answer.location).text)
    given = receipt(desk, key)
    assert (answer.status_code, answer.location) == (303, desk.page(key, "/receipt/1"))
    shown = (given.number, given.sha256_text, given.signature, given.document, "09:00:00 on 1 March 2026")
    assert [part for part in shown if part not in page] == []


def test_sent_twice_it_is_one_version_with_one_receipt_and_one_letter(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    key = desk.entry(submit=False)
    answers = {desk.submit(key).location for _ in range(3)}
    assert (answers, versions(desk, key)) == ({desk.page(key, "/receipt/1")}, [1])
    assert [name for name, _ in letters()] == ["entry_received"]


def test_a_better_version_gets_a_receipt_of_its_own_and_both_can_be_seen(desk: Desk) -> None:
    key = desk.entry()
    with clock.fixed(NOW + MINUTE):
        desk.save(key, text=TEXT + " Thêm một câu.")
        assert "You changed it after submitting." in desk.browser.get("/author/").text
        assert desk.submit(key).location == desk.page(key, "/receipt/2")
    page = desk.browser.get(desk.page(key, "/receipt/2")).text
    assert versions(desk, key) == [2, 1]
    assert receipt(desk, key, 1).number in page


def test_the_receipt_can_be_checked_with_what_the_page_gives(desk: Desk) -> None:
    key = desk.entry(file=("bài.txt", TEXT.encode()))
    page = desk.browser.get(desk.page(key, "/receipt/1")).text
    document = desk.browser.get(desk.page(key, "/receipt/1/document"))
    text = desk.browser.get(desk.page(key, "/versions/1/text"))
    file = desk.browser.get(desk.page(key, "/versions/1/file"))
    signature, public_key = (
        re.search(r"\b[0-9a-f]{128}\b", page)[0],
        re.findall(r"\b[0-9a-f]{64}\b", page)[-1],
    )
    VerifyKey(bytes.fromhex(public_key)).verify(document.data, bytes.fromhex(signature))
    assert (text.data, file.data) == (TEXT.encode(), TEXT.encode())
    assert json.loads(document.data)["number"] == receipt(desk, key).number
    number = receipt(desk, key).number
    names = [answer.headers["Content-Disposition"] for answer in (document, text, file)]
    assert names == [f'attachment; filename="{number}.{ending}"' for ending in ("json", "txt", "txt")]


def test_the_receipt_as_a_pdf_says_all_that_is_signed_and_where_anybody_checks_it(desk: Desk) -> None:
    key = desk.entry(file=("bài.txt", TEXT.encode()))
    given = receipt(desk, key)
    answer = desk.browser.get(desk.page(key, "/receipt/1/pdf"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{given.number}.pdf"'
    with pypdfium2.PdfDocument(answer.data) as pdf:
        assert len(pdf) == 1
        page = pdf[0].get_textpage().get_text_range()
    words, together = " ".join(page.split()), "".join(page.split())
    assert "Received at 09:00:00 on 1 March 2026 (Vietnam Time)" in words
    said = (
        "Nguyễn Văn Đức",
        "Con đường làng",
        "SHA-256 of the file bài.txt:",
        given.sha256_text,
        given.number,
    )
    assert [each for each in said if each not in words] == []
    signed = (given.document, given.signature, f"localhost/receipts?number={given.number}")
    assert [each for each in signed if "".join(each.split()) not in together] == []
    assert desk.sign_in(desk.secretary_id).get(desk.page(key, "/receipt/1/pdf")).status_code == 404


def test_the_address_without_a_number_leads_to_the_last_receipt(desk: Desk) -> None:
    key = desk.entry()
    assert desk.browser.get(desk.page(key, "/receipt")).location == desk.page(key, "/receipt/1")
    assert desk.browser.get(desk.page(key, "/receipt/2")).status_code == 404


def test_an_appointed_official_is_told_why_not(desk: Desk) -> None:
    desk.factory.appoint(desk.edition_id, desk.factory.person("Trần Thị Mai"), Duty.JUDGE)
    judge = desk.sign_in(desk.factory.person("Trần Thị Cúc"))
    slug_page = f"/author/{desk.slug}/new"
    assert send(judge, slug_page, {"category_id": str(desk.category_id)}).status_code == 303
    desk.browser = desk.sign_in(desk.secretary_id)
    answer = send(desk.browser, slug_page, {"category_id": str(desk.category_id)})
    assert answer.status_code == 422
    assert "You are a judge, the chair, a secretary or the treasurer of this contest" in answer.text


# --- the closing instant -----------------------------------------------------------------------------------------


class SlowBody(BytesIO):
    """A body that takes its time: the clock goes on while it is read."""

    def __init__(self, content: bytes, done_at: datetime) -> None:
        super().__init__(content)
        self.done_at = done_at

    def read(self, *args: int) -> bytes:
        clock._fixed.set(self.done_at)
        return super().read(*args)

    def readinto(self, buffer: bytearray) -> int:
        clock._fixed.set(self.done_at)
        return super().readinto(buffer)


@pytest.mark.parametrize(
    ("begun", "took", "is_taken"),
    [
        (-MS, timedelta(0), True),
        (timedelta(0), timedelta(0), False),
        (MS, timedelta(0), False),
        (-MS, 4 * MINUTE, True),
        (-MS, 6 * MINUTE, False),
    ],
)
def test_a_submit_counts_from_its_beginning_up_to_five_minutes(
    desk: Desk, begun: timedelta, took: timedelta, is_taken: bool
) -> None:
    key = desk.entry(submit=False)
    closing = NOW + WEEK
    with desk.at(closing - MINUTE):
        csrf = token(desk.browser, desk.page(key, "/submit"))
        sent = "&".join(["token=" + "t" * 26, "csrf_token=" + csrf, *(f"declarations={d}" for d in DECLARED)])
        body = SlowBody(sent.encode(), closing + begun + took)
        with clock.fixed(closing + begun):
            answer = desk.browser.post(
                desk.page(key, "/submit"),
                input_stream=body,
                content_length=len(sent.encode()),
                content_type="application/x-www-form-urlencoded",
            )
    assert (answer.status_code, versions(desk, key)) == ((303, [1]) if is_taken else (409, []))
    if is_taken:
        assert receipt(desk, key).issued_at == closing + begun


def test_after_the_closing_time_the_check_page_leads_back(desk: Desk) -> None:
    key = desk.entry(submit=False)
    with desk.at(NOW + WEEK):
        answer = desk.browser.get(desk.page(key, "/submit"))
    assert (answer.status_code, answer.location) == (303, desk.page(key))


# --- withdrawing -------------------------------------------------------------------------------------------------


def test_withdrawing_asks_first_and_is_final(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    key = desk.entry()
    page = desk.browser.get(desk.page(key, "/withdraw"))
    assert "Withdraw this entry?" in page.text
    answer = send(desk.browser, desk.page(key, "/withdraw"))
    listed = desk.browser.get(answer.location)
    assert told(listed) == ["The entry was withdrawn."]
    assert "You withdrew it. It takes no part; you may still write another work." in listed.text
    assert [name for name, _ in letters()] == ["entry_received", "entry_withdrawn"]


def test_a_draft_is_deleted_without_a_letter(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    key = desk.entry(submit=False)
    answer = send(desk.browser, desk.page(key, "/withdraw"))
    listed = desk.browser.get(answer.location)
    assert told(listed) == ["The draft was deleted."]
    assert (desk.page(key) in listed.text, letters()) == (False, [])


# --- my entries --------------------------------------------------------------------------------------------------


def listed(browser: FlaskClient) -> list[tuple[str, str]]:
    """Badge and sentence of each entry in the list."""
    page = browser.get("/author/").text
    found = re.findall(r'<span class="badge[^"]*">([^<]+)</span>.*?<p>(.*?)</p>', page, re.DOTALL)
    return [(badge, unescape(" ".join(sentence.split()))) for badge, sentence in found]


def test_the_list_tells_each_story(desk: Desk) -> None:
    draft = desk.entry(submit=False)
    assert listed(desk.browser) == [
        (
            "Draft",
            (
                "You are still writing. Only a submitted work takes part; "
                "works are taken in until 09:00, 8 March 2026."
            ),
        )
    ]
    desk.submit(draft)
    assert listed(desk.browser) == [
        (
            "Submitted",
            (
                "Received. The secretariat checks it and will write to you. "
                "You may submit a better version until 09:00, 8 March 2026."
            ),
        )
    ]
    desk.factory.screen(
        desk.edition_id, draft, desk.secretary_id, verdict="return", reason="Bài chưa có kết luận."
    )
    assert listed(desk.browser) == [
        (
            "Returned",
            "The secretariat returned it. Mend what the reason says and submit again before 09:00, 8 March 2026.",
        )
    ]
    assert "Bài chưa có kết luận." in desk.browser.get("/author/").text
    assert "Bài chưa có kết luận." in desk.browser.get(desk.page(draft)).text


@pytest.mark.parametrize(
    ("verdict", "story"),
    [
        (
            "accept",
            ("Accepted", "Accepted. It goes to the judges without your name; you need not do anything."),
        ),
        ("refuse", ("Not accepted", "Not accepted. It takes no part; you may still write another work.")),
    ],
)
def test_a_decision_is_told(desk: Desk, verdict: str, story: tuple[str, str]) -> None:
    key = desk.entry()
    desk.factory.screen(desk.edition_id, key, desk.secretary_id, verdict=verdict, reason="Bài sai thể loại.")
    assert listed(desk.browser) == [story]


def test_drafts_and_returned_entries_after_the_closing_time_are_told_to_be_out(desk: Desk) -> None:
    desk.entry(submit=False)
    returned = desk.entry(title="Hai")
    desk.factory.screen(
        desk.edition_id, returned, desk.secretary_id, verdict="return", reason="Bài quá ngắn."
    )
    with desk.at(NOW + WEEK):
        assert sorted(listed(desk.browser)) == [
            ("Draft", "This draft was not submitted before the closing time and takes no part."),
            (
                "Returned",
                "It was returned and not submitted again before the closing time, so it takes no part.",
            ),
        ]


def test_an_empty_list_points_to_what_is_open(desk: Desk) -> None:
    page = desk.browser.get("/author/").text
    assert (f"/author/{desk.slug}/new" in page, "Contests open now" in page) == (True, True)


# --- letters -----------------------------------------------------------------------------------------------------


def test_the_letter_is_a_receipt(desk: Desk, letters: Callable[[], list[tuple[str, Letter]]]) -> None:
    key = desk.entry(file=("bài.txt", TEXT.encode()))
    ((name, letter),) = letters()
    given = receipt(desk, key)
    assert (name, letter.subject) == (
        "entry_received",
        f"Receipt {given.number}: your work has been received",
    )
    wanted = (
        "Dear Nguyễn Văn Đức,",
        "Title: Con đường làng",
        "Received at: 09:00:00, 1 March 2026 (GMT+7)",
        f"SHA-256 of the text: {given.sha256_text}",
        f"SHA-256 of the file: {given.sha256_file}",
        f"/author/entries/{key}/receipt/1",
    )
    assert [part for part in wanted if part not in letter.text] == []
    assert given.number in letter.html


@pytest.mark.parametrize("title", ['<b>Đậm</b> & "đẹp"', "A\u2028B", "{{ 7*7 }}"])
def test_a_strange_title_stays_text_in_letters(
    desk: Desk, letters: Callable[[], list[tuple[str, Letter]]], title: str
) -> None:
    key = desk.entry(title=title)
    desk.factory.screen(desk.edition_id, key, desk.secretary_id)
    ((_, _), (name, letter)) = letters()
    shown = " ".join(title.replace("\u2028", " ").split())
    assert (name, letter.subject) == ("entry_accepted", f"Accepted: {shown}")
    assert "<b>Đậm" not in letter.html
