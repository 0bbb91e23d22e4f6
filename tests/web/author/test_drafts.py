"""Drafts and notes that authors keep sealed with a work, and the reviews that open them."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries as own
from contest.entries import sealed, verification
from contest.kernel import clock
from contest.platform.mail import Letter
from tests.factories import NOW, WEEK, Factory
from tests.web.account.browsing import token
from tests.web.author.conftest import Desk, multipart

SKETCH = "Phác thảo đầu tiên: bến nước, con đò, tiếng gọi đò."
SECOND = timedelta(seconds=1)


@pytest.fixture
def keeping(factory: Factory, client_for: Callable[[int], FlaskClient]) -> Desk:
    """An author in a contest that keeps drafts and notes."""
    with clock.fixed(NOW):
        spec = {"keeps_drafts": True}
        edition_id = factory.edition(categories=(CategorySpec("Bài viết", 5, 40),), settings=spec)
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


def keep(
    desk: Desk, key: str, name: str = "so-tay.txt", raw: bytes = SKETCH.encode(), note: str = ""
) -> TestResponse:
    form = {"csrf_token": token(desk.browser, desk.page(key, "/drafts")), "note": note}
    return desk.browser.post(desk.page(key, "/drafts"), **multipart(form, name, raw))


def kept(desk: Desk, key: str) -> tuple[sealed.Kept, ...]:
    found: tuple[sealed.Kept, ...] = desk.factory.read(sealed.of_entry, key, desk.author_id)
    return found


def page(desk: Desk, key: str, part: str = "/drafts") -> str:
    return unescape(desk.browser.get(desk.page(key, part)).text)


def open_review(
    desk: Desk, browser: FlaskClient, number: str, reason: str = "Bị tố cáo dùng AI, ngày 3/5."
) -> TestResponse:
    path = f"/office/{desk.slug}/reviews"
    sent = {"csrf_token": token(browser, path), "number": number, "reason": reason}
    return browser.post(path, data=sent)


def receipt_number(desk: Desk, key: str, version: int = 1) -> str:
    return str(desk.factory.read(own.receipt, key, desk.author_id, version).number)


def test_where_an_edition_keeps_none_there_is_no_such_page(desk: Desk) -> None:
    key = desk.entry(submit=False)
    assert desk.browser.get(desk.page(key, "/drafts")).status_code == 404
    assert "Drafts and notes" not in page(desk, key, "")


def test_a_draft_and_a_picture_of_a_notebook_are_kept_with_time_digest_and_note(keeping: Desk) -> None:
    key = keeping.entry(submit=False)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "JPEG")
    answers = [keep(keeping, key, note="phác thảo"), keep(keeping, key, "trang1.jpg", picture.getvalue())]
    again = keep(keeping, key, "cung-mot-tep.txt")
    assert [answer.status_code for answer in (*answers, again)] == [303, 303, 303]
    assert [(k.file_name, k.kind, k.note, k.added_at) for k in kept(keeping, key)] == [
        ("so-tay.txt", "txt", "phác thảo", NOW),
        ("trang1.jpg", "jpg", "", NOW),
    ]
    first = kept(keeping, key)[0]
    assert first.sha256 in page(keeping, key)
    sent = keeping.browser.get(keeping.page(key, f"/drafts/{first.key}/file"))
    assert sent.data == SKETCH.encode()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [("", b"", "Choose a file."), ("x.exe", b"MZ\x00\x01", "cannot"), ("so.txt", b"", "empty")],
)
def test_what_cannot_be_kept_is_refused_beside_the_field(
    keeping: Desk, name: str, raw: bytes, said: str
) -> None:
    key = keeping.entry(submit=False)
    answer = keep(keeping, key, name, raw)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert kept(keeping, key) == ()


def test_of_a_draft_that_is_too_large_only_the_file_has_to_be_chosen_again(keeping: Desk) -> None:
    key = keeping.entry(submit=False)
    answer = keep(keeping, key, "phim.txt", b"x" * (22 * 1024 * 1024), "trang sổ tay")
    assert (answer.status_code, 'value="trang sổ tay"' in unescape(answer.text)) == (413, True)
    assert 'id="file-error"' in answer.text
    assert kept(keeping, key) == ()


def test_after_the_closing_the_author_still_finds_what_is_kept(keeping: Desk) -> None:
    key = keeping.entry()
    with keeping.at(NOW + 2 * WEEK):
        assert f'href="{keeping.page(key, "/drafts")}"' in page(keeping, key, "")


def test_the_receipt_names_how_many_are_kept_and_signs_their_digest(keeping: Desk) -> None:
    key = keeping.entry(submit=False)
    keep(keeping, key)
    with clock.fixed(NOW + SECOND):
        keeping.submit(key)
    given = keeping.factory.read(own.receipt, key, keeping.author_id, 1)
    assert '"sha256_drafts":"' in given.document
    shown = page(keeping, key, "/receipt/1")
    assert re.search(r"Drafts and notes, kept sealed\s*</dt>\s*<dd[^>]*>\s*1", shown)
    assert "SHA-256 of the list of drafts and notes kept sealed:" in shown
    with clock.fixed(NOW + 2 * SECOND):
        item = kept(keeping, key)[0].key
        sent = {"csrf_token": token(keeping.browser, keeping.page(key, "/drafts"))}
        keeping.browser.post(keeping.page(key, f"/drafts/{item}/take-back"), data=sent)
        keep(keeping, key, "khac.txt", b"Phac thao hai")
    assert [k.file_name for k in kept(keeping, key)] == ["khac.txt"]
    assert list(keeping.factory.read(lambda: list(verification.faults()))) == []


def test_after_the_closing_nothing_is_added_or_taken_back(keeping: Desk) -> None:
    key = keeping.entry()
    keep(keeping, key)
    item = kept(keeping, key)[0].key
    with keeping.at(NOW + 2 * WEEK):
        sent = {"csrf_token": token(keeping.browser, "/author/")}
        late = keeping.browser.post(keeping.page(key, "/drafts"), **multipart(sent, "muon.txt", b"muon"))
        gone = keeping.browser.post(keeping.page(key, f"/drafts/{item}/take-back"), data=sent)
        assert (late.status_code, gone.status_code) == (409, 409)
        assert "could be added until the closing time" in page(keeping, key)
    assert len(kept(keeping, key)) == 1


# --- sealed, and opened in a review -----------------------------------------------------------------------------


def test_row_15_an_accusation_of_ai_opens_dated_drafts_to_a_review_and_no_detector_decides(
    keeping: Desk, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    """domain.md 8.2, row 15: drafts, dated files and notes are asked for; the prize stays meanwhile."""
    factory = keeping.factory
    key = keeping.entry()
    keep(keeping, key, note="QZXGHICHU")
    organiser = keeping.sign_in(factory.read(editions.appointed, keeping.edition_id, Duty.ORGANISER)[0])
    secretary = keeping.sign_in(keeping.secretary_id)
    path, number = f"/office/{keeping.slug}/reviews", receipt_number(keeping, key)
    assert "QZXGHICHU" not in organiser.get(path).text + secretary.get(path).text

    assert open_review(keeping, organiser, number).status_code == 303

    shown = unescape(organiser.get(path).text)
    for browser in (organiser, secretary):
        assert "QZXGHICHU" in unescape(browser.get(path).text)
    file = re.search(rf'href="({path}/\w+/\w+)"', shown)[1]
    assert organiser.get(file).data == secretary.get(file).data == SKETCH.encode()
    told = [letter for name, letter in letters() if name == "provenance_opened"]
    assert len(told) == 1
    assert "Bị tố cáo dùng AI, ngày 3/5." in told[0].text
    assert "Opened in a review" in page(keeping, key)
    assert "Bị tố cáo dùng AI, ngày 3/5." in page(keeping, key)
    log = unescape(organiser.get(f"/office/{keeping.slug}/log").text)
    assert "Drafts and notes of a work were opened in a review" in log


def test_another_organiser_does_not_see_what_a_colleague_opened(keeping: Desk) -> None:
    key = keeping.entry()
    keep(keeping, key, note="QZXGHICHU")
    first = keeping.sign_in(keeping.factory.read(editions.appointed, keeping.edition_id, Duty.ORGANISER)[0])
    second_id = keeping.factory.person("Đỗ Thị Khác")
    keeping.factory.appoint(keeping.edition_id, second_id, Duty.ORGANISER)
    open_review(keeping, first, receipt_number(keeping, key))
    path = f"/office/{keeping.slug}/reviews"
    file = re.search(rf'href="({path}/\w+/\w+)"', first.get(path).text)[1]
    second = keeping.sign_in(second_id)
    assert "QZXGHICHU" not in second.get(path).text
    assert second.get(file).status_code == 404


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [("2026-0000-0000-0000", "Bị tố cáo dùng AI.", "has a receipt with this number"), ("", "Bị tố cáo.", ""),
     ("right", "ngắn", "Say why"), ("right", "Bị tố cáo dùng AI.", "so there is nothing to open")],
)  # fmt: skip
def test_a_review_needs_a_work_a_reason_and_something_to_open(
    keeping: Desk, number: str, reason: str, said: str
) -> None:
    key = keeping.entry()
    organiser = keeping.sign_in(
        keeping.factory.read(editions.appointed, keeping.edition_id, Duty.ORGANISER)[0]
    )
    number = receipt_number(keeping, key) if number == "right" else number
    answer = open_review(keeping, organiser, number, reason)
    assert answer.status_code == 422
    assert said in unescape(answer.text)


def test_before_a_review_nobody_gets_a_word_of_it(keeping: Desk) -> None:
    """The canary of what is sealed: name, note and content, on every page that shows the work."""
    key = keeping.entry()
    keep(keeping, key, "QZXTEN.txt", b"QZXNOIDUNG", note="QZXGHICHU")
    factory = keeping.factory
    people = {
        "organiser": factory.read(editions.appointed, keeping.edition_id, Duty.ORGANISER)[0],
        "secretary": keeping.secretary_id,
    }
    for duty in (Duty.JUDGE, Duty.CHAIR, Duty.OBSERVER):
        people[duty.value] = factory.person(f"Người {duty.value}")
        factory.appoint(keeping.edition_id, people[duty.value], duty)
    own_page = page(keeping, key)
    assert "QZXTEN" in own_page
    item = kept(keeping, key)[0].key
    office = f"/office/{keeping.slug}"
    paths = [
        f"{office}/", f"{office}/screening", f"{office}/screening/{key}", f"{office}/reviews", f"{office}/log",
        f"{office}/screening/{key}/file", f"{office}/statistics", "/judge/", f"/judge/{keeping.slug}/",
        keeping.page(key, "/drafts"), keeping.page(key, f"/drafts/{item}/file"), f"{office}/reviews/{item}/{item}",
    ]  # fmt: skip
    for account_id in people.values():
        browser = keeping.sign_in(account_id)
        for path in paths:
            assert "QZX" not in browser.get(path).text, (account_id, path)
