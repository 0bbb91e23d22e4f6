"""Anybody keeps and checks what a contest committed to; a number leads to the root, never to a text."""

import io
import json
import re
import subprocess
import sys

import pytest

from contest.communications.models import OutboxMessage
from contest.editions.models import Edition
from contest.entries import commitments as receipts
from contest.entries.models import Receipt
from contest.entries.rules.receipt import number as numbered
from contest.kernel import clock, verifier
from contest.platform.database import db
from tests.judged import Judged
from tests.web.account.browsing import token
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}


@world
def closed(factory):
    contest = Judged(factory)
    contest.entries = {
        title: contest.accepted(contest.authors[title], title=title) for title in contest.titles
    }
    with factory.app.app_context(), clock.fixed(contest.now):
        receipts.commit_due()
    return contest


@pytest.fixture
def published(closed):
    closed.coded_only().rubric().given_out().marked(MARKS).closed().awarded().approved().published()
    return closed


def given(contest):
    """Every receipt as its author has it: number, signed document, signature."""
    query = db.select(Receipt).options(db.undefer(Receipt.document)).order_by(Receipt.id)
    return contest.factory.read(
        lambda: [(row.number, row.document, row.signature) for row in db.session.scalars(query)]
    )


def address(contest):
    return _address(contest.factory)


def _address(factory):
    slug = factory.read(lambda: db.session.scalar(db.select(Edition.slug)))
    return f"/editions/{slug}/verify"


def proof_of(contest, number, document="", signature=""):
    place = contest.factory.read(receipts.place, contest.edition_id, number)
    return contest.factory.read(receipts.proof, place, number, document, signature)


def brought(client, at, content):
    form = {"file": (io.BytesIO(content), "x.json"), "csrf_token": token(client, at)}
    return client.post(at, data=form, content_type="multipart/form-data")


def test_before_the_closing_the_page_says_what_will_come(client, factory):
    factory.edition(phase="open")
    assert "Chưa có gì được công bố" in client.get(_address(factory)).text


def test_a_number_leads_to_the_root_and_tells_nothing_else(client, closed):
    at = address(closed)
    for of, document, signature in given(closed):
        page = client.get(f"{at}?number={of.lower()}").text
        assert "Đúng, biên nhận này có trong danh sách." in page
        place = proof_of(closed, of)
        assert all(value in page for value in (place["leaf"], *place["path"]))
        sent = client.get(f"{at}/receipt/{of}.json").json
        assert sent == place
        for text in (page, json.dumps(sent)):
            assert signature not in text
            assert json.loads(document)["sha256_text"] not in text
            assert json.loads(document)["entry"] not in text


def test_a_kept_proof_is_checked_and_a_changed_one_is_named(client, closed):
    at = address(closed)
    number, document, signature = given(closed)[0]
    kept = proof_of(closed, number, document, signature)
    assert "Đúng, biên nhận này có trong danh sách." in brought(client, at, json.dumps(kept).encode()).text
    assert "Đúng, biên nhận này có trong danh sách." in brought(client, at, document.encode()).text
    wrong = brought(client, at, json.dumps({**kept, "document": document.replace("1", "2")}).encode()).text
    assert f"Biên nhận {number}: chữ ký không khớp." in wrong
    other_root = {**kept, "committed": kept["committed"].replace("count 3", "count 4")}
    page = brought(client, at, json.dumps(other_root).encode()).text
    assert "gốc đã nhận khi đóng nhận bài không có trong gói" in page
    ages = {**kept, "committed": re.sub(r"made \S+", "made 9999-12-31T23:59:59+00:00", kept["committed"])}
    assert ages != kept
    assert brought(client, at, json.dumps(ages).encode()).status_code == 200
    broken = brought(client, at, json.dumps({**kept, "path": 7}).encode()).text
    assert "giá trị trong cây không phải của biên nhận này" in broken


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe", b"[" * 200_000, b'{"number": 7}', b"PK\x03\x04"]
)
def test_any_other_file_gets_its_sentence(client, closed, content):
    answer = brought(client, address(closed), content)
    assert answer.status_code == 422
    assert "Đây không phải tệp biên nhận hay tệp bằng chứng" in answer.text


