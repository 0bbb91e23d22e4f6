"""Bank details given and deleted by winners, looked at by the treasurer, and prizes marked as paid."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from contest.editions import queries as editions
from contest.kernel.errors import N_, Conflict, NotFound
from contest.kernel.events import Event
from contest.people.events import ErasureDecided
from contest.platform.crypto import keyring
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about
from contest.results import events, payouts, queries
from contest.results.models import BankDetails, PrizePayment
from contest.results.payouts import Won
from contest.results.rules import payout


def give(entry_id: int, typed: payout.BankDetails, *, account_id: int, now: datetime) -> None:
    """Keep a winner's bank details, in place of those there are. Raises NotFound for who has won nothing to be paid."""
    details = payout.clean(typed)
    edition_id = payouts.own(entry_id, account_id).edition_id
    begin_writing_about(Subject.PAYMENTS, edition_id)
    if payouts.own(entry_id, account_id).is_settled:
        raise Conflict(N_("Your prize has been paid already, so nothing is needed any more."))
    row = payouts.row_of(edition_id, account_id)
    if row is None:
        row = BankDetails(edition_id=edition_id, account_id=account_id)
        db.session.add(row)
    content = payout.written(details, edition_id=edition_id, account_id=account_id)
    row.locked, row.given_at = keyring().lock(payouts.PURPOSE, content), now
    db.session.flush()
    publish(
        events.BankDetailsGiven(at=now, actor_id=account_id, edition_id=edition_id, account_id=account_id)
    )


def delete_own(entry_id: int, *, account_id: int, now: datetime) -> None:
    """Delete the winner's own bank details; once more changes nothing."""
    edition_id = payouts.own(entry_id, account_id).edition_id
    begin_writing_about(Subject.PAYMENTS, edition_id)
    row = payouts.row_of(edition_id, account_id)
    if row is None:
        return
    db.session.delete(row)
    db.session.flush()
    publish(
        events.BankDetailsDeleted(at=now, actor_id=account_id, edition_id=edition_id, account_id=account_id)
    )


def drop(row_ids: Sequence[int]) -> None:
    """Delete bank details that were kept long enough."""
    begin_writing()
    db.session.execute(delete(BankDetails).where(BankDetails.id.in_(row_ids)))


def erase_bank_details(event: Event) -> None:
    """Listen to people: delete the bank details of somebody who is erased."""
    if isinstance(event, ErasureDecided):
        db.session.execute(delete(BankDetails).where(BankDetails.account_id == event.account_id))


# --- the treasurer ------------------------------------------------------------------------------------------


def look(edition_id: int, *, actor_id: int, now: datetime) -> dict[int, payout.BankDetails]:
    """Open the bank details of all winners for the treasurer's page, and record it."""
    begin_writing()
    found = payouts.all_opened(edition_id)
    publish(events.BankDetailsSeen(at=now, actor_id=actor_id, edition_id=edition_id, count=len(found)))
    return found


def take_along(edition_id: int, *, actor_id: int, now: datetime) -> dict[int, payout.BankDetails]:
    """Open the bank details of all winners for a file, and record it."""
    begin_writing()
    found = payouts.all_opened(edition_id)
    publish(events.BankDetailsExported(at=now, actor_id=actor_id, edition_id=edition_id, count=len(found)))
    return found


def mark_paid(edition_id: int, code: str, paid_on: date, *, actor_id: int, now: datetime) -> None:
    """Record that the prize of the work with that code was paid on that day. The same day again changes nothing."""
    begin_writing_about(Subject.PAYMENTS, edition_id)
    won = _won(edition_id, code)
    published, zone = queries.publication(edition_id), editions.by_id(edition_id, now=now).zone
    if published is None:
        raise NotFound(code)
    payout.check_paid_on(paid_on, published_on=_day(published.published_at, zone), today=_day(now, zone))
    if won.paid_on == paid_on:
        return
    row = db.session.scalar(select(PrizePayment).where(PrizePayment.result_id == won.result_id))
    if row is None:
        row = PrizePayment(result_id=won.result_id)
        db.session.add(row)
    row.paid_on, row.marked_at, row.marked_by = paid_on, now, actor_id
    db.session.flush()
    publish(
        events.PrizePaid(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            result_id=won.result_id,
            paid_on=paid_on.isoformat(),
        )
    )


def take_back(edition_id: int, code: str, *, actor_id: int, now: datetime) -> None:
    """Take the mark away that a prize was paid; where there is none nothing changes."""
    begin_writing_about(Subject.PAYMENTS, edition_id)
    won = _won(edition_id, code)
    if won.paid_on is None:
        return
    db.session.execute(delete(PrizePayment).where(PrizePayment.result_id == won.result_id))
    publish(
        events.PaymentTakenBack(at=now, actor_id=actor_id, edition_id=edition_id, result_id=won.result_id)
    )


def _won(edition_id: int, code: str) -> Won:
    won = next((each for each in payouts.to_pay(edition_id) if each.code == code), None)
    if won is None:
        raise NotFound(code)
    return won


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
