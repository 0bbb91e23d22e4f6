"""What is different in an edition that key holders seal, from the first draft on."""

import json

import pytest

from contest.anonymisation import coding
from contest.audit.models import AuditEvent
from contest.editions import queries as editions
from contest.editions.rules.secrecy import Sealing
from contest.entries import author_queries, handing_on, provenance, works_sealed
from contest.entries.models import Receipt
from contest.entries.models_paper import IntakeBatch
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform import public_seals
from contest.platform.database import db
from tests.works import Works, word_file

_, PUBLIC = public_seals.new_pair()


@pytest.fixture
def works(factory):
    return Works(factory, settings={"sealing": Sealing("sealed")})


@pytest.fixture
def plain(factory):
    return Works(factory, title="Cuộc thi để ngỏ")


def said(works):
    """Return the lines of the log about files and submits."""

    def read():
        lines = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id))
        return [(line.name, line.details) for line in lines if line.edition_id == works.edition_id]

    return [
        (name, {key: value for key, value in details.items() if not key.endswith("_id")})
        for name, details in works.factory.read(read)
        if name in {"entry.file-attached", "entry.submitted"}
    ]


def documents(works):
    rows = works.factory.read(
        lambda: db.session.scalars(db.select(Receipt.document).order_by(Receipt.id)).all()
    )
    return [json.loads(row) for row in rows]


def test_the_log_names_no_digest_no_size_and_no_file(factory, works, plain):
    for each in (plain, works):
        each.submitted(factory.person(), file=("bai.docx", word_file("Một bài rất ngắn thôi.")))
    assert [name for name, _ in said(plain)] == ["entry.file-attached", "entry.submitted"]
    [(name, details)] = said(works)
    assert (name, details["sha256_text"], details["sha256_file"]) == ("entry.submitted", "", None)
    assert len(said(plain)[1][1]["sha256_text"]) == 64


def test_a_signed_receipt_has_chance_in_it_so_that_no_list_of_receipts_is_a_test_for_texts(
    factory, works, plain
):
    for each in (plain, works, works):
        each.submitted(factory.person())
    bare, one, other = documents(works)
    assert "chance" not in bare
    assert len(one["chance"]) == 26
    assert one["chance"] != other["chance"]
    assert one["sha256_text"] == other["sha256_text"] == bare["sha256_text"]


def test_a_work_that_stands_readable_elsewhere_is_not_sent_on_to_it(factory, works, plain):
    entry_id = plain.accepted(factory.person())
    upper = factory.read(editions.by_id, works.edition_id, now=works.now)
    going = {entry_id: works.categories[0]}
    by = {"lower_id": plain.edition_id, "upper": upper, "actor_id": plain.organiser_id, "now": works.now}
    with pytest.raises(Conflict, match="seals its works to key holders"):
        factory.do(handing_on.hand_on, going, **by)


def test_sealed_works_are_neither_sent_on_nor_are_their_drafts_opened(factory, works, plain):
    author_id = factory.person()
    entry_id = works.accepted(author_id)
    number = factory.read(author_queries.own_entries, author_id)[0].receipt_number
    factory.do(works_sealed.seal_works, works.edition_id, PUBLIC, now=works.now)
    upper = factory.read(editions.by_id, plain.edition_id, now=works.now)
    by = {"lower_id": works.edition_id, "upper": upper, "actor_id": plain.organiser_id, "now": works.now}
    with pytest.raises(Conflict, match="They can be sent on afterwards"):
        factory.do(handing_on.hand_on, {entry_id: plain.categories[0]}, **by)
    reason = "Có đơn phản ánh bài này không phải của tác giả."
    with pytest.raises(RuleBroken, match="opened after the opening"):
        factory.do(
            provenance.open_review,
            works.edition_id,
            number,
            reason,
            actor_id=works.organiser_id,
            now=works.now,
        )


def test_no_codes_are_drawn_while_a_units_list_lies_open(factory, works):
    works.accepted(factory.person())
    found = factory.read(coding.problems, works.edition_id, now=works.now)
    assert not any("unit's list" in str(each) for each in found)

    def wait():
        batch = IntakeBatch(edition_id=works.edition_id, rows=[], faults=[], kept=[], settings={}, count=0)
        batch.made_by, batch.made_at = works.secretary_id, works.now
        db.session.add(batch)

    factory.do(wait)
    found = factory.read(coding.problems, works.edition_id, now=works.now)
    assert any("unit's list" in str(each) for each in found)


def test_the_author_reads_on_the_own_pages_what_is_sealed_and_why(factory, works, client_for):
    author_id = factory.person()
    key = works.submitted(author_id, title="ZQXtitle", text="ZQXtext một bài rất ngắn thôi.")
    author = client_for(author_id)
    assert "ZQXtext" in author.get(f"/author/entries/{key}").text
    digest = documents(works)[0]["sha256_text"]
    factory.do(works_sealed.seal_works, works.edition_id, PUBLIC, now=works.now)
    page = author.get(f"/author/entries/{key}")
    receipt = author.get(f"/author/entries/{key}/receipt/1")
    text = author.get(f"/author/entries/{key}/versions/1/text")
    signed = author.get(f"/author/entries/{key}/receipt/1/document")
    assert [each.status_code for each in (page, receipt, text, signed)] == [200, 200, 409, 200]
    for shown in (page.text, receipt.text):
        assert "ZQXtitle" in shown
        assert "ZQXtext" not in shown
    assert "are sealed until the results are opened" in page.text
    assert digest in receipt.text
    assert "cannot be counted" not in receipt.text  # its length is sealed, too: nothing is said of it
    assert "sealed until the results are opened" in text.text
    assert json.loads(signed.data)["sha256_text"] == digest
    assert "ZQXtitle" in author.get("/author/").text
