"""Two of three sheets are lost: results by code, and authors who prove by receipt and original what is theirs."""

import json
from functools import partial

import pytest
from sqlalchemy import select

from contest.anonymisation import key_meetings, sealcheck, settling, telling
from contest.anonymisation.models import Seal
from contest.editions import queries as editions
from contest.editions.rules.secrecy import Sealing
from contest.entries import author_queries
from contest.entries import queries as entries
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.results import by_code, ceremony, queries
from contest.results.claim_proofs import Proof
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.works import PLAIN, word_file
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}


@world
def sealed(factory):
    contest = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    contest.receipts = {}
    contest.holders = three_holders(factory, contest.edition_id, contest.organiser_id)
    contest.entries = {t: contest.accepted(contest.authors[t], title=t) for t in contest.titles}
    for title, entry_id in contest.entries.items():
        key = factory.read(entries.entry_facts, entry_id).key
        given = factory.read(author_queries.receipt, key, contest.authors[title], 1)
        contest.receipts[title] = (given.document.encode(), given.signature)
    contest.coded_only()
    return contest.rubric().given_out().marked(MARKS).closed().awarded().approved()


def published(contest):
    contest.factory.do(by_code.publish, contest.edition_id, actor_id=contest.organiser_id, now=clock.now())


def claim(contest, title, of_code, **other):
    document, signature = contest.receipts[title]
    proof = Proof(
        **{"code": of_code, "document": document, "signature": signature, "original": PLAIN.encode(), **other}
    )
    contest.factory.do(
        by_code.claim, contest.edition_id, proof, actor_id=contest.organiser_id, now=clock.now()
    )


def confirm(contest, who):
    key = contest.factory.read(by_code.claims, contest.edition_id)[0].key
    contest.factory.do(by_code.confirm, key, contest.edition_id, actor_id=who, now=clock.now())


def test_results_become_public_by_code_and_nothing_is_opened(sealed, factory):
    seals = factory.read(lambda: db.session.scalars(select(Seal.sealed).order_by(Seal.id)).all())
    begun = factory.do(
        ceremony.begin,
        sealed.edition_id,
        {"number": "12", "place": "Hội trường", "witnesses": "Bà Lê"},
        actor_id=sealed.organiser_id,
        now=clock.now(),
    )
    published(sealed)

    assert factory.read(key_meetings.one, begun, sealed.edition_id, now=clock.now()).state == "ended"
    assert factory.read(editions.by_id, sealed.edition_id, now=sealed.now).phase == "published"
    assert [(w.code, w.entry_id) for w in factory.read(by_code.winners, sealed.edition_id)] == [
        (sealed.code(title), None) for title in ("Một", "Hai", "Ba")
    ]
    assert factory.read(queries.winners, sealed.edition_id) == ()
    assert factory.read(lambda: db.session.scalars(select(Seal.sealed).order_by(Seal.id)).all()) == seals
    assert factory.read(sealcheck.unopenable) == []
    with pytest.raises(RuleBroken):
        published(sealed)
    with pytest.raises(Conflict, match="published by code"):  # even where a lost sheet turns up
        sealed.holders.rehearse(sealed.holders.all[0])


def test_an_author_with_receipt_and_original_gets_the_prize_once_a_second_organiser_agrees(sealed, factory):
    published(sealed)
    second = factory.person("Tổ Chức Hai")
    claim(sealed, "Hai", sealed.code("Hai").lower())

    with pytest.raises(RuleBroken, match="another organiser has to confirm"):
        confirm(sealed, sealed.organiser_id)
    assert factory.read(queries.winners, sealed.edition_id) == ()
    confirm(sealed, second)

    result = factory.read(queries.result_of, sealed.entries["Hai"])
    assert (result.code, result.place, result.prize_id) == (
        sealed.code("Hai"), 2, sealed.prize("Giải Nhì"),
    )  # fmt: skip
    named = factory.read(entries.named, [sealed.entries["Hai"]])[sealed.entries["Hai"]]
    assert named.title == "Hai"  # kept for the author while the text stays sealed
    assert [w.entry_id for w in factory.read(by_code.winners, sealed.edition_id)] == [
        None, sealed.entries["Hai"], None,
    ]  # fmt: skip
    assert factory.read(queries.faults) == []
    with pytest.raises(Conflict):
        confirm(sealed, second)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"original": b"Another text."}, "original"),
        ({"original": b"\xff\xfe\x00"}, "original"),
        ({"signature": "00" * 64}, "document"),
        ({"signature": "nonsense"}, "document"),
        ({"document": b"{}"}, "document"),
        ({"code": "XXXXXXX"}, "code"),
    ],
)
def test_what_proves_nothing_is_refused_beside_its_field(sealed, change, field):
    published(sealed)

    with pytest.raises(RuleBroken) as refused:
        claim(sealed, "Hai", sealed.code("Hai"), **change)
    assert refused.value.field == field
    assert sealed.factory.read(by_code.claims, sealed.edition_id) == ()


def test_all_that_is_wrong_with_a_claim_is_named_at_once(sealed):
    published(sealed)

    with pytest.raises(RuleBroken) as refused:
        claim(sealed, "Hai", "XXXXXXX", original=b"Another text.")
    assert [each.field for each in refused.value.each] == ["code", "original"]