def test_neither_number_nor_file_and_the_file_of_another_receipt_get_their_sentences(client, closed):
    at, (first, second, _) = address(closed), given(closed)
    empty = client.post(at, data={"csrf_token": token(client, at), "number": ""})
    assert (empty.status_code, "Vui lòng ghi số biên nhận, hoặc chọn tệp" in empty.text) == (422, True)
    form = {"file": (io.BytesIO(first[1].encode()), "x.json"), "csrf_token": token(client, at)}
    other = client.post(at, data={**form, "number": second[0]}, content_type="multipart/form-data")
    assert (other.status_code, f"của một biên nhận khác, {first[0]}" in other.text) == (422, True)
    form = {"file": (io.BytesIO(b'{"number": "\\ud800"}'), "x.json"), "csrf_token": token(client, at)}
    crafted = client.post(at, data={**form, "number": second[0]}, content_type="multipart/form-data")
    assert (crafted.status_code, "của một biên nhận khác, ?" in crafted.text) == (422, True)


def test_the_time_of_the_list_is_written_as_people_read_it(client, closed):
    page = client.get(f"{address(closed)}?number={given(closed)[0][0]}").text
    said = re.search(r"nằm trong số 3 biên nhận công bố lúc (.*?), gốc", page)[1]
    assert re.fullmatch(r"\d\d:\d\d ngày \d\d/\d\d/\d{4}", said)


def test_a_mistyped_and_a_foreign_number_get_their_sentences(client, closed):
    at = address(closed)
    assert client.get(f"{at}?number=2026-AAAA").status_code == 422
    page = client.get(f"{at}?number={numbered(2026, '0' * 11)}").text
    assert "Không danh sách nào của cuộc thi này" in page
    for missing in ("receipts-7.txt", "nothing-1.txt", "package.json", "receipt/x.json"):
        assert client.get(f"{at}/{missing}").status_code == 404


def test_an_author_downloads_the_full_proof_and_no_other_person_does(client_for, closed):
    number, document, signature = given(closed)[0]
    entry = json.loads(document)["entry"]
    client = client_for(closed.authors["Một"])
    page = client.get(f"/author/entries/{entry}/receipt/1").text
    assert "It is one of the 3 receipts" in page
    kept = client.get(f"/author/entries/{entry}/receipt/1/proof")
    assert kept.json == proof_of(closed, number, document, signature)
    client = client_for(closed.authors["Hai"])
    assert client.get(f"/author/entries/{entry}/receipt/1/proof").status_code == 404


def test_the_program_that_the_page_hands_out_checks_what_the_page_hands_out(client, published, tmp_path):
    at = address(published)
    (tmp_path / "verify.py").write_bytes(client.get(f"{at}/verify.py").data)
    (tmp_path / "package.json").write_bytes(client.get(f"{at}/package.json").data)
    number, document, signature = given(published)[0]
    kept = proof_of(published, number, document, signature)
    (tmp_path / "receipt.json").write_text(json.dumps(kept), encoding="utf-8")
    run = [sys.executable, "-I", "-S", "verify.py", "package.json", "receipt.json", "--key", kept["key"]]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    code = published.code("Một")
    assert f"Biên nhận {number} có trong danh sách: đã được chấm, số phách {code}." in done.stdout.decode()
    assert f"số phách {code}" in client.get(f"{at}?number={number}").text
    same = published.factory.app.test_cli_runner().invoke(
        args=["verify", str(tmp_path / "package.json"), str(tmp_path / "receipt.json")]
    )
    assert (same.exit_code, "✗" in same.output) == (0, False)
    text = (tmp_path / "package.json").read_text(encoding="utf-8").replace(code, "XXXXXX")
    (tmp_path / "package.json").write_text(text, encoding="utf-8")
    refused = published.factory.app.test_cli_runner().invoke(args=["verify", str(tmp_path / "package.json")])
    assert (refused.exit_code, "✗ Bản XXXXXX" in refused.output) == (1, True)


def test_signed_lines_can_be_kept_and_checked(client, published):
    at = address(published)
    for of in ("receipts-1", "copies-1"):
        lines = client.get(f"{at}/{of}.txt").data.decode()
        signed, key, signature = lines.rsplit("key ", 1)[0], *lines.split()[-3::2]
        assert verifier.verifies(key, signed.encode(), signature)


def test_observers_the_chair_and_organisers_get_each_root_by_mail_and_nobody_else_does(closed):
    closed.coded_only()
    query = db.select(OutboxMessage.notice, OutboxMessage.account_id)
    sent = closed.factory.read(lambda: sorted(map(tuple, db.session.execute(query))))
    told = sorted([closed.chair_id, closed.organiser_id])
    for name in ("receipts_committed", "copies_committed"):
        assert [account_id for notice, account_id in sent if notice == name] == told
