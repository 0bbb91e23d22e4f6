"""Files beside a work: its translation, what proves that it was published, its recording."""

from datetime import datetime
from typing import IO, Final

from contest.editions import queries as editions
from contest.entries import events, files, intake, own, statements
from contest.entries.logged import publish_about_file
from contest.entries.models import Entry, StatementRow, StoredFile
from contest.entries.rules import recording
from contest.kernel.errors import RuleBroken
from contest.platform.database import begin_writing, db

TRANSLATION, PROOF, RECORDING = "translation_file", "proof_file", "recording_file"
ROLES: Final = (TRANSLATION, PROOF, RECORDING)


def receive(stream: IO[bytes], file_name: str, role: str) -> files.Received:
    """Read and store a file. Slow: before `begin_writing`. Raises RuleBroken beside the field of its role."""
    try:
        if role == RECORDING:
            return files.receive_recording(stream, file_name)
        return files.receive(stream.read(), file_name, pictures=role == PROOF)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=role, **error.params) from error


def enclose(entry_key: str, role: str, received: files.Received, *, author_id: int, now: datetime) -> None:
    """Put the file beside the draft, in the place of another; the same file again changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    intake.check_editable(entry, now)
    if role == TRANSLATION:
        _check_translation(entry_key, author_id, received)
    if role == RECORDING:
        check_recording(entry, received.found.kind, received.found.size)
    row = statements.held(entry)
    old = _file(row, role)
    if old is not None and (old.sha256, old.file_name) == (received.found.sha256, received.file_name):
        files.forget(received.storage_key)
        return
    new = files.row(received)
    new.account_id, new.uploaded_at = author_id, now
    db.session.add(new)
    setattr(row, role, new)
    intake.touch(entry, now)
    db.session.flush()
    if old is not None:
        files.discard(old)
    publish_about_file(
        events.FileAttached(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, file_id=new.id, sha256=new.sha256, size=new.size,
        )
    )  # fmt: skip


def take_out(entry_key: str, role: str, *, author_id: int, now: datetime) -> None:
    """Take the file away again; taking away what is not there changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    intake.check_editable(entry, now)
    row = statements.held(entry)
    old = _file(row, role)
    if old is None:
        return
    file_id = old.id
    setattr(row, role, None)
    intake.touch(entry, now)
    db.session.flush()
    files.discard(old)
    publish_about_file(
        events.FileRemoved(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, file_id=file_id
        )
    )


def _check_translation(entry_key: str, author_id: int, received: files.Received) -> None:
    try:
        intake.check_file(own.find(entry_key, author_id), received)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=TRANSLATION, **error.params) from error


def check_recording(entry: Entry, kind: str | None, size: int) -> None:
    """Refuse a recording that the category does not take; before one is chosen, or its kind known, what can be said."""
    if entry.category_id is not None:
        demands = editions.category(entry.category_id, edition_id=entry.edition_id).demands
        recording.check(kind, size, demands)


def _file(row: StatementRow, role: str) -> StoredFile | None:
    file: StoredFile | None = getattr(row, role)
    return file
