"""Bank details: asked from winners after publication, encrypted, seen by the treasurer alone, deleted in time."""

import io
import json
import logging
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from contest.access.duties import Duty
from contest.audit.models import AuditEvent
from contest.communications.models import OutboxMessage
from contest.editions import queries as editions
from contest.editions.rules.edition import PrizeSpec
from contest.entries.author_queries import own_entries
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from contest.reports import checking, retention
from contest.results import payouts
from contest.results.models import BankDetails
from tests.factories import CATEGORY
from tests.judged import Judged
from tests.web.account.browsing import token
from tests.web.office.office_browsing import errors, fields, send, text

MARKS = {
    "Một": [("9", "9"), ("9", "9")],
    "Hai": [("7", "7"), ("7", "7")],
    "Ba": [("6", "6"), ("6", "6")],
}
NUMBER, BANK, HOLDER = "0123456789", "Ngân hàng Sao Mai", "TAC GIA MOT"
TYPED = {"bank": BANK, "holder": HOLDER, "number": "0123 456 789"}
PRIZES = (PrizeSpec("Giải Nhất", 1, amount=5_000_000), PrizeSpec("Giải Nhì", 1, amount=3_000_000))


class Paying:
    """A published contest, its treasurer, and the winner's page."""

    def __init__(self, factory, client_for, prizes=PRIZES):
        category = replace(CATEGORY, prizes=prizes)
        contest = Judged(factory, tuple(MARKS), categories=(category,)).judging().marked(MARKS)
        self.contest = contest.closed().awarded().approved()
        self.factory, self.client_for = factory, client_for
        self.edition_id = contest.edition_id
        self.treasurer = factory.person("Trịnh Thị Thủ Quỹ")
        factory.appoint(self.edition_id, self.treasurer, Duty.TREASURER)
        edition = factory.read(editions.by_id, self.edition_id, now=contest.now)
        self.today = contest.now.astimezone(edition.zone).date()
        self.office = f"/office/{edition.slug}/payments"

    def page(self, title, part="bank-details"):
        (entry,) = self.factory.read(own_entries, self.contest.authors[title])
        return f"/author/entries/{entry.key}/{part}"

    def give(self, title="Một", **changed):
        return send(self.client_for(self.contest.authors[title]), self.page(title), {**TYPED, **changed})

    def post(self, part, **data):
        browser = self.client_for(self.treasurer)
        return browser.post(f"{self.office}{part}", data={"csrf_token": token(browser, self.office), **data})

    def code(self, place=0):
        return self.factory.read(payouts.payees, self.edition_id)[place].won.code

    def rows(self):
        return self.factory.read(lambda: len(db.session.scalars(sa.select(BankDetails)).all()))

    def acts(self):
        with self.factory.app.app_context():
            found = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()
            return [(e.name, e.actor_id, e.details) for e in found if e.name.startswith(("bank", "prize."))]


@pytest.fixture
def decided(factory, client_for):
    return Paying(factory, client_for)


@pytest.fixture
def paying(decided):
    decided.contest.published()
    return decided


def everything(app):
    """Every value in every table."""
    with app.app_context():
        tables = db.metadata.tables.values()
        return " ".join(repr(row) for table in tables for row in db.session.execute(sa.select(table)))


# --- the winner -----------------------------------------------------------------------------------------------


def test_before_publication_nobody_is_asked_and_afterwards_only_who_has_won(decided):
    first = decided.client_for(decided.contest.authors["Một"])
    assert first.get(decided.page("Một")).status_code == 404
    assert decided.client_for(decided.treasurer).get(decided.office).status_code == 403
    decided.contest.published()

    shown = text(first.get(decided.page("Một", "result")))
    assert "Payment of your prize Please say where your prize is to be paid to. Bank details" in shown
    page = text(first.get(decided.page("Một")))
    assert "Giải Nhất , 5,000,000 VND" in page
    assert "It is deleted 90 days after the payment, at the latest 365 days after you gave it" in page
    loser = decided.client_for(decided.contest.authors["Ba"])
    assert loser.get(decided.page("Ba")).status_code == 404
    assert "Payment of your prize" not in text(loser.get(decided.page("Ba", "result")))
    assert loser.get(decided.page("Một")).status_code == 404
    held = fields(first.get(decided.page("Một")))
    assert held["number"] == [""]
    csrf = token(loser, "/account/data")
    assert loser.post(decided.page("Ba"), data={"csrf_token": csrf, **TYPED}).status_code == 404
    assert decided.rows() == 0
    letters = decided.factory.read(
        lambda: [m.notice for m in db.session.scalars(sa.select(OutboxMessage))].count("result_published")
    )
    assert letters == 3


