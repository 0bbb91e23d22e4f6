"""Every receipt gets into the list of its day, and whatever is done to receipts or lists afterwards is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from contest.audit import queries as audit
from contest.entries import author_queries as own
from contest.entries import erasing, list_verification, listing, queries
from contest.entries.listing import Standing
from contest.entries.models import Receipt, ReceiptList
from contest.entries.rules import daily_list
from contest.kernel import clock
from contest.platform.database import begin_writing, db
from tests.factories import NOW, Factory
from tests.worlds import world

DAY = timedelta(days=1)
FIRST, SECOND, LATER = date(2026, 3, 1), date(2026, 3, 2), NOW + 3 * DAY


@dataclass
class Given:
    """A contest with three receipts: two of one day and one of the next."""

    factory: Factory
    author_id: int
    keys: tuple[str, ...]

    def receipt(self, number: int) -> own.ReceiptView:
        found: own.ReceiptView = self.factory.read(own.receipt, self.keys[number], self.author_id, 1)
        return found

    def leaf(self, number: int) -> str:
        return daily_list.digest(self.receipt(number).document)

    def lists(self) -> dict[date, tuple[str, ...]]:
        """The days and what their lists name."""
        kept = self.factory.read(lambda: list(listing.kept()))
        return {each.day: daily_list.read(each.content).receipts for each in kept}

    def change(self, *statements: object) -> None:
        """Do something to the rows behind the program's back."""
        with self.factory.work():
            begin_writing()
            for statement in statements:
                db.session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]

    def faults(self) -> list[str]:
        found: list[str] = self.factory.read(list_verification.faults, LATER)
        return found


@world
def given(factory: Factory) -> Given:
    with clock.fixed(NOW):
        edition_id, author_id = factory.edition(), factory.person("Nguyễn Văn Đức")
    keys = []
    for title, days in (("Một", 0), ("Hai", 0), ("Ba", 1)):
        with clock.fixed(NOW + days * DAY):
            keys.append(factory.entry(edition_id, author_id, title=title))
    return Given(factory, author_id, tuple(keys))


def seal(given: Given, *, now=LATER) -> int:
    made: int = given.factory.do(listing.seal, now=now)
    return made


def test_the_receipts_of_a_day_are_sealed_together_once_it_is_over(given: Given) -> None:
    assert (seal(given, now=NOW), given.lists()) == (0, {})
    assert seal(given, now=NOW + DAY) == 1
    assert (seal(given), seal(given)) == (1, 0)
    assert given.lists() == {
        FIRST: tuple(sorted([given.leaf(0), given.leaf(1)])),
        SECOND: (given.leaf(2),),
    }
    assert given.faults() == []
    sealed = [line.details for line in given.factory.read(audit.log, None) if line.name == "receipts.listed"]
    newest = given.factory.read(listing.lists, limit=9)
    assert [(each["number"], each["digest"]) for each in sealed] == [(e.number, e.digest) for e in newest]


def test_a_receipt_says_where_it_stands_before_and_after(given: Given) -> None:
    def standing() -> Standing:
        receipt = given.receipt(0)
        found: Standing = given.factory.read(listing.standing, receipt.document, receipt.issued_at)
        return found

    assert standing() == Standing(FIRST, None)
    seal(given)
    assert standing() == Standing(FIRST, 1)
    given.change(update(ReceiptList).where(ReceiptList.number == 2).values(signature="0" * 128))
    assert standing() == Standing(FIRST, 1, is_unbroken=False)


def test_lists_that_wait_too_long_are_named(given: Given) -> None:
    assert given.faults() == [
        "receipts: the lists of days that are over wait to be sealed: run `flask work`, which does it every hour"
    ]
    assert given.factory.read(list_verification.faults, NOW + DAY) == []


def test_erasing_a_work_leaves_its_receipt_in_the_list(given: Given) -> None:
    seal(given)
    entry_id = given.factory.read(queries.own_work, given.keys[0], given.author_id).entry_id
    given.factory.do(lambda: (begin_writing(), erasing.empty([entry_id], now=LATER)))
    assert given.faults() == []


def test_a_receipt_that_was_removed_is_named(given: Given) -> None:
    seal(given)
    leaf = given.leaf(0)
    given.change(delete(Receipt).where(Receipt.number == given.receipt(0).number))
    assert given.faults() == [
        f"receipts: the list of {FIRST} names {leaf}, which is there no more: removed or changed since"
    ]


def test_a_receipt_that_was_changed_is_named(given: Given) -> None:
    seal(given)
    receipt, leaf = given.receipt(0), given.leaf(0)
    changed = receipt.document.replace('"version":1', '"version":2')
    given.change(update(Receipt).where(Receipt.number == receipt.number).values(document=changed))
    assert given.faults() == [
        f"receipt {receipt.number}: the list of its day, {FIRST}, does not name it: it was added or changed since",
        f"receipts: the list of {FIRST} names {leaf}, which is there no more: removed or changed since",
    ]


def test_a_receipt_that_was_dated_back_is_named_and_never_gets_into_a_list(given: Given) -> None:
    seal(given)
    with clock.fixed(NOW + timedelta(minutes=1)):  # a clock that was put back
        author_id = given.factory.person()
        key = given.factory.entry(_edition(given), author_id)
    late = given.factory.read(own.receipt, key, author_id, 1)
    assert given.factory.read(listing.standing, late.document, late.issued_at) == Standing(
        FIRST, None, is_missing=True
    )
    assert seal(given, now=LATER + 9 * DAY) == 0
    assert given.faults() == [
        f"receipt {late.number}: the list of its day, {FIRST}, does not name it: it was added or changed since"
    ]


def _edition(given: Given) -> int:
    found: int = given.factory.read(queries.entry_facts, 1).edition_id
    return found


@pytest.mark.parametrize(
    ("plant", "begins"),
    [
        (
            lambda _: delete(ReceiptList).where(ReceiptList.number == 1),
            "receipts: list 1 is missing from the chain",
        ),
        (
            lambda given: (
                update(ReceiptList)
                .where(ReceiptList.number == 1)
                .values(content=_without(given, given.leaf(0)))
            ),
            f"receipts: the list of {FIRST} was changed since it was sealed",
        ),
        (
            lambda _: update(ReceiptList).where(ReceiptList.number == 2).values(day=FIRST - DAY),
            "receipts: the list of 2026-02-28 was changed since it was sealed",
        ),
    ],
)
def test_a_list_that_was_removed_or_changed_is_named(
    given: Given, plant: Callable[[Given], object], begins: str
) -> None:
    seal(given)
    given.change(plant(given))
    assert given.faults()[0].startswith(begins)


def _without(given: Given, leaf: str) -> str:
    content: str = given.factory.read(
        lambda: db.session.scalar(select(ReceiptList.content).where(ReceiptList.number == 1))
    )
    return content.replace(f"receipt {leaf}\n", "")


def test_a_receipt_in_two_lists_is_named(given: Given) -> None:
    seal(given)
    twice = daily_list.DailyList(3, SECOND + DAY, "Asia/Ho_Chi_Minh", "0" * 64, (given.leaf(0),))
    content = daily_list.written(twice)
    row = {
        "number": 3, "day": twice.day, "zone": twice.zone, "count": 1, "content": content,
        "digest": daily_list.digest(content), "signature": "0" * 128, "sealed_at": LATER,
    }  # fmt: skip
    given.change(ReceiptList.__table__.insert().values(row))
    said = f"receipts: the lists of {FIRST} and of {twice.day} both name {given.leaf(0)}"
    assert said in given.faults()
