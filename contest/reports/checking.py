"""The installation's own check: names everything that is wrong, one sentence each."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from contest.anonymisation import queries as blind
from contest.audit import queries as audit
from contest.entries import queries as entries
from contest.platform import schema
from contest.platform.storage import Storage

Check = Callable[[datetime], list[str]]


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


def _files(_: datetime) -> list[str]:
    storage: Storage = current_app.extensions["contest_storage"]
    stored = storage.keys()
    wanted = entries.storage_keys() | blind.storage_keys()
    return [f"file {key} is missing from the storage" for key in sorted(wanted - stored)]


CHECKS: tuple[Check, ...] = (_chain, _files)
