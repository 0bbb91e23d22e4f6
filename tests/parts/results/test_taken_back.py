"""A work that its author takes back while it is judged: read like any other, and without a place at the end."""

import json

import pytest
from sqlalchemy import select

from contest.anonymisation.models import BlindCopy
from contest.audit.models import AuditEvent
from contest.communications.models import OutboxMessage
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.entries import erasing, requested, requests
from contest.entries import queries as works
from contest.entries.models import Entry
from contest.entries.rules import requests as rules
from contest.entries.rules.leaving import Fate
from contest.judging import queries as judging
from contest.kernel import verifier
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.results import joining, publication, queries, taken_back
from contest.results import service as results
from contest.results.models import PublishedResult
from contest.results.rules import leaving_out
from tests.judged import Judged
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2, "Bốn": [("5", "5")] * 2}
CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 1)))
WHY = "Tôi đã gửi bài này cho một tờ báo."


@world
def judged(factory):
    contest = Judged(factory, tuple(MARKS), categories=(CATEGORY,)).judging()
    contest.keys = {
        title: factory.read(lambda entry=entry: db.session.get(Entry, entry).key)
        for title, entry in contest.entries.items()
    }
    return contest


def ask(contest, title, kind=rules.WITHDRAW, wanted=""):
    wish = requests.Wish(kind, WHY, wanted)
    contest.factory.do(
        requests.ask, contest.keys[title], wish, account_id=contest.authors[title], now=contest.now
    )


def answer(contest, given=rules.YES):
    asked = next(
        each for each in contest.factory.read(requested.of_edition, contest.edition_id) if each.is_open
    )
    contest.factory.do(
        requests.answer, asked.key, requests.Answer(given, "Ban thư ký đồng ý."),
        edition_id=contest.edition_id, secretary_id=contest.secretary_id, now=contest.now,
    )  # fmt: skip


def take_back(contest, title):
    ask(contest, title)
    answer(contest)


def decided(contest):
    return contest.marked(MARKS).closed().awarded().approved()


def check(contest):
    return contest.factory.do(
        publication.check_withdrawn, contest.edition_id, actor_id=contest.organiser_id, now=contest.now
    )


def outcome(contest):
    """Title to place and prize of what was published."""
    names = {p.id: p.name for c in contest._categories() for p in c.prizes}
    titles = {entry: title for title, entry in contest.entries.items()}
    columns = select(PublishedResult.entry_id, PublishedResult.place, PublishedResult.prize_id)
    rows = contest.factory.read(lambda: db.session.execute(columns).all())
    return {titles[entry]: (place, names.get(prize)) for entry, place, prize in rows}


def test_an_author_asks_and_the_secretariat_grants_it_without_a_code(judged, factory):
    take_back(judged, "Hai")

    own = select(Entry.state, Entry.withdrawn_late).where(Entry.id == judged.entries["Hai"])
    assert factory.read(lambda: tuple(db.session.execute(own).one())) == ("withdrawn", True)
    assert factory.read(works.withdrawn_late, judged.edition_id) == {judged.entries["Hai"]}
    code = judged.code("Hai")
    lines = factory.read(lambda: [json.dumps(row.details) for row in db.session.scalars(select(AuditEvent))])
    assert not [line for line in lines if code in line]
    asked = factory.read(requested.of_edition, judged.edition_id)
    assert not [each for each in asked if code in repr(each)]
    letters = factory.read(
        lambda: [
            (row.notice, row.account_id)
            for row in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
            if row.notice in {"entry_withdrawn", "request_answered"}
        ]
    )
    author = judged.authors["Hai"]
    assert letters == [("request_answered", author)]


def test_nothing_that_judges_see_changes(judged, factory):
    before = blind_side(judged)
    take_back(judged, "Hai")
    assert blind_side(judged) == before
    judged.marked(MARKS)  # the work is read to the end like any other
    assert [len(judged.readings(title)) for title in MARKS] == [2] * 4
    assert factory.read(works.authors, judged.edition_id) == 4


def blind_side(contest):
    """What judges have: the rows of all copies, their desks, and how many letters went to them."""
    read = contest.factory.read
    copies = read(lambda: [tuple(row) for row in db.session.execute(select(BlindCopy.__table__))])
    to = read(lambda: list(db.session.scalars(select(OutboxMessage.account_id))))
    return copies, read(judging.progress, contest.round_id), [to.count(judge) for judge in contest.judges]


