"""Reads which prizes are to be paid to whom, what is known of it, and bank details for those who may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, select

from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db
from contest.results.models import BankDetails, PrizePayment, PublishedResult
from contest.results.rules import payout

PURPOSE: Final = "bank-details"  # of the key that they are encrypted with


@dataclass(frozen=True, slots=True)
class Won:
    """A prize that is paid out. `amount` in whole đồng, None where the contest names none."""

    result_id: int
    entry_id: int
    code: str
    prize: str
    amount: int | None
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class OwnPayout:
    """What winners see of their prizes in an edition: `details` without most of the number, None if not given."""

    edition_id: int
    prizes: tuple[Won, ...]
    details: payout.BankDetails | None
    given_at: datetime | None

    @property
    def is_settled(self) -> bool:
        return all(prize.paid_on for prize in self.prizes)


@dataclass(frozen=True, slots=True)
class Payee:
    """A prize with its winner, as the treasurer's list shows it: nothing yet of where it is paid to."""

    won: Won
    title: str
    account_id: int
    name: str
    has_details: bool


def own(entry_id: int, account_id: int) -> OwnPayout:
    """Return what the winner sees: the author of record, who holds the prize.

    Raises NotFound before publication, for a work without a prize that is paid out, and for another's.
    """
    result = db.session.scalar(select(PublishedResult).where(PublishedResult.entry_id == entry_id))
    if result is None:
        raise NotFound(entry_id)
    won = to_pay(result.edition_id)
    whose = entries.named([each.entry_id for each in won])
    prizes = tuple(each for each in won if whose[each.entry_id].author_id == account_id)
    if entry_id not in {each.entry_id for each in prizes}:
        raise NotFound(entry_id)
    row = row_of(result.edition_id, account_id)
    details = None if row is None else opened(row)
    return OwnPayout(result.edition_id, prizes, details, None if row is None else row.given_at)


def to_pay(edition_id: int) -> tuple[Won, ...]:
    """Return the published prizes that are paid out, by category, prize and place; nothing before publication."""
    rows = db.session.execute(_prized().where(PublishedResult.edition_id == edition_id)).all()
    if not rows:
        return ()
    known = {p.id: p for category in editions.categories(edition_id) for p in category.prizes}
    amounts = [prize.amount for prize in known.values()]
    joined = [(known[row.prize_id or 0], row) for row in rows]
    found = [each for each in joined if payout.is_asked(each[0].amount, amounts)]
    found.sort(key=lambda each: (each[1].category_id, each[0].position, each[1].place, each[1].code))
    return tuple(Won(r.id, r.entry_id, r.code, p.name, p.amount, r.paid_on) for p, r in found)


def _prized() -> Select[int, int, int | None, str, int, int, date]:
    return (
        select(
            PublishedResult.id, PublishedResult.entry_id, PublishedResult.prize_id, PublishedResult.code,
            PublishedResult.place, PublishedResult.category_id, PrizePayment.paid_on,
        )
        .outerjoin(PrizePayment, PrizePayment.result_id == PublishedResult.id)
        .where(PublishedResult.prize_id.is_not(None))
    )  # fmt: skip


def payees(edition_id: int) -> tuple[Payee, ...]:
    """Return the prizes that are paid out, each with the author of record, by the name of the account."""
    prizes = to_pay(edition_id)
    named = entries.named([won.entry_id for won in prizes])
    known = people.people(frozenset(whose.author_id for whose in named.values()))
    given = set(
        db.session.scalars(select(BankDetails.account_id).where(BankDetails.edition_id == edition_id))
    )
    return tuple(
        Payee(won, whose.title, whose.author_id, known[whose.author_id].name, whose.author_id in given)
        for won in prizes
        for whose in [named[won.entry_id]]
    )


def all_opened(edition_id: int) -> dict[int, payout.BankDetails]:
    """Return the bank details of the edition by account. For the treasurer; `paying` records that they were seen."""
    rows = db.session.scalars(select(BankDetails).where(BankDetails.edition_id == edition_id))
    found = {row.account_id: opened(row) for row in rows}
    return {account_id: details for account_id, details in found.items() if details is not None}


def of_person(account_id: int) -> list[dict[str, str]]:
    """Return what is in each row of the person, in the order of their numbers: for the person's own copy."""
    query = select(BankDetails).where(BankDetails.account_id == account_id).order_by(BankDetails.id)
    return [
        {"bank": said.bank, "holder": said.holder, "number": said.number} if said else {}
        for said in map(opened, db.session.scalars(query))
    ]


def opened(row: BankDetails) -> payout.BankDetails | None:
    """Return what is in a row, None where it cannot be opened: `flask check` names it."""
    try:
        content = keyring().unlock(PURPOSE, row.locked)
        return payout.read(content, edition_id=row.edition_id, account_id=row.account_id)
    except (SealBroken, ValueError, KeyError, TypeError):
        return None


def row_of(edition_id: int, account_id: int) -> BankDetails | None:
    """Return the row of a person in an edition."""
    mine = (BankDetails.edition_id == edition_id, BankDetails.account_id == account_id)
    return db.session.scalar(select(BankDetails).where(*mine))


def unopenable() -> list[str]:
    """Name how many bank details cannot be opened with this installation's key; for `flask check`."""
    rows = db.session.scalars(select(BankDetails).order_by(BankDetails.id))
    count = sum(1 for row in rows if opened(row) is None)
    return [f"bank details that cannot be opened: {count}; restore this installation's keys"] if count else []


# --- how long they are kept ---------------------------------------------------------------------------------


def paid_before(before: datetime) -> tuple[int, ...]:
    """Return the rows of people all of whose prizes were paid by then."""
    return tuple(
        row.id for row, days in _with_payments() if days and all(day and day <= before.date() for day in days)
    )


def unpaid_before(before: datetime) -> tuple[int, ...]:
    """Return the rows that were given by then and are for a prize that nobody marked as paid."""
    return tuple(
        row.id for row, days in _with_payments() if row.given_at <= before and not (days and all(days))
    )


def _with_payments() -> Iterable[tuple[BankDetails, list[date | None]]]:
    """Give each row with the days on which the person's prizes in its edition were paid."""
    rows = db.session.scalars(select(BankDetails).order_by(BankDetails.id)).all()
    by_account = {edition_id: _days(edition_id) for edition_id in {row.edition_id for row in rows}}
    return [(row, by_account[row.edition_id].get(row.account_id, [])) for row in rows]


def _days(edition_id: int) -> Mapping[int, list[date | None]]:
    found: dict[int, list[date | None]] = {}
    for payee in payees(edition_id):
        found.setdefault(payee.account_id, []).append(payee.won.paid_on)
    return found
