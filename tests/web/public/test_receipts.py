"""Anybody can ask whether a receipt is genuine, and whether a text or a file is the one that was received."""

import hashlib
import io
import unicodedata
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from nacl.signing import VerifyKey
from werkzeug.test import TestResponse

from contest.entries import author_queries as own
from contest.entries import listing
from contest.entries.models import Receipt, ReceiptList
from contest.kernel import clock
from contest.platform.database import begin_writing, db
from tests.factories import NOW, Factory
from tests.web.account.browsing import errors, token
from tests.web.office.office_browsing import text
from tests.worlds import world

TEXT = "Làng tôi có một con đường nhỏ chạy dọc bờ sông."
WAITS = "It will stand in the list of 1 March 2026, which is sealed when that day is over."
FILE = b"\xef\xbb\xbf" + f"{TEXT}\r\n".encode()


@world
def receipt(factory: Factory) -> own.ReceiptView:
    author_id = factory.person("Nguyễn Văn Đức")
    with clock.fixed(NOW):
        key = factory.entry(factory.edition(), author_id, file=("bài.txt", FILE))
    found: own.ReceiptView = factory.read(own.receipt, key, author_id, 1)
    return found


@pytest.fixture
def browser(client: FlaskClient) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def ask(browser: FlaskClient, number: str, digest: str = "") -> TestResponse:
    asked = {"number": number, "digest": digest} if digest else {"number": number}
    return browser.get("/receipts", query_string=asked)


def bring(browser: FlaskClient, number: str, text: str = "", file: bytes | None = None) -> TestResponse:
    """Send the form of the page, with a text or a file."""
    form: dict[str, object] = {"csrf_token": token(browser, "/receipts"), "number": number, "text": text}
    if file is not None:
        form["file"] = (io.BytesIO(file), "bài.txt")
    return browser.post("/receipts", data=form, content_type="multipart/form-data")


def said(answer: TestResponse) -> tuple[int, str]:
    """The status, and the sentences of the answer without its form."""
    shown = text(answer).partition("Was this receipt given here, for exactly this text or file?")[2]
    return answer.status_code, shown.partition("Number of the receipt")[0].strip()