@pytest.mark.parametrize("kind", [rules.TITLE, rules.ABOUT])
def test_nothing_else_can_be_asked_for_any_more(judged, kind):
    with pytest.raises(RuleBroken) as refusal:
        ask(judged, "Hai", kind, "Tên khác")
    assert refusal.value.field == "kind"


def test_a_no_changes_nothing_and_a_second_withdrawal_is_refused(judged, factory):
    ask(judged, "Hai")
    answer(judged, rules.NO)
    assert factory.read(works.withdrawn_late, judged.edition_id) == frozenset()
    take_back(judged, "Hai")
    with pytest.raises(Conflict):
        ask(judged, "Hai")


def test_after_the_publication_it_is_too_late(judged):
    ask(judged, "Hai")
    decided(judged).published()
    with pytest.raises(Conflict):
        answer(judged)


def test_the_chair_learns_the_code_alone_and_the_decision_can_be_changed(judged, factory):
    take_back(judged, "Một")
    decided(judged)
    code = judged.code("Một")

    assert not check(judged)
    assert factory.read(taken_back.known, judged.edition_id) == {code}
    said = factory.read(
        lambda: [row.details for row in db.session.scalars(select(AuditEvent)) if "withdrawals" in row.name]
    )
    assert [each["count"] for each in said] == [1]
    with pytest.raises(RuleBroken) as refusal:
        judged.published()
    assert refusal.value.params == {"codes": code}
    with pytest.raises(RuleBroken) as refusal:
        prize = judged.prize("Nhì")
        factory.do(
            results.change_award, judged.edition_id, code, prize,
            reason="Vẫn muốn trao giải.", actor_id=judged.chair_id, now=judged.now,
        )  # fmt: skip
    assert refusal.value.field == "prize_id"

    judged.awarded()  # the table anew: who stands behind moves up
    assert judged.prizes() == {"Hai": "Nhất", "Ba": "Nhì"}
    judged.approved()
    assert check(judged)
    judged.published()
    assert outcome(judged) == {"Hai": (1, "Nhất"), "Ba": (2, "Nhì"), "Bốn": (3, None)}
    with pytest.raises(NotFound):
        factory.read(queries.result_of, judged.entries["Một"])
    assert factory.read(taken_back.count, judged.edition_id) == 1
    assert [factory.read(part.faults) for part in (queries, taken_back, joining)] == [[], [], []]


def test_a_work_without_a_prize_is_left_out_and_nobody_is_told_its_code(judged, factory):
    take_back(judged, "Ba")
    decided(judged)
    assert check(judged)
    assert factory.read(taken_back.known, judged.edition_id) == frozenset()
    judged.published()
    assert outcome(judged) == {"Một": (1, "Nhất"), "Hai": (2, "Nhì"), "Bốn": (3, None)}
    assert factory.read(queries.faults) == []


def test_the_proof_counts_it_as_taken_back_later_and_the_copy_is_empty(judged, factory):
    take_back(judged, "Ba")
    decided(judged).published()
    package = json.loads(factory.read(joining.content, judged.edition_id))
    assert [line for line in verifier.check(package, []) if not line[0]] == []
    counts = factory.read(joining.proof, judged.edition_id).counts
    assert (counts["judged"], counts["withdrawn-later"]) == (3, 1)
    emptied = factory.read(lambda: [c.code for c in db.session.scalars(select(BlindCopy)) if not c.html])
    titles = factory.read(lambda: {c.title for c in db.session.scalars(select(BlindCopy))})
    assert (len(emptied), titles & {"Ba"}) == (1, set())


def test_an_erasure_waits_for_the_judges_as_with_any_work_that_they_have(judged, factory):
    take_back(judged, "Hai")
    found = factory.read(erasing.fates, judged.authors["Hai"], (), now=judged.now)
    assert found == {judged.entries["Hai"]: Fate.WAITS}


def test_leaving_out_more_than_was_taken_back_is_named(judged, factory):
    take_back(judged, "Ba")
    decided(judged).published()
    factory.do(lambda: db.session.execute(db.update(Entry).values(withdrawn_late=False)))
    [fault] = factory.read(taken_back.faults)
    assert "more works were left out" in fault


@pytest.mark.parametrize(
    ("own", "gone", "place"),
    [(1, [], 1), (3, [1], 2), (3, [3], 3), (3, [1, 2], 1), (2, [5], 2), (4, [2, 2], 2)],
)
def test_who_stood_behind_moves_up_and_equals_stay_equal(own, gone, place):
    assert leaving_out.place(own, gone) == place
