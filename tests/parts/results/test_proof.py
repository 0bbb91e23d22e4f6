"""What a contest committed to before judging is joined at the publication; whatever is changed afterwards is named."""

import copy
import io
import json
import secrets
from dataclasses import dataclass
from typing import Any

import pytest
from nacl.signing import SigningKey

from contest.anonymisation import commitments as copies
from contest.anonymisation.models import BlindCopy, CommittedCopy, CopyCommitment
from contest.entries import commitments as receipts
from contest.entries.models import Receipt, Version
from contest.entries.models_beside import CommittedReceipt, ReceiptCommitment
from contest.kernel import clock, verifier
from contest.platform.crypto import Keyring, keyring
from contest.platform.database import db
from contest.reports import checking
from contest.results import joining
from tests.judged import Judged
from tests.works import PLAIN
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}


@dataclass
class Proved:
    """A published contest of two rounds: three works judged, one withdrawn before."""

    contest: Judged
    package: dict[str, Any]
    kept: dict[str, dict[str, Any]]  # by title, the proof that its author kept since the closing
    ring: Keyring


@world
def proved(factory):
    contest = Judged(factory, rounds=2)
    contest.entries = {
        title: contest.accepted(contest.authors[title], title=title) for title in contest.titles
    }
    again = contest.submitted(factory.person(), title="Rút trước")
    contest.withdrawn(again, factory.read(_author, "Rút trước"))
    with factory.app.app_context(), clock.fixed(contest.now):
        assert receipts.commit_due() == 1
    kept = {title: factory.read(_kept, contest.edition_id, title) for title in (*contest.titles, "Rút trước")}
    contest.coded_only().rubric().given_out().marked(MARKS).closed().advanced()
    contest.rubric(1).given_out(1).marked(MARKS, 1).closed(1).awarded().approved().published()
    content = factory.read(joining.content, contest.edition_id)
    return Proved(contest, json.loads(content), kept, factory.read(keyring))


def _author(title):
    return db.session.scalar(db.select(Version).where(Version.title == title)).entry.author_id


def _kept(edition_id, title):
    query = (
        db.select(Receipt).join(Version).where(Version.title == title).options(db.undefer(Receipt.document))
    )
    row = db.session.scalar(query)
    return receipts.proof(receipts.place(edition_id, row.number), row.number, row.document, row.signature)


def told(package, *kept, key=""):
    """What is wrong, by the name of its sentence; every line is put into words on the way."""
    lines = verifier.check(package, list(kept), key)
    assert all(verifier.sentence(line, language) for line in lines for language in (0, 1))
    return {name for good, name, _ in lines if not good}


def own(package, kept):
    return [fields for good, name, fields in verifier.check(package, [kept]) if good and name == "own"]


# --- nothing is wrong ---------------------------------------------------------------------------------------


def test_the_published_proof_holds_and_tells_every_author_what_became_of_the_own_receipt(proved):
    assert told(proved.package, *proved.kept.values(), key=proved.ring.public_key) == set()
    for title in MARKS:
        number, codes = (
            proved.kept[title]["number"],
            ", ".join(proved.contest.code(title, at) for at in (0, 1)),
        )
        assert own(proved.package, proved.kept[title]) == [
            {"number": number, "codes": codes, "fate": verifier.JUDGED}
        ]
    [withdrawn] = own(proved.package, proved.kept["Rút trước"])
    assert (withdrawn["codes"], withdrawn["fate"]) == ("–", verifier.WITHDRAWN)
    found = proved.contest.factory.read(joining.proof, proved.contest.edition_id)
    assert dict(found.counts) == {
        "judged": 3, "withdrawn-later": 0, "replaced": 0, "withdrawn": 1, "refused": 0, "unjudged": 0,
    }  # fmt: skip


def test_an_author_checks_the_own_entry_before_anything_is_published(proved):
    lines = verifier.check(None, [proved.kept["Một"]])
    assert [(good, name) for good, name, _ in lines] == [(True, "committed-own")]


def test_the_installation_finds_nothing_wrong_with_it(proved):
    found = [proved.contest.factory.read(part.faults) for part in (receipts, copies, joining)]
    assert found == [[], [], []]