def test_the_number_alone_tells_that_the_receipt_was_given_and_when_and_nothing_else(
    browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    answer = ask(browser, receipt.number.lower().replace("-", " "))
    sentences = (
        f"Yes, this receipt is genuine. Receipt {receipt.number} was given at 09:00, 1 March 2026"
        " (Vietnam Time). It will stand in the list of 1 March 2026, which is sealed when that day is over."
        " To see whether a text or file is the one that was received, add it below."
    )
    assert said(answer) == (200, sentences)
    secrets = ("Nguyễn Văn Đức", receipt.title, receipt.entry_key, receipt.sha256_text, "Cuộc thi")
    assert [part for part in secrets if part in answer.text] == []


def test_the_lists_of_the_days_can_be_downloaded_and_checked_with_the_key_alone(
    factory: Factory, browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    assert "No list yet" in browser.get("/receipts/lists").text
    factory.do(listing.seal, now=NOW + timedelta(days=1))
    page = text(browser.get("/receipts/lists"))
    file = browser.get("/receipts/lists/1")
    assert file.headers["Content-Disposition"] == 'attachment; filename="receipts-2026-03-01.txt"'
    lines = file.text.splitlines()
    signed = "".join(f"{line}\n" for line in lines[:-2]).encode()
    key, signature = lines[-2].removeprefix("key "), lines[-1].removeprefix("signature ")
    VerifyKey(bytes.fromhex(key)).verify(signed, bytes.fromhex(signature))
    assert lines[:5] == [
        "contest-receipts 1",
        "list 1",
        "day 2026-03-01 Asia/Ho_Chi_Minh",
        f"before {'0' * 64}",
        f"receipt {hashlib.sha256(receipt.document.encode()).hexdigest()}",
    ]
    assert f"1 March 2026 : 1 receipt. Download list 1 {hashlib.sha256(signed).hexdigest()}" in page
    assert "It is in list 1, of 1 March 2026, and the chain of all lists is unbroken." in said(
        ask(browser, receipt.number)
    )[1]  # fmt: skip
    assert browser.get("/receipts/lists/2").status_code == 404


def test_what_is_wrong_with_the_lists_is_said_with_the_receipt(
    factory: Factory, browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    factory.do(listing.seal, now=NOW + timedelta(days=1))
    wrong = "This receipt was signed here, but something is wrong with the lists."

    def found(content: str) -> str:
        changed = db.update(ReceiptList).values(content=ReceiptList.content + content)
        factory.do(lambda: (begin_writing(), db.session.execute(changed)))
        return said(ask(browser, receipt.number))[1]

    broken = found("\n")
    assert (broken.startswith(wrong), "but the chain of the lists is broken" in broken) == (True, True)
    taken_out = db.update(ReceiptList).values(content=db.func.replace(ReceiptList.content, "receipt ", "x "))
    factory.do(lambda: (begin_writing(), db.session.execute(taken_out)))
    missing = found("")
    assert (missing.startswith(wrong), "1 March 2026, does not name it" in missing) == (True, True)


def test_a_digest_a_text_and_a_file_are_told_to_be_what_was_received(
    browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    pasted = "\r\n" + unicodedata.normalize("NFD", TEXT) + "\n"  # as some telephones paste it
    answers = {
        "text": [
            ask(browser, receipt.number, receipt.sha256_text.upper()),
            bring(browser, receipt.number, pasted),
        ],
        "file": [bring(browser, receipt.number, file=FILE)],
        "document": [bring(browser, receipt.number, file=receipt.document.encode())],
    }
    when = "was given at 09:00, 1 March 2026 (Vietnam Time)"
    ends = {
        "text": f"{when} for exactly this text. {WAITS}",
        "file": f"{when} for exactly this file. {WAITS}",
        "document": f"{when}; the file is the signed receipt itself, word for word. {WAITS}",
    }
    for kind, those in answers.items():
        expected = (200, f"Yes, this receipt is genuine. Receipt {receipt.number} {ends[kind]}")
        assert [said(each) for each in those] == [expected] * len(those)


def test_another_text_is_told_apart_from_another_number(
    browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    other = [
        bring(browser, receipt.number, TEXT.replace("nhỏ", "to")),
        ask(browser, receipt.number, "0" * 64),
    ]
    starts = "This receipt is genuine, but not for what you brought along."
    assert [(said(each)[0], said(each)[1].startswith(starts)) for each in other] == [(200, True)] * 2
    unknown = (200, "No receipt with this number was given here.")
    assert [said(ask(browser, "2026-7K3F-9QXB-M2CJ")), said(bring(browser, "2026-7K3F-9QXB-M2CJ", TEXT))] == [
        unknown
    ] * 2


def test_a_receipt_that_was_altered_since_is_not_called_genuine(
    factory: Factory, browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    def alter() -> None:
        row = db.session.scalars(db.select(Receipt)).one()
        row.document = row.document.replace("2026-03-01", "2026-02-01")

    factory.do(lambda: (begin_writing(), alter()))
    found = said(ask(browser, receipt.number))[1]
    assert found.startswith(
        "There is a receipt with this number, but it is no longer as this site signed it."
    )


@pytest.mark.parametrize(
    ("number", "digest", "sentences"),
    [
        ("", "0" * 64, ["Write the number."]),
        (
            "2026-7K3F-9QXB-M2CK",
            "0" * 64,
            ["This number has a mistake in it: compare it with the receipt, letter by letter."],
        ),
        (
            "2026-7K3F-9QXB-M2CJ",
            "xyz",
            ["A digest has 64 digits and letters from a to f: copy it once more."],
        ),
    ],
)
def test_what_is_mistyped_is_said_beside_its_field(
    browser: FlaskClient, receipt: own.ReceiptView, number: str, digest: str, sentences: list[str]
) -> None:
    answer = ask(browser, number, digest)
    assert (answer.status_code, errors(answer), receipt.number in answer.text) == (422, sentences, False)


def test_the_page_gives_the_public_key_and_asks_nothing_of_a_visitor(
    browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    answer = browser.get("/receipts")
    assert (answer.status_code, errors(answer), "Ed25519" in answer.text) == (200, [], True)
    assert receipt.number not in answer.text
