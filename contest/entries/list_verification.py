"""The check of the daily lists: the chain itself, and that each receipt is in the list of its day and nowhere else."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from contest.entries import kept_locked, listing
from contest.entries.models import Receipt
from contest.entries.rules import daily_list
from contest.platform.crypto import keyring
from contest.platform.database import db

_BEHIND: Final = timedelta(days=1)
_BATCH: Final = 1000


def faults(now: datetime) -> list[str]:
    """Name every list that was changed or is gone, and every receipt that was added, removed or changed since."""
    return [*daily_list.faults(listing.kept(), keyring().verifies), *_receipt_faults(now)]


def _receipt_faults(now: datetime) -> Iterator[str]:
    listed, twice = _listed()
    yield from twice
    zone, end = listing.zone_of_lists(), listing.sealed_until()
    query = select(Receipt.number, Receipt.issued_at, Receipt.document).order_by(
        Receipt.issued_at, Receipt.id
    )
    oldest: datetime | None = None
    sealed = kept_locked.Receipts()
    for number, at, document in db.session.execute(query.execution_options(yield_per=_BATCH)):
        day, own = (
            listed.pop(daily_list.digest(document or sealed.document(number)), None),
            at.astimezone(zone).date(),
        )
        if day is None and (end is None or at >= end):
            oldest = oldest or at
        elif day is None:
            yield f"receipt {number}: the list of its day, {own}, does not name it: it was added or changed since"
        elif day != own:
            yield f"receipt {number}: it is of {own} and stands in the list of {day}"
    for digest, day in sorted(listed.items(), key=lambda pair: (pair[1], pair[0])):
        yield f"receipts: the list of {day} names {digest}, which is there no more: removed or changed since"
    if oldest is not None and _is_behind(oldest, zone, now):
        yield "receipts: the lists of days that are over wait to be sealed: run `flask work`, which does it every hour"


def _listed() -> tuple[dict[str, date], list[str]]:
    """Return the day of every digest in the lists, and what is wrong where one stands in two."""
    found: dict[str, date] = {}
    twice = []
    for each in listing.kept():
        try:
            receipts = daily_list.read(each.content).receipts
        except ValueError:
            continue  # named with the chain
        twice += [
            f"receipts: the lists of {found[receipt]} and of {each.day} both name {receipt}"
            for receipt in receipts
            if receipt in found
        ]
        found |= dict.fromkeys(receipts, each.day)
    return found, twice


def _is_behind(oldest: datetime, zone: ZoneInfo, now: datetime) -> bool:
    day = oldest.astimezone(zone).date()
    return now > daily_list.ends(day, zone) + daily_list.REST + _BEHIND