def test_codes_and_receipts_stand_in_orders_that_tell_nothing(proved):
    for tree in proved.package["receipts"]:
        assert tree["leaves"] == sorted(tree["leaves"])
    for tree in proved.package["rounds"]:
        listed = [each["leaf"] for each in tree["copies"]]
        assert listed == sorted(listed)


def test_the_verifier_and_the_library_agree_about_signatures(proved):
    for _ in range(20):
        key, message = SigningKey.generate(), secrets.token_bytes(40)
        signature = key.sign(message).signature.hex()
        public = key.verify_key.encode().hex()
        assert verifier.verifies(public, message, signature)
        assert not verifier.verifies(public, message + b"!", signature)
        assert not verifier.verifies(proved.ring.public_key, message, signature)


def test_the_program_runs_on_the_files_and_says_it_in_both_languages(proved, tmp_path):
    package, kept = tmp_path / "package.json", tmp_path / "receipt.json"
    package.write_text(json.dumps(proved.package), encoding="utf-8")
    kept.write_text(json.dumps(proved.kept["Hai"]), encoding="utf-8")
    out = io.StringIO()
    assert verifier.main([str(package), str(kept)], out, io.StringIO()) == 0
    codes = f"{proved.contest.code('Hai')}, {proved.contest.code('Hai', 1)}"
    number = proved.kept["Hai"]["number"]
    assert f"✓ Biên nhận {number} có trong danh sách: đã được chấm, số phách {codes}.\n" in out.getvalue()
    assert f"  Receipt {number} is in the list: judged, code {codes}.\n" in out.getvalue()
    assert "✗" not in out.getvalue()


# --- tampering ----------------------------------------------------------------------------------------------


def _add_entry(package):
    leaves = package["receipts"][0]["leaves"]
    leaves.append([verifier.leaf_hash(b"mine"), verifier.REFUSED])
    leaves.sort()


def _add_judged(package):
    """An entry and its copy, as one would that comes after the closing."""
    leaf, nonce = verifier.leaf_hash(b"late"), "ab" * 32
    package["receipts"][0]["leaves"] = sorted([*package["receipts"][0]["leaves"], [leaf, verifier.JUDGED]])
    new = {"code": "LATE", "digest": "cd" * 32, "from": leaf, "nonce": nonce}
    new["leaf"] = verifier.copy_leaf("LATE", new["digest"], leaf, nonce)
    package["rounds"][0]["copies"] = sorted(
        [*package["rounds"][0]["copies"], new], key=lambda each: each["leaf"]
    )


def _drop_entry(package):
    package["receipts"][0]["leaves"] = [
        each for each in package["receipts"][0]["leaves"] if each[1] != verifier.WITHDRAWN
    ]


def _drop_copy(package):
    package["rounds"][0]["copies"].pop()
    package["rounds"][1]["copies"].clear()


def _copy_of_nothing(package):
    one = package["rounds"][0]["copies"][0]
    one["from"] = verifier.leaf_hash(b"nobody")


def _swap_origins(package):
    """Two authors exchanged: each gets the other's code."""
    one, two = package["rounds"][0]["copies"][:2]
    one["from"], two["from"] = two["from"], one["from"]


def _swap_codes(package):
    one, two = package["rounds"][0]["copies"][:2]
    one["code"], two["code"] = two["code"], one["code"]


def _swap_texts(package):
    one, two = package["rounds"][1]["copies"][:2]
    one["digest"], two["digest"] = two["digest"], one["digest"]


def _swap_wholly(package):
    """The same with leaves that fit: only the root can tell."""
    _swap_origins(package)
    for each in package["rounds"][0]["copies"]:
        each["leaf"] = verifier.copy_leaf(each["code"], each["digest"], each["from"], each["nonce"])
    package["rounds"][0]["copies"].sort(key=lambda each: each["leaf"])


def _two_of_one(package):
    one, two = package["rounds"][0]["copies"][:2]
    two["from"] = one["from"]


def _text(package):
    package["rounds"][0]["copies"][0]["digest"] = "00" * 32


def _nonce(package):
    package["rounds"][0]["copies"][0]["nonce"] = "00" * 32


def _count(package):
    tree = package["receipts"][0]
    tree["statement"] = tree["statement"].replace("count 4", "count 3")


def _time(package):
    tree = package["rounds"][0]
    tree["statement"] = tree["statement"].replace("made 2", "made 1")


