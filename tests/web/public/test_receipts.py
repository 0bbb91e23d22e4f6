"""Anybody can ask whether a receipt is genuine."""

import pytest
from flask.testing import FlaskClient

from contest.entries import author_queries as own
from tests.factories import Factory
from tests.web.account.browsing import errors
from tests.worlds import world


@world
def receipt(factory: Factory) -> own.ReceiptView:
    author_id = factory.person("Nguyễn Văn Đức")
    key = factory.entry(factory.edition(), author_id)
    found: own.ReceiptView = factory.read(own.receipt, key, author_id, 1)
    return found


@pytest.fixture
def browser(client: FlaskClient) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def ask(browser: FlaskClient, number: str, digest: str):
    return browser.get("/receipts", query_string={"number": number, "digest": digest})


def test_a_genuine_receipt_is_confirmed_however_it_is_typed(
    browser: FlaskClient, receipt: own.ReceiptView
) -> None:
    number = receipt.number.lower().replace("-", " ")
    page = ask(browser, number, receipt.sha256_text.upper()).text
    assert ("Yes, this receipt is genuine." in page, receipt.number in page) == (True, True)
    assert [part for part in ("Nguyễn Văn Đức", receipt.title, receipt.entry_key) if part in page] == []


@pytest.mark.parametrize("number", ["2026-7K3F-9QXB-M2CJ", None])
def test_number_and_digest_must_belong_together(
    browser: FlaskClient, receipt: own.ReceiptView, number: str | None
) -> None:
    digest = "0" * 64 if number is None else receipt.sha256_text
    answer = ask(browser, number or receipt.number, digest)
    assert (answer.status_code, "No receipt with this number was given here" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("number", "digest", "sentences"),
    [
        ("", "", ["Write the number.", "Write the digest."]),
        ("2026-7K3F-9QXB-M2CK", "0" * 64, ["This number is mistyped: copy it from the receipt once more."]),
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
