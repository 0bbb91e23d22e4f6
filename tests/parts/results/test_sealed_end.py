"""A sealed contest from the receipts to the proof: taken back and blacked out on the way, opened, joined, verified."""

import json

import pytest

from contest.anonymisation import sealing_keys, settling, telling
from contest.anonymisation.models import Seal
from contest.audit import service as audit
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.secrecy import Sealing
from contest.entries import (
    commitments,
    discarding,
    finding,
    listing,
    requested,
    requests,
    works_put_back,
)
from contest.entries import queries as works
from contest.entries.models import Entry, Version
from contest.entries.models_sealed import SealedChunk, SealedWork
from contest.entries.rules import requests as rules
from contest.kernel import clock
from contest.platform.crypto import keyring
from contest.platform.database import db, unit_of_work
from contest.reports import checking
from contest.results import ceremony, joining, publication, taken_back
from contest.results.models import PublishedResult
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.parts.entries.test_sealed_killed import killed, settled
from tests.parts.results.test_ceremony import begun, come
from tests.parts.results.test_taken_back import blind_side
from tests.unsealing import put_back
from tests.works import word_file
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2, "Bốn": [("5", "5")] * 2}
CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 1)))
TEXT = "Ngày xưa ở làng Mây có một phiên chợ rất đông vui."


def faults(contest):
    """Let the worker do what is due, and return what the check of the installation finds."""
    with contest.factory.app.app_context():
        finding.compare_texts()
        discarding.discard_waiting()
    contest.factory.do(audit.seal, contest.now)
    contest.factory.do(listing.seal, now=contest.now)
    return contest.factory.read(checking.faults, contest.now)


@world
def sealed(factory):
    """A contest on the desks, what the check found before the codes were drawn and after."""
    settings = {"sealing": Sealing("sealed", 2)}
    contest = Judged(factory, tuple(MARKS), categories=(CATEGORY,), settings=settings)
    contest.holders = three_holders(factory, contest.edition_id, contest.organiser_id)
    contest.entries = {
        title: contest.accepted(contest.authors[title], title=title, **_what(title)) for title in MARKS
    }
    contest.keys = {
        title: factory.read(lambda entry=entry: db.session.get(Entry, entry).key)
        for title, entry in contest.entries.items()
    }
    with factory.app.app_context(), clock.fixed(contest.now):
        assert commitments.commit_due() == 1
    contest.checked = [faults(contest)]
    contest.coded_only().rubric().given_out()
    contest.checked.append(faults(contest))
    return contest


def _what(title):
    return {"file": ("bai.docx", word_file(TEXT))} if title == "Ba" else {"text": TEXT}


def take_back(contest, title):
    author, by = contest.authors[title], {"now": contest.now}
    wish = requests.Wish(rules.WITHDRAW, "Tôi đã gửi bài này cho một tờ báo.")
    contest.factory.do(requests.ask, contest.keys[title], wish, account_id=author, **by)
    [asked] = contest.factory.read(requested.of_edition, contest.edition_id)
    answer = requests.Answer(rules.YES, "Tổ thư ký đồng ý.")
    contest.factory.do(
        requests.answer, asked.key, answer,
        edition_id=contest.edition_id, secretary_id=contest.secretary_id, **by,
    )  # fmt: skip


def black_out(contest, title, word):
    judge = contest.readings(title)[0].judge_id
    contest.factory.do(
        telling.tell, contest.copy_id(title), judge_id=judge, said="Tôi biết làng này.", now=contest.now
    )
    [flagged] = contest.factory.read(settling.waiting, [contest.round_id])
    seen = contest.factory.read(settling.stamp, flagged)
    contest.factory.do(
        settling.redact, flagged, [word], seen=seen, secretary_id=contest.secretary_id, now=contest.now
    )


def decided(contest):
    return contest.marked(MARKS).closed().awarded().approved()


def outcome(contest):
    """Title to place and prize of what was published."""
    names = {p.id: p.name for c in contest._categories() for p in c.prizes}
    titles = {entry: title for title, entry in contest.entries.items()}
    columns = db.select(PublishedResult.entry_id, PublishedResult.place, PublishedResult.prize_id)
    rows = contest.factory.read(lambda: db.session.execute(columns).all())
    return {titles[entry]: (place, names.get(prize)) for entry, place, prize in rows}