def _root(package):
    tree = package["receipts"][0]
    _drop_entry(package)
    root = verifier.root_of([leaf for leaf, _ in tree["leaves"]])
    said = verifier.read(verifier.COMMITMENT, tree["statement"])
    tree["statement"] = verifier.statement(verifier.COMMITMENT, {**said, "count": 3, "root": root})


def _withdraw_silently(package):
    """A work that was judged is said to have been withdrawn before."""
    next(each for each in package["receipts"][0]["leaves"] if each[1] == verifier.JUDGED)[1] = (
        verifier.WITHDRAWN
    )


def _judge_silently(package):
    next(each for each in package["receipts"][0]["leaves"] if each[1] == verifier.WITHDRAWN)[1] = (
        verifier.JUDGED
    )


def _withdraw_later(package):
    leaves = package["receipts"][0]["leaves"]
    next(each for each in leaves if each[1] == verifier.JUDGED)[1] = verifier.WITHDRAWN_LATER


def _other_contest(package):
    package["edition"] = "khac"


def _leave_out_a_round(package):
    package["rounds"].pop(0)


def _order(package):
    package["receipts"][0]["leaves"].reverse()


def _twice(package):
    leaves = package["receipts"][0]["leaves"]
    leaves.insert(0, leaves[0])


EDITS = {
    _add_entry: {"count", "root", "changed", "numbers"},
    _add_judged: {"count", "root", "changed", "numbers"},
    _drop_entry: {"count", "root", "changed", "numbers"},
    _drop_copy: {"count", "root", "dropped", "changed"},
    _copy_of_nothing: {"copy", "added", "dropped", "changed"},
    _swap_origins: {"copy", "changed"},
    _swap_codes: {"copy", "changed"},
    _swap_texts: {"copy", "changed"},
    _swap_wholly: {"root", "changed", "added"},
    _two_of_one: {"copy", "doubled", "dropped", "changed"},
    _text: {"copy", "changed"},
    _nonce: {"copy", "changed"},
    _count: {"signature", "count", "changed"},
    _time: {"signature", "time", "changed"},
    _root: {"signature", "changed", "numbers"},
    _withdraw_silently: {"silent", "changed", "numbers"},
    _judge_silently: {"dropped", "changed", "numbers"},
    _withdraw_later: {"changed", "numbers"},
    _other_contest: {"elsewhere", "changed"},
    _leave_out_a_round: {"elsewhere", "added", "dropped", "changed"},
    _order: {"order", "root", "changed"},
    _twice: {"order", "count", "root", "changed"},
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
def test_every_edit_of_the_published_proof_is_named(proved, edit):
    package = copy.deepcopy(proved.package)
    edit(package)
    assert told(package) == EDITS[edit]


# Even to who holds the installation's key and signs the joining anew: the roots are out since the closing.
ONLY_JOINED = {"changed", "numbers"}


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITS if EDITS[edit] - ONLY_JOINED], ids=lambda edit: edit.__name__.strip("_")
)
def test_signing_the_joining_anew_hides_no_edit_of_what_was_committed_to(proved, edit):
    package = copy.deepcopy(proved.package)
    edit(package)
    _join_anew(package, proved.ring.sign)
    assert told(package) >= EDITS[edit] - ONLY_JOINED


def _join_anew(package, sign):
    fates = [fate for tree in package["receipts"] for _, fate in tree["leaves"]]
    said = verifier.read(verifier.JOINED, package["joined"]["statement"])
    said |= {fate: str(fates.count(fate)) for fate in verifier.FATES}
    lines = verifier.statement(verifier.JOINED, {**said, "digest": verifier.digest_of(package)})
    package["joined"] = {"statement": lines, "signature": sign(lines.encode())}


def _all_anew(package, sign):
    for of, parts in ((verifier.RECEIPTS, package["receipts"]), (verifier.COPIES, package["rounds"])):
        for tree in parts:
            listed = [leaf for leaf, _ in tree["leaves"]] if of == verifier.RECEIPTS else []
            listed = listed or [each["leaf"] for each in tree["copies"]]
            said = verifier.read(verifier.COMMITMENT, tree["statement"])
            said |= {"count": str(len(listed)), "root": verifier.root_of(listed)}
            tree["statement"] = verifier.statement(verifier.COMMITMENT, said)
            tree["signature"] = sign(tree["statement"].encode())
    _join_anew(package, sign)


