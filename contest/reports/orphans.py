"""Bytes that no row knows, and uploads without bytes: what a crash between storing and committing leaves behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from flask import current_app

from contest.anonymisation import queries as blind
from contest.anonymisation import renditions
from contest.editions import noticeboard
from contest.entries import discarding, files, sealed_storage, uploads
from contest.platform.storage import Storage

# What is younger may belong to an act that is not over: stored first, committed afterwards.
YOUNG: Final = timedelta(hours=1)


def faults(now: datetime, *, young: timedelta = YOUNG) -> list[str]:
    """Name every orphan that is older than `young`."""
    mend = "run `flask check --mend`"
    return [
        *(f"file {key} is in the storage, and no row knows it: {mend}" for key in _unknown(now, young)),
        *(f"the bytes of upload {key} are gone: {mend}" for key in uploads.without_bytes()),
    ]


def mend(now: datetime, *, young: timedelta = YOUNG) -> list[str]:
    """Remove the bytes that no row knows and the rows of dead uploads; say what was done. Call in a unit of work."""
    storage = _storage()
    done = []
    for key in _unknown(now, young):
        storage.delete(key)
        storage.abandon(key)
        done.append(f"file {key}, which no row knew, was removed")
    dead = uploads.without_bytes()
    uploads.give_up_those(dead)
    return [*done, *(f"upload {key}, whose bytes were gone, was forgotten" for key in dead)]


def _unknown(now: datetime, young: timedelta) -> Iterator[str]:
    """Look at the storage first: what is stored afterwards is not asked for."""
    storage = _storage()
    finished, partial = storage.keys(), storage.partial_keys()
    begun = uploads.storage_keys()
    kept = (
        blind.storage_keys() | renditions.storage_keys() | noticeboard.storage_keys() | files.storage_keys()
        | sealed_storage.storage_keys() | discarding.storage_keys()
    )  # fmt: skip
    for key in sorted((finished - kept - begun) | (partial - begun)):
        written = storage.changed_at(key)
        if written is not None and written <= now - young:
            yield key


def _storage() -> Storage:
    found: Storage = current_app.extensions["contest_storage"]
    return found