def test_what_is_taken_back_and_blacked_out_while_sealed_comes_out_right_and_is_proved(
    sealed, factory, client_for, tmp_path
):
    kept = {
        title: json.loads(
            client_for(sealed.authors[title])
            .get(f"/author/entries/{sealed.keys[title]}/receipt/1/proof")
            .data
        )
        for title in MARKS
    }  # while it is sealed
    before = blind_side(sealed)
    take_back(sealed, "Ba")
    assert blind_side(sealed) == before  # no desk, no letter and no copy tells that one was taken back
    assert factory.read(works.withdrawn_late, sealed.edition_id) == {sealed.entries["Ba"]}
    black_out(sealed, "Hai", "làng Mây")
    sealed.checked.append(faults(sealed))

    decided(sealed)
    assert come(sealed, begun(sealed), *sealed.holders.all[:2]) == [False, True]
    sealed.checked.append(faults(sealed))  # the worker has not come yet
    put_back(factory.app)
    sealed.checked.append(faults(sealed))
    assert factory.read(lambda: [db.session.query(m).count() for m in (SealedWork, SealedChunk)]) == [0, 0]
    assert factory.do(
        publication.check_withdrawn, sealed.edition_id, actor_id=sealed.organiser_id, now=sealed.now
    )
    assert factory.read(taken_back.known, sealed.edition_id) == frozenset()  # no prize: nobody hears the code
    sealed.published()
    sealed.checked.append(faults(sealed))
    assert sealed.checked == [[]] * 6
    assert outcome(sealed) == {"Một": (1, "Nhất"), "Hai": (2, "Nhì"), "Bốn": (3, None)}

    package = factory.read(joining.content, sealed.edition_id)
    ran = _verified(factory, tmp_path, package, kept)
    assert (ran.exit_code, "✗" in ran.output) == (0, False)
    for title in ("Một", "Hai", "Bốn"):
        number = kept[title]["number"]
        assert f"Receipt {number} is in the list: judged, code {sealed.code(title)}." in ran.output
    assert f"Receipt {kept['Ba']['number']} is in the list: withdrawn by its author after" in ran.output

    changed = json.loads(package)
    changed["rounds"][0]["copies"][0]["digest"] = "00" * 32
    ran = _verified(factory, tmp_path, json.dumps(changed).encode(), kept)
    assert (ran.exit_code, "✗" in ran.output) == (1, True)


def _verified(factory, folder, package, kept):
    """Run `flask verify` on the published package and what each author kept."""
    (folder / "package.json").write_bytes(package)
    files = []
    for number, proof in enumerate(kept.values()):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(proof), encoding="utf-8")
    key = factory.read(lambda: keyring().public_key)
    args = ["verify", str(folder / "package.json"), *map(str, files), "--key", key]
    return factory.app.test_cli_runner().invoke(args=args)


def test_where_it_has_a_prize_the_chair_hears_the_code_once_the_seals_are_open(sealed, factory):
    take_back(sealed, "Một")
    decided(sealed)
    come(sealed, begun(sealed), *sealed.holders.all[1:])
    put_back(factory.app)
    by = {"actor_id": sealed.organiser_id, "now": sealed.now}
    assert not factory.do(publication.check_withdrawn, sealed.edition_id, **by)
    assert factory.read(taken_back.known, sealed.edition_id) == {sealed.code("Một")}
    sealed.awarded().approved()
    assert factory.do(publication.check_withdrawn, sealed.edition_id, **by)
    sealed.published()
    assert outcome(sealed) == {"Hai": (1, "Nhất"), "Ba": (2, "Nhì"), "Bốn": (3, None)}
    assert faults(sealed) == []


@pytest.mark.parametrize("moment", [("commit", 1), ("committed", 1)])
def test_the_request_of_the_last_holder_may_be_killed_and_be_made_again(app, sealed, factory, moment):
    """Nothing is half open: all is as it was and the same holder enters the same key once more, or all is done."""
    take_back(sealed, "Ba")
    decided(sealed)
    key, holders = begun(sealed), sealed.holders
    assert come(sealed, key, holders.all[0]) == [False]
    seals = _seals(factory)

    def enter():
        with unit_of_work():
            ceremony.enter(key, sealed.edition_id, holders.coming(holders.all[1]))

    assert killed(app, moment, enter)
    is_open = factory.read(sealing_keys.edition_key, sealed.edition_id).opened_at is not None
    assert is_open == (moment[0] == "committed")
    if not is_open:
        assert _seals(factory) == seals
        assert faults(sealed) == []
        assert come(sealed, key, holders.all[1]) == [True]
    assert killed(app, ("finish", 1), works_put_back.put_works_back)  # and the worker after it
    assert settled(app, factory)
    assert faults(sealed) == []
    put_back(app)
    assert faults(sealed) == []
    assert {row[0] for row in factory.read(_titles)} == set(MARKS)
    sealed.published()
    assert outcome(sealed) == {"Một": (1, "Nhất"), "Hai": (2, "Nhì"), "Bốn": (3, None)}
    assert faults(sealed) == []


def _seals(factory):
    return factory.read(lambda: db.session.scalars(db.select(Seal.sealed).order_by(Seal.id)).all())


def _titles():
    return db.session.execute(db.select(Version.title)).all()
