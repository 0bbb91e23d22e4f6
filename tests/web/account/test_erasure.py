"""An erasure leaves nothing of a person but what the declaration says stays; and it waits where it must."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from contest.anonymisation import queries as blind
from contest.audit import service as audit
from contest.communications import outbox
from contest.communications.models import OutboxMessage
from contest.editions import barring
from contest.editions import queries as editions
from contest.editions.rules.barring import Row
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.own_fields import OwnField
from contest.entries import finding, listing
from contest.entries import queries as entries
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.people import queries as people
from contest.people import rights
from contest.people import service as accounts
from contest.people.rules import data_requests as rules
from contest.people.rules.erasure import DUTY, LAST_ADMINISTRATOR, WAITS, WORK
from contest.platform.database import db
from contest.reports import checking, erasure, personal_data
from contest.reports.holdings import HOLDINGS
from tests.factories import CATEGORY
from tests.judged import Judged
from tests.web.account.test_personal_data import Rows

MARKS = {
    "Một": [("9", "9"), ("9", "9")],
    "Hai": [("7", "7"), ("7", "7")],
    "Ba": [("6", "6"), ("6", "6")],
    "Tư": [("5", "5"), ("5", "5")],
}


@pytest.fixture
def published(factory):
    """Four works, three of them with a prize, in a contest that asks something of its own."""
    asked = (OwnField("Bút danh", is_required=False),)
    beside = {"extra_prizes": (ExtraPrize("Viết về sông", "thematic"),)}
    categories = (replace(CATEGORY, own_fields=asked),)
    contest = Judged(factory, tuple(MARKS), categories=categories, settings=beside)
    return contest.judging().marked(MARKS).closed().awarded().approved().published()


def erase(factory, account_id):
    """Ask and carry out, as the pages do."""
    key = factory.do(rights.ask, account_id, rules.ERASE, "Xin xoá giúp tôi.", now=clock.now())
    factory.do(erasure.carry_out, key, actor_id=factory.administrator(), now=clock.now())


def everything(app):
    """Every value of every table: (table, column) to the text of it, all rows together."""
    with app.app_context():
        return {
            (table.name, column.name): " ".join(repr(v) for v in db.session.scalars(sa.select(column)))
            for table in db.metadata.tables.values()
            for column in table.columns
        }


def holding(words, said):
    return {
        (table, column) for (table, column), value in said.items() for word in words if word in value.lower()
    }


def may_stay():
    return {
        (h.table, c.name)
        for h in HOLDINGS
        for c in db.metadata.tables[h.table].columns
        if h.erased.is_whole or c.name in h.erased.keeps
    }


def test_of_words_planted_in_every_column_only_those_are_left_that_are_said_to_stay(app, factory, published):
    account = published.authors["Tư"]
    factory.unit("Xã Ven Sông")
    words = Rows(app, account).write()
    with factory.work():
        result = db.metadata.tables["published_result"]
        mine = sa.select(sa.func.max(result.c.id)).scalar_subquery()
        db.session.execute(sa.update(result).where(result.c.id == mine).values(prize_id=None, copy_ids=[]))
        # A work with a prize would stay, and with it what was planted: the one beside the tables is another's.
        extra, other = db.metadata.tables["published_extra"], published.entries["Một"]
        db.session.execute(sa.update(extra).values(entry_id=other))
    before = everything(app)
    assert [where for where, word in words.items() if word not in before[where]] == []

    erase(factory, account)

    left = holding(words.values(), everything(app))
    assert left - may_stay() == {("outbox_message", "address")}  # of the last letter, until it has left
    assert {"consent", "receipt", "scoresheet", "mark", "audit_event"} <= {table for table, _ in left}
    # The line of a list of people goes, as that contest is over; so does whatever is not text.
    assert "barred_person" not in {table for table, _ in left}
    assert not_empty(app, account) == set()


def not_empty(app, account):
    """Columns of rows that are emptied, in which something is left that is not said to stay."""
    found = set()
    with app.app_context():
        for each in HOLDINGS:
            if each.erased.is_gone or each.erased.is_whole:
                continue
            columns = db.metadata.tables[each.table].columns
            others = [c for c in columns if c.name not in {"id", *each.erased.keeps} and not c.foreign_keys]
            rows = db.session.execute(
                sa.select(*others).where(personal_data._belongs(each, account, ""))
            ).mappings()
            found |= {(each.table, name) for row in rows for name, value in row.items() if value}
    return found


def seal():
    """Do what the worker does beside a running program: list the receipts, link the log."""
    listing.seal_waiting()
    while audit.seal(clock.now()):
        db.session.commit()


def test_a_work_without_prize_leaves_no_word_anywhere_and_the_ranking_stands(app, factory, instance):
    contest = Judged(factory, tuple(MARKS))
    account = contest.authors["Tư"]
    about = accounts.Details("Đặng Thị Xoá", 1971, "0912345678", None)
    factory.do(accounts.change_details, account, about, language="vi", now=clock.now())
    contest.coded().rubric().given_out().marked(MARKS).closed().awarded().approved().published()
    other = factory.edition(title="Cuộc thi khác")
    factory.entry(
        other,
        account,
        title="Nháp",
        text="",
        file=("Bai cua Xoa.txt", b"Mot cau rieng zzqq cua toi."),
        submit=False,
    )
    with app.app_context():
        outbox.deliver_due()
        storage = app.extensions["contest_storage"]
        before = storage.keys()
    email = factory.read(people.person, account).email
    words = ("đặng thị xoá", "0912345678", email, "xoa.txt", "zzqq", "dang thi xoa")
    assert holding(words, everything(app)) != set()

    erase(factory, account)
    with app.app_context():
        outbox.deliver_due()
        seal()
        finding.compare_texts()
        faults = checking.faults(clock.now())
        kept = storage.keys()

    assert holding((*words, "'tư'"), everything(app)) == set()
    assert (len(before - kept), faults) == (1, [])
    letters = [path.read_text() for path in (instance / "outbox").glob("*.eml") if email in path.read_text()]
    assert len(letters) == 1  # the last one, on its way out
    copies = factory.read(blind.blind_copies, contest.round_id)
    assert sorted(copy.title for copy in copies) == ["Ba", "Hai", "Một", "—"]
    person = factory.read(people.person, account)
    assert (person.name, person.is_erased, person.birth_year, person.phone) == ("—", True, None, None)
    assert factory.person("Người Khác", email=email)  # the address is free again


def test_a_winner_keeps_the_record_of_the_prize_and_the_name_only_as_it_was_published(
    app, factory, published
):
    named, unnamed, by_pen_name = (published.authors[title] for title in ("Một", "Hai", "Ba"))
    agreed = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý."}
    with factory.work():
        about = db.metadata.tables["about_author"]
        said = {"pen_name": "Sông Quê", "by_pen_name": True, "phone": "0900009999", "saved_at": clock.now()}
        whose = {"entry_id": published.entries["Ba"], "account_id": by_pen_name}
        blank = dict.fromkeys(("position", "academic_title", "address", "id_number"), "x")
        db.session.execute(sa.insert(about).values(**said, **whose, **blank))
    for account in (named, by_pen_name):
        factory.do(accounts.give_consents, account, agreed, language="vi", now=clock.now())

    for account in (named, unnamed, by_pen_name):
        erase(factory, account)

    those = factory.read(entries.named, published.entries.values())
    assert {each.title: (each.authors[0].name, each.authors[0].public_name) for each in those.values()} == {
        "Một": ("Tác Giả Một", "Tác Giả Một"),
        "Hai": ("—", "—"),
        "Ba": ("—", "Sông Quê"),
        "Tư": ("Tác Giả Tư", "Tác Giả Tư"),
    }
    assert everything(app)["about_author", "phone"] == "''"


def test_a_work_before_its_coding_leaves_the_contest_and_its_blind_copy_goes(factory):
    contest = Judged(factory)
    account = contest.authors["Một"]
    contest.accepted(account, title="Một")

    erase(factory, account)

    assert factory.read(entries.counts_by_state, contest.edition_id)["withdrawn"] == 1
    assert factory.read(entries.accepted_for_coding, contest.edition_id) == ()


def test_an_erasure_waits_for_a_work_with_the_judges_for_a_duty_and_for_another_administrator(factory):
    contest = Judged(factory).judging()
    alone = factory.administrator()
    for account, reason in (
        (contest.authors["Một"], WORK),
        (contest.chair_id, DUTY),
        (alone, LAST_ADMINISTRATOR),
    ):
        assert factory.read(erasure.outlook, account, now=clock.now()).waits == (reason,)
        key = factory.do(rights.ask, account, rules.ERASE, "", now=clock.now())
        with pytest.raises(RuleBroken) as refused:
            factory.do(erasure.carry_out, key, actor_id=alone, now=clock.now())
        assert str(refused.value) == WAITS[reason]
        assert not factory.read(people.person, account).is_erased


def test_a_line_of_a_list_stays_while_its_contest_runs(app, factory):
    running = factory.edition()
    account = factory.person("Lê Thị Cấm", email="cam@example.org")
    who = {"actor_id": account, "now": clock.now()}
    factory.do(
        barring.bar, running, [Row(1, "Lê Thị Cấm", "cam@example.org", why="thư ký", problems=())], **who
    )

    erase(factory, account)

    assert holding(["cam@example.org"], everything(app)) >= {("barred_person", "email")}


def test_a_second_erasure_is_refused_and_nobody_can_sign_in(app, factory, client_for):
    account = factory.person()
    browser = client_for(account)
    assert browser.get("/account/").status_code == 200

    erase(factory, account)

    assert browser.get("/account/").status_code == 302
    with pytest.raises(Conflict):
        erase(factory, account)
    with app.app_context():
        assert db.session.scalars(sa.select(OutboxMessage.account_id)).all().count(account) == 0


def test_a_judge_who_is_erased_leaves_the_marks_and_holds_no_duty(app, factory, published):
    judge = published.judges[0]

    erase(factory, judge)

    assert factory.read(people.people, frozenset({judge}))[judge].name == "—"
    assert factory.read(editions.duties, judge, published.edition_id) == frozenset()
    with app.app_context():
        seal()
        finding.compare_texts()
        assert checking.faults(clock.now()) == []
