"""Seals the receipts of each day into a list of their digests, chained and signed; reads the lists."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.entries import events, kept_locked
from contest.entries.models import Receipt, ReceiptList
from contest.entries.rules import daily_list
from contest.entries.rules.daily_list import DailyList, Sealed
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.platform.crypto import keyring
from contest.platform.database import db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task
from contest.platform.locks import Subject, begin_writing_about
from contest.settings import Settings


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list in the list of lists."""

    number: int
    day: date
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a receipt of `day` stands: `number` of the list that names it, None while there is none.

    `is_missing`: its day was sealed without it. `is_unbroken`: every list of the whole chain is as it was sealed.
    """

    day: date
    number: int | None
    is_missing: bool = False
    is_unbroken: bool = True


# --- sealing ------------------------------------------------------------------------------------------------


@task("seal_receipts")
def seal_waiting() -> int:
    """Seal every day that is over and has receipts; return how many lists were made."""
    if not _waiting():
        return 0
    with unit_of_work():
        return seal(now=clock.now())


def seal(*, now: datetime) -> int:
    """Seal the days that are over, the earliest first; once more changes nothing. Return how many lists were made.

    A receipt that bears a day whose list is sealed is left out and named by the check: it came afterwards.
    """
    begin_writing_about(Subject.RECEIPT_LISTS, 0)
    last = _last()
    zone = zone_of_lists()
    made = 0
    for day, receipts in daily_list.by_day(_waiting(), zone, now=now):
        number, before = (last.number + 1, last.digest) if last else (1, daily_list.BEGINNING)
        last = _sealed(DailyList(number, day, zone.key, before, tuple(receipts)), now)
        made += 1
    return made


def zone_of_lists() -> ZoneInfo:
    """Return the zone in which the days begin: the installation's; once there is a list, the zone of that one."""
    last = _last()
    if last is not None:
        return ZoneInfo(last.zone)
    settings: Settings = current_app.extensions["contest_settings"]
    return settings.time_zone


def _sealed(said: DailyList, now: datetime) -> ReceiptList:
    content = daily_list.written(said)
    row = ReceiptList(
        number=said.number,
        day=said.day,
        zone=said.zone,
        count=len(said.receipts),
        content=content,
        digest=daily_list.digest(content),
        signature=keyring().sign(content.encode()),
        sealed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    publish(events.ReceiptsListed(at=now, number=row.number, count=row.count, digest=row.digest))
    return row


def _waiting() -> list[tuple[datetime, str]]:
    """Return the receipts of the days after the last sealed one: instant and digest."""
    query = select(Receipt.issued_at, Receipt.document, Receipt.number)
    end = sealed_until()
    if end is not None:
        query = query.where(Receipt.issued_at >= end)
    sealed = kept_locked.Receipts()
    rows = db.session.execute(query).all()
    return [(row[0], daily_list.digest(row[1] or sealed.document(row[2]))) for row in rows]


def _last() -> ReceiptList | None:
    return db.session.scalar(select(ReceiptList).order_by(ReceiptList.number.desc()).limit(1))


# --- reading ------------------------------------------------------------------------------------------------


def lists(*, before: int | None = None, limit: int) -> tuple[ListLine, ...]:
    """Return the newest lists first; `before` is the last number of the page before."""
    query = select(ReceiptList.number, ReceiptList.day, ReceiptList.count, ReceiptList.digest)
    if before is not None:
        query = query.where(ReceiptList.number < before)
    rows = db.session.execute(query.order_by(ReceiptList.number.desc()).limit(limit))
    return tuple(ListLine(*row) for row in rows)


def plain(number: int) -> tuple[date, bytes]:
    """Return the day of a list and its public file: its lines, the key and the signature. Raises NotFound."""
    query = select(ReceiptList).where(ReceiptList.number == number).options(undefer(ReceiptList.content))
    row = db.session.scalar(query)
    if row is None:
        raise NotFound(number)
    signed = f"{row.content}key {keyring().public_key}\nsignature {row.signature}\n"
    return row.day, signed.encode()


def sealed_until() -> datetime | None:
    """Return the instant up to which days are sealed, None before the first list."""
    last = _last()
    if last is None:
        return None
    return daily_list.ends(last.day, ZoneInfo(last.zone))


def kept() -> Generator[Sealed]:
    """Return every list as it is kept, in their order; to be closed by who does not read to the end."""
    columns = (
        ReceiptList.number,
        ReceiptList.day,
        ReceiptList.content,
        ReceiptList.digest,
        ReceiptList.signature,
    )
    query = select(*columns).order_by(ReceiptList.number).execution_options(yield_per=20)
    with db.session.execute(query) as rows:
        for row in rows:
            yield Sealed(*row)


def first_fault() -> str | None:
    """Return what is wrong with the chain of all lists, None where it is unbroken."""
    with closing(kept()) as lists:
        return next(daily_list.faults(lists, keyring().verifies), None)


def of_receipt(document: str, issued_at: datetime) -> Standing:
    """Return where a receipt stands, without a look at the other lists."""
    day = issued_at.astimezone(zone_of_lists()).date()
    query = select(ReceiptList).where(ReceiptList.day == day).options(undefer(ReceiptList.content))
    row = db.session.scalar(query)
    if row is not None and f"receipt {daily_list.digest(document)}\n" in row.content:
        return Standing(day, row.number)
    end = sealed_until()
    return Standing(day, None, is_missing=end is not None and issued_at < end)


def standing(document: str, issued_at: datetime) -> Standing:
    """Return where a receipt stands, with the whole chain looked at."""
    found = of_receipt(document, issued_at)
    return replace(found, is_unbroken=first_fault() is None)
