"""Submitting: in time, once, with a receipt that anybody can check; withdrawing; authors and officials apart."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from nacl.signing import VerifyKey

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.audit import service as audit_service
from contest.editions import service as editions
from contest.entries import author_files, intake, queries, screening_queries, service, unit_counts
from contest.entries import author_queries as own
from contest.entries.intake import Draft, Stamp
from contest.entries.models import Entry, Receipt, Version
from contest.entries.rules.receipt import read_number
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.people import service as people
from contest.platform.crypto import keyring, sha256
from contest.platform.database import db, unit_of_work
from tests import hostile
from tests.factories import NOW, WEEK, Factory
from tests.parts.entries.conftest import Contest

MS = timedelta(milliseconds=1)
DECLARED = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")
TEXT = "Làng tôi có một con đường nhỏ chạy dọc bờ sông."


def rows(factory: Factory) -> tuple[int, int, int]:
    """Entries, versions, receipts."""
    return factory.read(lambda: tuple(db.session.query(model).count() for model in (Entry, Version, Receipt)))


def state(factory: Factory, contest: Contest, key: str) -> str:
    return str(factory.read(own.draft, key, contest.author_id).state)


def submit(contest: Contest, key: str, **more: object) -> int:
    given = {"author_id": contest.author_id, "token": new_key(), "declared": DECLARED, "now": NOW, **more}
    number: int = contest.factory.do(service.submit, key, **given)
    return number


def change(contest: Contest, key: str, text: str) -> None:
    revision = contest.factory.read(own.draft, key, contest.author_id).revision
    contest.factory.do(
        intake.save_draft,
        key,
        Draft(text=text),
        author_id=contest.author_id,
        stamp=Stamp(revision),
        now=NOW + MS,
    )


def test_a_submit_makes_a_version_and_a_receipt(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False, title="Con đường làng", text=TEXT)
    assert submit(contest, key) == 1
    receipt = factory.read(own.receipt, key, contest.author_id, 1)
    assert (receipt.title, receipt.words, receipt.issued_at) == ("Con đường làng", 11, NOW)
    assert (receipt.sha256_text, receipt.sha256_file) == (sha256(TEXT.encode()), None)
    assert read_number(receipt.number) == receipt.number
    assert (state(factory, contest, key), rows(factory)) == ("submitted", (1, 1, 1))


def test_the_receipt_can_be_checked_by_anybody_who_has_the_public_key(
    factory: Factory, contest: Contest
) -> None:
    key = contest.entry(file=("bài.txt", TEXT.encode()))
    receipt = factory.read(own.receipt, key, contest.author_id, 1)
    with factory.app.app_context():
        public_key = keyring().public_key
    document = receipt.document.encode()
    assert VerifyKey(bytes.fromhex(public_key)).verify(document, bytes.fromhex(receipt.signature)) == document
    said = json.loads(receipt.document)
    text = factory.read(author_files.version_text, key, contest.author_id, 1)
    assert {name: said[name] for name in ("number", "entry", "version", "sha256_text", "sha256_file")} == {
        "number": receipt.number,
        "entry": key,
        "version": 1,
        "sha256_text": sha256(text.encode()),
        "sha256_file": sha256(TEXT.encode()),
    }


def test_the_receipt_anchors_the_log(factory: Factory, contest: Contest) -> None:
    factory.do(audit_service.seal, NOW)
    head = factory.read(audit.head)
    receipt = factory.read(own.receipt, contest.entry(), contest.author_id, 1)
    assert head.length > 0
    assert json.loads(receipt.document)["log"] == {"length": head.length, "digest": head.digest}


@pytest.mark.parametrize("early", [MS, timedelta(microseconds=1)])
def test_before_the_closing_instant_a_work_is_taken(
    factory: Factory, contest: Contest, early: timedelta
) -> None:
    submit(contest, contest.entry(submit=False), now=NOW + WEEK - early)
    assert rows(factory) == (1, 1, 1)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), MS])
def test_exactly_at_the_closing_instant_it_stops(factory: Factory, contest: Contest, late: timedelta) -> None:
    key = contest.entry(submit=False)
    with pytest.raises(Conflict, match=r"^The time for handing in works is over\."):
        submit(contest, key, now=NOW + WEEK + late)
    assert rows(factory) == (1, 0, 0)


def test_exactly_at_the_opening_instant_it_begins(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False)
    with pytest.raises(Conflict, match=r"^The contest does not take in works yet\."):
        submit(contest, key, now=NOW - WEEK - MS)
    assert submit(contest, key, now=NOW - WEEK) == 1


def test_twenty_submits_at_once_are_one(factory: Factory, contest: Contest) -> None:
    key, token, together = contest.entry(submit=False), new_key(), Barrier(20)

    def one(_: int) -> tuple[int, str]:
        together.wait()
        with factory.app.app_context():
            with unit_of_work():
                number = service.submit(
                    key, author_id=contest.author_id, token=token, declared=DECLARED, now=NOW
                )
            given = own.receipt(key, contest.author_id, number).signature
            db.session.rollback()
        return number, given

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(one, range(20)))
    assert len(answers) == 1
    assert rows(factory) == (1, 1, 1)
    submitted = [
        line for line in factory.read(audit.log, contest.edition_id) if line.name == "entry.submitted"
    ]
    assert len(submitted) == 1


def test_two_works_submitted_at_once_do_not_exceed_what_is_allowed(
    factory: Factory, contest: Contest
) -> None:
    text = "Sáu câu thơ ngắn về quê."
    keys = []
    for title in ("Thơ một", "Thơ hai", "Thơ ba"):
        key = contest.draft(category_id=contest.typed_only_id)
        draft = Draft(title, contest.typed_only_id, text)
        factory.do(intake.save_draft, key, draft, author_id=contest.author_id, stamp=Stamp(1), now=NOW)
        keys.append(key)
    together = Barrier(3)

    def one(key: str) -> str | None:
        together.wait()
        with factory.app.app_context():
            try:
                with unit_of_work():
                    service.submit(
                        key, author_id=contest.author_id, token=new_key(), declared=DECLARED, now=NOW
                    )
            except RuleBroken as refusal:
                return refusal.field
        return "taken"

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(one, keys))
    assert sorted(map(str, answers)) == ["category_id", "category_id", "taken"]
    assert rows(factory) == (3, 1, 1)


def test_the_same_token_after_the_closing_time_gives_the_same_receipt(
    factory: Factory, contest: Contest
) -> None:
    key, token = contest.entry(submit=False), new_key()
    assert submit(contest, key, token=token, now=NOW + WEEK - MS) == 1
    assert submit(contest, key, token=token, now=NOW + WEEK + MS) == 1
    assert rows(factory) == (1, 1, 1)


def test_a_token_of_another_entry_is_refused(factory: Factory, contest: Contest) -> None:
    token = new_key()
    submit(contest, contest.entry(submit=False), token=token)
    with pytest.raises(Conflict):
        submit(contest, contest.entry(submit=False, title="Khác"), token=token)
    assert rows(factory) == (2, 1, 1)


def test_the_same_work_again_is_the_same_version(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    assert submit(contest, key) == 1
    assert rows(factory) == (1, 1, 1)


def test_a_changed_work_is_a_new_version_and_the_old_stays(factory: Factory, contest: Contest) -> None:
    key = contest.entry(text=TEXT)
    change(contest, key, TEXT + " Thêm một câu.")
    assert factory.read(own.draft, key, contest.author_id).has_changes
    assert submit(contest, key, now=NOW + 2 * MS) == 2
    texts = [factory.read(author_files.version_text, key, contest.author_id, number) for number in (1, 2)]
    assert texts == [TEXT, TEXT + " Thêm một câu."]
    assert not factory.read(own.draft, key, contest.author_id).has_changes
    assert len({line.receipt_number for line in factory.read(own.versions, key, contest.author_id)}) == 2


def test_an_accepted_work_that_changes_is_screened_again(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    contest.screen(key)
    change(contest, key, TEXT + " Thêm một câu.")
    submit(contest, key)
    assert state(factory, contest, key) == "submitted"


def test_every_broken_rule_is_shown_and_the_first_refuses(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False, title="", text="quá ngắn")
    review = factory.read(own.review, key, contest.author_id, now=NOW)
    assert [(problem.field, str(problem)) for problem in review.problems] == [
        ("title", "Give your work a title."),
        ("text", "The text has 2 words; at least 5 are asked for. Missing: 3."),
    ]
    with pytest.raises(RuleBroken) as refusal:
        submit(contest, key)
    assert str(refusal.value) == "Give your work a title."
    assert rows(factory) == (1, 0, 0)


def test_a_draft_without_a_category_is_asked_for_one(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    factory.do(
        intake.save_draft, key, Draft("A", 0, TEXT), author_id=contest.author_id, stamp=Stamp(1), now=NOW
    )
    review = factory.read(own.review, key, contest.author_id, now=NOW)
    assert [str(problem) for problem in review.problems] == ["Choose a category."]


def test_text_of_before_unicode_is_refused_with_advice(factory: Factory, contest: Contest) -> None:
    key = contest.entry(
        submit=False, text="Thaønh phoá Hoà Chí Minh laø moät thaønh phoá lôùn cuûa nöôùc ta."
    )
    with pytest.raises(RuleBroken) as refusal:
        submit(contest, key)
    assert refusal.value.params == {"encoding": "VNI Windows"}


@pytest.mark.parametrize("declared", [(), DECLARED[:1], ("something else", "altogether")])
def test_every_declaration_is_needed(factory: Factory, contest: Contest, declared: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        submit(contest, contest.entry(submit=False), declared=declared)
    assert refusal.value.field == "declarations"
    assert rows(factory) == (1, 0, 0)


def test_a_file_without_text_is_taken_in_for_the_secretariat(factory: Factory, contest: Contest) -> None:
    key = contest.entry(file=("scan.pdf", hostile.scanned_pdf()))
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert view.file is not None
    assert ("no-text" in view.file.flags, view.text, view.copies) == (True, "", ())


def test_the_unit_is_that_of_the_first_submit(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    elsewhere = factory.unit("Xã Khác")
    about = people.Details("Nguyễn Văn Đức", 1980, "", elsewhere)
    factory.do(people.change_details, contest.author_id, about, language="vi", now=NOW)
    change(contest, key, TEXT + " Thêm.")
    submit(contest, key)
    assert [unit.unit_id for unit in factory.read(unit_counts.counts_by_unit, contest.edition_id)] == [
        contest.unit_id
    ]


def test_nobody_submits_or_withdraws_anothers_entry(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False)
    with pytest.raises(NotFound):
        submit(contest, key, author_id=contest.other_id)
    with pytest.raises(NotFound):
        factory.do(service.withdraw, key, author_id=contest.other_id, now=NOW)


# --- withdrawing -------------------------------------------------------------------------------------------------


def test_a_withdrawn_entry_is_out_for_good(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    for _ in range(2):
        factory.do(service.withdraw, key, author_id=contest.author_id, now=NOW)
    assert state(factory, contest, key) == "withdrawn"
    with pytest.raises(Conflict):
        submit(contest, key)
    events = [
        line.name for line in factory.read(audit.log, contest.edition_id) if line.name == "entry.withdrawn"
    ]
    assert events == ["entry.withdrawn"]


def test_a_withdrawn_work_makes_room_for_another(factory: Factory, contest: Contest) -> None:
    first = contest.entry(title="Một")
    contest.entry(title="Hai")
    with pytest.raises(RuleBroken):
        contest.entry(title="Ba")
    factory.do(service.withdraw, first, author_id=contest.author_id, now=NOW)
    contest.entry(title="Bốn")


def test_a_deleted_draft_is_gone_from_the_list(factory: Factory, contest: Contest) -> None:
    key = contest.entry(submit=False)
    factory.do(service.withdraw, key, author_id=contest.author_id, now=NOW)
    assert factory.read(own.own_entries, contest.author_id) == ()


def test_after_coding_nothing_is_withdrawn(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    contest.screen(key)
    ids = [work.entry_id for work in factory.read(queries.accepted_for_coding, contest.edition_id)]
    factory.do(service.mark_coded, contest.edition_id, ids, actor_id=contest.secretary_id, now=NOW + WEEK)
    assert state(factory, contest, key) == "coded"
    with pytest.raises(Conflict):
        factory.do(service.withdraw, key, author_id=contest.author_id, now=NOW + WEEK)


def test_coding_is_all_or_nothing(factory: Factory, contest: Contest) -> None:
    kept, gone = contest.entry(title="Một"), contest.entry(title="Hai")
    contest.screen(kept)
    contest.screen(gone)
    ids = [work.entry_id for work in factory.read(queries.accepted_for_coding, contest.edition_id)]
    factory.do(service.withdraw, gone, author_id=contest.author_id, now=NOW)
    with pytest.raises(Conflict):
        factory.do(service.mark_coded, contest.edition_id, ids, actor_id=contest.secretary_id, now=NOW + WEEK)
    assert (state(factory, contest, kept), state(factory, contest, gone)) == ("accepted", "withdrawn")


# --- authors and officials ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.CHAIR, Duty.SECRETARY])
def test_an_author_is_not_appointed_to_judge_or_screen(
    factory: Factory, contest: Contest, duty: Duty
) -> None:
    contest.entry(submit=False)
    with pytest.raises(RuleBroken):
        factory.do(editions.appoint, contest.edition_id, contest.author_id, duty, actor_id=None, now=NOW)


def test_who_has_withdrawn_everything_may_be_appointed(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    factory.do(service.withdraw, key, author_id=contest.author_id, now=NOW)
    factory.appoint(contest.edition_id, contest.author_id, Duty.JUDGE)


@pytest.mark.parametrize("duty", [Duty.ORGANISER, Duty.OBSERVER])
def test_other_duties_go_with_writing(factory: Factory, contest: Contest, duty: Duty) -> None:
    contest.entry()
    factory.appoint(contest.edition_id, contest.author_id, duty)


def test_a_judge_elsewhere_may_write_here(factory: Factory, contest: Contest) -> None:
    elsewhere = factory.edition(title="Cuộc thi khác")
    contest.entry()
    factory.appoint(elsewhere, contest.author_id, Duty.JUDGE)


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.CHAIR, Duty.SECRETARY])
def test_an_official_neither_begins_nor_submits(factory: Factory, contest: Contest, duty: Duty) -> None:
    factory.appoint(contest.edition_id, contest.other_id, duty)
    with pytest.raises(RuleBroken):
        factory.do(intake.start_draft, contest.edition_id, author_id=contest.other_id, now=NOW)
