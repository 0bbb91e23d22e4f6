"""Files beside a work: its translation, and what proves that it was published."""

from datetime import datetime
from typing import Final

from contest.entries import events, files, intake, own, statements
from contest.entries.models import StatementRow, StoredFile
from contest.kernel.errors import RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

TRANSLATION, PROOF = "translation_file", "proof_file"
ROLES: Final = (TRANSLATION, PROOF)


def receive(raw: bytes, file_name: str, role: str) -> files.Received:
    """Read and store a file. Slow: before `begin_writing`. Raises RuleBroken beside the field of its role."""
    try:
        return files.receive(raw, file_name, pictures=role == PROOF)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=role, **error.params) from error


def enclose(entry_key: str, role: str, received: files.Received, *, author_id: int, now: datetime) -> None:
    """Put the file beside the draft, in the place of another; the same file again changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    intake.check_editable(entry, now)
    if role == TRANSLATION:
        _check_translation(entry_key, author_id, received)
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
    publish(
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
    publish(
        events.FileRemoved(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, file_id=file_id
        )
    )


def _check_translation(entry_key: str, author_id: int, received: files.Received) -> None:
    try:
        intake.check_file(own.find(entry_key, author_id), received)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=TRANSLATION, **error.params) from error


def _file(row: StatementRow, role: str) -> StoredFile | None:
    return row.translation_file if role == TRANSLATION else row.proof_file
