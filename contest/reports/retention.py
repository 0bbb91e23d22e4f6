"""How long what is kept is kept, class by class, and the job that erases what was kept long enough.

Letters are their own part's matter: communications/erasing.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import current_app

from contest.editions import erasing as editions
from contest.entries import erasing as entries
from contest.entries import forgetting
from contest.kernel import clock
from contest.people import erasing as people
from contest.people.events import KeptLongEnough
from contest.people.service import DEVICE_KNOWN
from contest.platform.database import unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task
from contest.reports import erasure
from contest.results import paying, payouts
from contest.settings import Settings

MOST: Final = 500  # of a class at once: no transaction gets long


@dataclass(frozen=True, slots=True)
class Kept:
    """A class of data. `due`: what was kept long enough at a moment; `erase` does it.

    Its name is that of the setting of its days.
    """

    name: str
    due: Callable[[datetime], Sequence[int]]
    erase: Callable[[Sequence[int], datetime], object]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A class, how many days it is kept, and how many rows were kept longer and go at the next run."""

    name: str
    days: int
    due: int


def _drafts(before: datetime) -> Sequence[int]:
    return entries.kept_drafts(editions.over(before=before))


def _outside(before: datetime) -> Sequence[int]:
    return entries.kept_outside(editions.over(before=before))


def _erase_works(ids: Sequence[int], now: datetime) -> None:
    entries.empty(ids, now=now)


def _about(before: datetime) -> Sequence[int]:
    return forgetting.kept(editions.over(before=before))


def _accounts(before: datetime) -> Sequence[int]:
    """Accounts that were never used for anything: no work, no duty."""
    found = people.unused(before=before)
    used = entries.authors(found) | editions.officials(found)
    return [account_id for account_id in found if account_id not in used]


def _erase_accounts(ids: Sequence[int], now: datetime) -> None:
    for account_id in ids:
        erasure.erase_unused(account_id, now=now)


# In the order in which they are shown.
CLASSES: Final = (
    Kept("drafts", _drafts, _erase_works),
    Kept("outside", _outside, _erase_works),
    Kept("about", _about, lambda ids, _: entries.forget_told(ids)),
    Kept("barred", lambda before: editions.old_lines(before=before), lambda ids, _: editions.drop_lines(ids)),
    Kept(
        "invitations",
        lambda before: editions.old_invitations(before=before),
        lambda ids, _: editions.drop_invitations(ids),
    ),
    Kept("accounts", _accounts, _erase_accounts),
    Kept("bank", payouts.paid_before, lambda ids, _: paying.drop(ids)),
    Kept("unpaid", payouts.unpaid_before, lambda ids, _: paying.drop(ids)),
    Kept("requests", lambda before: people.old_words(before=before), lambda ids, _: people.forget_old(ids)),
    Kept(
        "devices", lambda before: people.old_devices(before=before), lambda ids, _: people.drop_devices(ids)
    ),
    Kept(
        "sessions",
        lambda before: people.old_sessions(before=before),
        lambda ids, _: people.drop_sessions(ids),
    ),
)


def days() -> Mapping[str, int]:
    """Return how many days each class is kept."""
    settings: Settings = current_app.extensions["contest_settings"]
    return {**settings.keep_days, "devices": DEVICE_KNOWN.days, "sessions": settings.session_days}


def outstanding(now: datetime) -> tuple[Outstanding, ...]:
    """Return every class with what of it was kept long enough."""
    kept = days()
    return tuple(
        Outstanding(each.name, kept[each.name], len(each.due(now - timedelta(days=kept[each.name]))))
        for each in CLASSES
    )


@task("erase_what_was_kept_long_enough")
def erase_what_was_kept_long_enough() -> dict[str, int]:
    """Erase it, each class in a transaction of its own; return how many rows of each."""
    now, kept = clock.now(), days()
    done = {}
    for each in CLASSES:
        before = now - timedelta(days=kept[each.name])
        with unit_of_work():
            ids = each.due(before)[:MOST]
            if ids:
                each.erase(ids, now)
                done[each.name] = len(ids)
                publish(KeptLongEnough(at=now, data_class=each.name, count=len(ids)))
    return done