def test_a_prize_without_money_in_a_contest_that_names_amounts_is_not_paid_out(factory, client_for):
    prizes = (PRIZES[0], PrizeSpec("Giải Nhì", 1))
    paying = Paying(factory, client_for, prizes)
    paying.contest.published()
    assert client_for(paying.contest.authors["Một"]).get(paying.page("Một")).status_code == 200
    assert client_for(paying.contest.authors["Hai"]).get(paying.page("Hai")).status_code == 404


def test_details_are_given_changed_and_deleted_and_stand_nowhere_in_plain(app, paying, caplog):
    with caplog.at_level(logging.DEBUG):
        wrong = paying.give(number="12")
        assert (wrong.status_code, len(errors(wrong)), fields(wrong)["bank"]) == (422, 1, [BANK])
        assert paying.give().status_code == 303
        assert paying.give(number="9876543210").status_code == 303
    shown = text(paying.client_for(paying.contest.authors["Một"]).get(paying.page("Một")))
    assert f"Bank {BANK} Account holder {HOLDER} Account number •••• 3210" in shown
    said = everything(app) + caplog.text
    assert [word for word in (NUMBER, "9876543210", BANK, HOLDER) if word in said] == []
    assert paying.rows() == 1
    browser = paying.client_for(paying.contest.authors["Một"])
    csrf = token(browser, paying.page("Một"))
    for _ in range(2):
        gone = browser.post(paying.page("Một", "bank-details/delete"), data={"csrf_token": csrf})
        assert gone.status_code == 303
    assert paying.rows() == 0
    author = paying.contest.authors["Một"]
    mine = {"account_id": author}
    assert paying.acts() == [
        ("bank-details.given", author, mine),
        ("bank-details.given", author, mine),
        ("bank-details.deleted", author, mine),
    ]


# --- the treasurer --------------------------------------------------------------------------------------------


def test_nobody_but_the_treasurer_sees_a_number(paying):
    paying.give()
    contest = paying.contest
    others = (
        contest.organiser_id, contest.secretary_id, contest.chair_id, contest.judges[0],
        paying.factory.administrator(), contest.authors["Hai"],
    )  # fmt: skip
    for account in others:
        browser = paying.client_for(account)
        csrf = token(browser, "/account/data")
        for part in ("", "/show", "/list", "/paid"):
            asked = browser.open(
                f"{paying.office}{part}", method="POST" if part else "GET", data={"csrf_token": csrf}
            )
            assert asked.status_code in {403, 404}
    assert paying.rows() == 1
    listed = text(paying.client_for(paying.treasurer).get(paying.office))
    assert "Tác Giả Một Một Giải Nhất 5,000,000 VND bank details given" in listed
    assert "Tác Giả Hai Hai Giải Nhì 3,000,000 VND not given yet" in listed
    assert "2 prizes are not paid yet. Of 1 the bank details are still missing." in listed
    assert (NUMBER in listed, BANK in listed, "Ba" in listed.split("Giải Nhất")[1]) == (False, False, False)


def test_each_look_and_each_file_is_recorded_and_the_file_holds_no_formula(paying):
    paying.give(holder="=HYPERLINK(1)")
    shown = text(paying.post("/show"))
    assert f"{NUMBER} =HYPERLINK(1) {BANK}" in shown
    sent = paying.post("/list")
    assert sent.headers["Content-Disposition"].endswith('-payments.xlsx"')
    assert sent.headers["Cache-Control"] == "no-store"
    sheet = load_workbook(io.BytesIO(sent.data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ["Tác Giả Một", "Một", "Giải Nhất", 5000000, BANK, "=HYPERLINK(1)", NUMBER, None],
        ["Tác Giả Hai", "Hai", "Giải Nhì", 3000000, None, None, None, None],
    ]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_row=2) for cell in row} <= {"s", "n"}
    assert paying.acts()[1:] == [
        ("bank-details.seen", paying.treasurer, {"count": 1}),
        ("bank-details.exported", paying.treasurer, {"count": 1}),
    ]
    observer = paying.factory.person("Bùi Quan Sát")
    paying.factory.appoint(paying.edition_id, observer, Duty.OBSERVER)
    log = text(paying.client_for(observer).get(paying.office.replace("payments", "log")))
    assert "The treasurer looked at bank details" in log
    assert NUMBER not in log


