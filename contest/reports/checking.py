"""The installation's own check: names everything that is wrong, one sentence each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from flask import current_app

from contest.anonymisation import commitments as copies
from contest.anonymisation import queries as blind
from contest.anonymisation import renditions, sealcheck, unmade
from contest.audit import queries as audit
from contest.editions import noticeboard
from contest.entries import commitments as receipts
from contest.entries import discarding, likenesses, list_verification, verification
from contest.platform import judge_role, schema
from contest.platform.storage import Storage
from contest.reports import orphans
from contest.results import joining, payouts, taken_back, unit_standings
from contest.results import queries as results
from contest.settings import LANGUAGES

Check = Callable[[datetime], list[str]]

INDEXED_WITHIN: Final = timedelta(hours=1)
MOST_NAMED: Final = 20


def faults(now: datetime) -> list[str]:
    """Run every check in order and return what was found; an old database is reported alone."""
    outdated = _database(now)
    if outdated:
        return outdated
    return [fault for check in CHECKS for fault in check(now)]


def _database(_: datetime) -> list[str]:
    return [] if schema.is_current() else ["the database is older than the program: run `flask db upgrade`"]


def _chain(now: datetime) -> list[str]:
    return audit.faults(now)


def _pages(_: datetime) -> list[str]:
    """Page images and files of announcements; what authors sent is looked at with its receipts."""
    storage: Storage = current_app.extensions["contest_storage"]
    stored = storage.keys()
    wanted = blind.storage_keys() | renditions.storage_keys() | noticeboard.storage_keys()
    return [f"file {key} is missing from the storage" for key in sorted(wanted - stored)]


def _judge_role(_: datetime) -> list[str]:
    return judge_role.faults()


def _orphans(now: datetime) -> list[str]:
    return [*orphans.faults(now), *discarding.faults(now)]


def _receipts(_: datetime) -> list[str]:
    return verification.faults()


def _receipt_lists(now: datetime) -> list[str]:
    return list_verification.faults(now)


def _commitments(_: datetime) -> list[str]:
    """What was committed to in public: receipts, blind copies, and what joins them since the publication."""
    return [*receipts.faults(), *copies.faults(), *joining.faults()]


def _seals(_: datetime) -> list[str]:
    return [*sealcheck.unopenable(), *payouts.unopenable()]


def _rankings(_: datetime) -> list[str]:
    return [*results.faults(), *taken_back.faults(), *unit_standings.faults()]


def _languages(_: datetime) -> list[str]:
    """Both catalogues must be there as compiled: without them pages fall back to English silently."""
    folder = Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    compiled = ((language, folder / language / "LC_MESSAGES" / "messages.mo") for language in LANGUAGES)
    return [
        f"the catalogue of the language {language} is missing"
        for language, file in compiled
        if not file.is_file()
    ]


def _copies(now: datetime) -> list[str]:
    """What was handed in is compared within seconds; a worker that does not run leaves it, and it is not looked for."""
    waiting = likenesses.unindexed_since(now - INDEXED_WITHIN)
    named = [
        f"version {number} of entry {key} is not in the index of copies: run `flask tick`"
        for key, number in waiting[:MOST_NAMED]
    ]
    more = len(waiting) - len(named)
    return [*named, *([f"{more} more versions are not in the index of copies"] if more else [])]


def _unmade(now: datetime) -> list[str]:
    """What a secretary asked to be made blind is begun within a second; where no worker runs nobody tells them."""
    waiting = unmade.left(now=now)
    named = [
        f"entry {key} is accepted and waits to be made blind, and nothing makes it: run `flask work`"
        for key in waiting[:MOST_NAMED]
    ]
    more = len(waiting) - len(named)
    return [*named, *([f"{more} more accepted entries wait to be made blind"] if more else [])]


CHECKS: tuple[Check, ...] = (
    _judge_role, _chain, _pages, _orphans, _receipts, _receipt_lists, _commitments, _seals, _rankings, _languages,
    _copies, _unmade,
)  # fmt: skip