def test_the_proof_that_an_author_was_told_to_keep_is_the_receipt_and_its_signature(sealed, factory):
    published(sealed)
    document, signature = sealed.receipts["Hai"]
    kept = json.dumps({"number": "2026", "document": document.decode(), "signature": signature})
    typed = f"\ufeff{PLAIN}\r\n".replace("\n\n", "\r\n\r\n")  # as an editor on a PC saves it
    claim(sealed, "Hai", sealed.code("Hai"), document=kept.encode(), signature="", original=typed.encode())

    [claimed] = factory.read(by_code.claims, sealed.edition_id)
    assert (claimed.code, claimed.entry_id) == (sealed.code("Hai"), sealed.entries["Hai"])


def test_a_wrong_claim_is_dropped_until_it_is_confirmed_and_stands_in_the_way_of_nobody(sealed, factory):
    published(sealed)
    second = factory.person("Tổ Chức Hai")
    drop = partial(factory.do, by_code.drop, edition_id=sealed.edition_id, now=clock.now())
    claim(sealed, "Ba", sealed.code("Hai"))
    [wrong] = factory.read(by_code.claims, sealed.edition_id)
    drop(wrong.key, actor_id=second)
    assert factory.read(by_code.claims, sealed.edition_id) == ()
    with pytest.raises(NotFound):
        drop(wrong.key, actor_id=second)

    claim(sealed, "Hai", sealed.code("Hai"))
    confirm(sealed, second)
    [right] = factory.read(by_code.claims, sealed.edition_id)
    with pytest.raises(Conflict, match="confirmed already"):
        drop(right.key, actor_id=sealed.organiser_id)


def test_a_code_and_a_work_are_claimed_once(sealed):
    published(sealed)
    claim(sealed, "Hai", sealed.code("Hai"))

    for title, code in (("Hai", "Một"), ("Một", "Hai")):
        with pytest.raises(RuleBroken, match="is claimed already"):
            claim(sealed, title, sealed.code(code))


def test_by_code_is_no_way_for_a_contest_whose_identities_can_be_opened(factory):
    plain = Judged(factory).judging().marked(MARKS).closed().awarded().approved()

    with pytest.raises(Conflict, match="are not closed by key holders"):
        published(plain)
    with pytest.raises(Conflict, match="not published by code"):
        plain.receipts = {"Một": (b"{}", "")}
        claim(plain, "Một", plain.code("Một"))


# --- whose a code is ------------------------------------------------------------------------------------------------

BOOK = word_file("Con sông quê mùa nước nổi đỏ ngầu phù sa.", "Bà nội ngồi vá lưới bên hiên nhà.")
OTHER = "Thành phố lên đèn, người bán hàng rong dọn gánh về trong mưa phùn tháng chạp."


@world
def varied(factory):
    """One typed work, one in a file, and one that its author took back while it was judged; results by code."""
    contest = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    contest.holders = three_holders(factory, contest.edition_id, contest.organiser_id)
    what = {"Một": {"text": OTHER}, "Hai": {"file": ("bai.docx", BOOK)}, "Ba": {"text": PLAIN}}
    contest.entries = {t: contest.accepted(contest.authors[t], title=t, **what[t]) for t in contest.titles}
    contest.receipts = {}
    for title, entry_id in contest.entries.items():
        key = factory.read(entries.entry_facts, entry_id).key
        given = factory.read(author_queries.receipt, key, contest.authors[title], 1)
        contest.receipts[title] = (given.document.encode(), given.signature)
    contest.coded_only().rubric().given_out()
    black_out(contest, "Một", ("bán hàng", "dọn gánh"))
    contest.withdrawn(factory.read(entries.entry_facts, contest.entries["Ba"]).key, contest.authors["Ba"])
    contest.marked(MARKS).closed().awarded().approved()
    published(contest)
    return contest


def black_out(contest, title, words):
    """So that hardly any run of words of the copy is one of the original."""
    read, judge = contest.factory.read, contest.readings(title)[0].judge_id
    contest.factory.do(telling.tell, contest.copy_id(title), judge_id=judge, said="", now=contest.now)
    [flagged] = read(settling.waiting, [contest.round_id])
    for word in words:
        seen = read(settling.stamp, flagged)
        contest.factory.do(
            settling.redact, flagged, [word], seen=seen, secretary_id=contest.secretary_id, now=contest.now
        )


def test_an_original_is_compared_with_the_judged_copy_of_the_code(varied, factory):
    own = {"Một": {"original": OTHER.encode()}, "Hai": {"original": BOOK, "name": "bai.docx"}}
    for title, code in (("Một", "Hai"), ("Hai", "Một"), ("Hai", "Ba")):
        with pytest.raises(RuleBroken, match="shows another text") as refused:
            claim(varied, title, varied.code(code), **own[title])
        assert refused.value.field == "original"
    for title, brought in own.items():
        claim(varied, title, varied.code(title), **brought)
    claimed = {each.code: each.entry_id for each in factory.read(by_code.claims, varied.edition_id)}
    assert claimed == {varied.code(title): varied.entries[title] for title in own}


def test_a_work_that_its_author_took_back_is_claimed_by_nobody(varied, factory):
    with pytest.raises(RuleBroken, match="taken back by its author") as refused:
        claim(varied, "Ba", varied.code("Ba"))
    assert refused.value.field == "document"
    assert factory.read(by_code.claims, varied.edition_id) == ()