def test_a_prize_is_marked_as_paid_on_a_day_and_the_mark_can_be_taken_away(paying):
    code, today = paying.code(), paying.today
    refused = paying.post("/paid", code=code, paid_on=f"{today + timedelta(days=9)}", action="paid")
    assert refused.status_code == 422
    assert "This day is still to come." in text(refused)
    assert paying.post("/paid", code=code, paid_on="gestern", action="paid").status_code == 422
    assert paying.post("/paid", code="khong-co", paid_on=f"{today}", action="paid").status_code == 404
    for _ in range(2):
        assert paying.post("/paid", code=code, paid_on=f"{today}", action="paid").status_code == 303
    author = paying.contest.authors["Một"]
    shown = text(paying.client_for(author).get(paying.page("Một", "result")))
    assert "Your prize was marked as paid on" in shown
    assert "nothing is needed any more" in text(paying.client_for(author).get(paying.page("Một")))
    assert "number" not in fields(paying.client_for(author).get(paying.page("Một")))
    for _ in range(2):
        assert paying.post("/paid", code=code, action="take-back").status_code == 303
    assert paying.give().status_code == 303
    assert [name for name, *_ in paying.acts()] == [
        "prize.paid", "prize.payment-taken-back", "bank-details.given",
    ]  # fmt: skip


def test_the_treasurer_takes_no_part_and_judges_nothing_and_a_winner_cannot_become_treasurer(paying, factory):
    open_id = factory.edition(title="Cuộc thi khác")
    factory.appoint(open_id, paying.treasurer, Duty.TREASURER)
    with pytest.raises(RuleBroken, match="pays or paid the prizes"):
        factory.appoint(open_id, paying.treasurer, Duty.JUDGE)
    with pytest.raises(RuleBroken, match="the treasurer of this contest"):
        factory.entry(open_id, paying.treasurer)
    with pytest.raises(RuleBroken, match="takes part in the contest"):
        factory.appoint(paying.edition_id, paying.contest.authors["Một"], Duty.TREASURER)
    organiser = factory.read(editions.appointed, open_id, Duty.ORGANISER)[0]
    slug = factory.read(editions.by_id, open_id, now=clock.now()).slug
    page = f"/office/{slug}/people"
    invited = {"full_name": "Trịnh Thị Mới", "email": "moi@example.org", "duty": "treasurer"}
    assert send(paying.client_for(organiser), page, invited).status_code == 303
    assert "Treasurer" in text(paying.client_for(organiser).get(page))


# --- how long they are kept -----------------------------------------------------------------------------------


def test_details_go_some_time_after_the_payment_or_when_nobody_ever_paid(app, paying):
    now = clock.now()
    for title in ("Một", "Hai"):
        paying.give(title)
    paying.post("/paid", code=paying.code(), paid_on=f"{paying.today}", action="paid")
    left = []
    for days in (0, 89, 92, 364, 367):
        with clock.fixed(now + timedelta(days=days)), app.app_context():
            retention.erase_what_was_kept_long_enough()
            left.append(len(db.session.scalars(sa.select(BankDetails)).all()))
            db.session.rollback()
    assert left == [2, 2, 1, 1, 0]


def test_the_own_copy_holds_them_readable_and_the_check_names_what_cannot_be_opened(app, paying):
    paying.give()
    author = paying.client_for(paying.contest.authors["Một"])
    sent = author.post("/account/data/copy", data={"csrf_token": token(author, "/account/data")})
    with zipfile.ZipFile(io.BytesIO(sent.data)) as package:
        (mine,) = json.loads(package.read("data.json"))["bank_details"]
    assert {name: mine[name] for name in ("bank", "holder", "number")} == {
        "bank": BANK, "holder": HOLDER, "number": NUMBER,
    }  # fmt: skip
    assert "locked" not in mine
    with app.app_context():
        assert payouts.unopenable() == []
    # Somebody with the database alone puts one person's row under another's name: it is not paid to.
    with paying.factory.work():
        other = {"account_id": paying.contest.authors["Hai"]}
        db.session.execute(sa.update(BankDetails).values(**other))
    assert NUMBER not in text(paying.post("/show"))
    with app.app_context():
        assert [fault for fault in checking.faults(clock.now()) if "bank details" in fault] == [
            "bank details that cannot be opened: 1; restore this installation's keys"
        ]