def test_a_package_signed_anew_by_somebody_else_is_betrayed_by_a_receipt_and_by_the_known_key(proved):
    package, other = copy.deepcopy(proved.package), SigningKey.generate()
    package["key"] = other.verify_key.encode().hex()
    _drop_entry(package)
    _all_anew(package, lambda message: other.sign(message).signature.hex())
    assert told(package) == set()  # by itself it is in order: somebody has to hold what was given out before
    assert told(package, key=proved.ring.public_key) == {"key"}
    assert told(package, proved.kept["Một"]) == {"other-key", "other-root"}
    assert told(package, proved.kept["Rút trước"]) == {"other-key", "other-root", "absent"}


def test_an_organiser_who_signs_everything_anew_is_betrayed_by_whatever_an_author_kept(proved):
    package = copy.deepcopy(proved.package)
    _drop_entry(package)
    _all_anew(package, proved.ring.sign)
    assert told(package) == set()
    assert told(package, proved.kept["Một"]) == {"other-root"}
    assert told(package, proved.kept["Rút trước"]) == {"other-root", "absent"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"document": "{}"}, None),
        ({"number": "2026-0000-0000-0000"}, {"leaf"}),
        ({"signature": "00" * 64}, {"receipt", "leaf"}),
        ({"leaf": "00" * 32}, {"leaf", "path", "absent"}),
        ({"index": 7}, {"path"}),
        ({"path": []}, {"path"}),
        ({"committed_signature": "00" * 64}, {"signature"}),
        ({"key": "00" * 32}, {"receipt", "signature", "other-key"}),
    ],
)
def test_a_forged_proof_of_an_author_is_named(proved, change, named):
    kept = {**proved.kept["Một"], **change}
    if named is None:
        with pytest.raises(KeyError):
            told(proved.package, kept)
    else:
        assert told(proved.package, kept) == named


# --- in the database ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda: db.update(ReceiptCommitment).values(signature="0" * 128), "changed since it was signed"),
        (lambda: db.delete(CommittedReceipt).where(CommittedReceipt.id == 1), "added to, taken away"),
        (lambda: db.update(CopyCommitment).values(signature="0" * 128), "changed since it was signed"),
        (lambda: db.delete(CommittedCopy).where(CommittedCopy.id == 1), "added to, taken away"),
        (lambda: db.update(BlindCopy).values(html="<p>Khác</p>"), "not what was committed to"),
    ],
)
def test_whatever_is_done_to_the_rows_is_named_by_the_check(proved, change, named):
    proved.contest.factory.do(lambda: db.session.execute(change()))
    assert any(named in fault for fault in proved.contest.factory.read(checking.faults, proved.contest.now))


# --- when it is made ----------------------------------------------------------------------------------------


def test_a_contest_commits_once_when_nobody_can_hand_in_any_more_and_to_late_paper_before_the_codes(
    factory, app
):
    contest = Judged(factory, ("Một", "Hai"))
    contest.accepted(contest.authors["Một"], title="Một")
    with app.app_context():
        assert [receipts.commit_due(), receipts.commit_due()] == [1, 0]
    contest.accepted(contest.authors["Hai"], title="Hai")  # as a work on paper does, after the closing
    with app.app_context():
        assert receipts.commit_due() == 0
    contest.coded_only()
    made = factory.read(receipts.of_edition, contest.edition_id)
    assert [(each.number, each.count) for each in made] == [(1, 1), (2, 1)]
    [of_copies] = factory.read(copies.of_edition, contest.edition_id)
    assert (of_copies.number, of_copies.count) == (1, 2)


def test_two_contests_with_the_same_text_show_no_leaf_in_common(factory):
    """The published root is no test of who submitted which text: the same text leads to another leaf each time."""
    contest = Judged(factory, ("Một", "Hai"))
    for title in contest.titles:
        contest.accepted(contest.authors[title], title="Như nhau", text=PLAIN)
    contest.coded_only()
    leaves = factory.read(receipts.leaves_of, contest.edition_id)
    assert len(set(leaves.values())) == 2
    shown = factory.read(copies.leaves, contest.round_id)
    assert len(set(shown.values())) == 2
