"""Files that answer a field of an edition's own: received like a work's file, put into the draft, taken out."""

import hashlib
from datetime import datetime
from typing import Final

from contest.editions import own_fields
from contest.editions.own_fields import FieldView
from contest.editions.rules.own_fields import FILE
from contest.entries import answer_rows, events, files, own
from contest.entries.answers import PREFIX
from contest.entries.files import Received
from contest.entries.intake import check_editable, touch
from contest.entries.logged import publish_about_file
from contest.entries.models import Entry
from contest.entries.rules import own_answers
from contest.kernel.errors import NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.platform.database import begin_writing, db
from contest.platform.documents import sentences
from contest.platform.documents.inspection import Inspection, inspect
from contest.platform.documents.pictures import picture_kind

_MEGABYTE: Final = 1024 * 1024


def receive(field: FieldView, raw: bytes, file_name: str) -> Received:
    """Read and store a file for a field. Slow: before `begin_writing`. Raises RuleBroken beside the field."""
    asks = field.asks
    try:
        shown = files.shown_name(file_name)
        found = _inspected(raw, shown, asks.megabytes * _MEGABYTE)
        own_answers.check_kind(found.kind, asks)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=f"{PREFIX}{field.key}", **error.params) from error
    key = new_key()
    files.storage().put(key, raw)
    return Received(key, shown, found)


def _inspected(raw: bytes, shown: str, limit: int) -> Inspection:
    if len(raw) > limit:
        raise RuleBroken(sentences.TOO_LARGE, limit=limit // _MEGABYTE)
    kind = picture_kind(raw)
    if kind is None:
        return inspect(raw, shown, limit=limit)
    return Inspection(kind, hashlib.sha256(raw).hexdigest(), len(raw), "", 0, frozenset(), 0, ())


def attach(entry_key: str, field_key: str, received: Received, *, author_id: int, now: datetime) -> None:
    """Let a received file be the draft's answer in that field."""
    begin_writing()
    entry, field = _found(entry_key, field_key, author_id, now)
    row = files.row(received)
    row.account_id, row.uploaded_at = author_id, now
    db.session.add(row)
    db.session.flush()
    before = answer_rows.put_file(entry, field.id, row)
    touch(entry, now)
    if before is not None:
        files.discard(before)
    publish_about_file(
        events.FileAttached(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, file_id=row.id, sha256=row.sha256, size=row.size,
        )
    )  # fmt: skip


def remove(entry_key: str, field_key: str, *, author_id: int, now: datetime) -> None:
    """Take the file out of the draft's answer; removing what is not there changes nothing."""
    begin_writing()
    entry, field = _found(entry_key, field_key, author_id, now)
    before = answer_rows.put_file(entry, field.id, None)
    if before is None:
        return
    file_id = before.id
    touch(entry, now)
    files.discard(before)
    publish_about_file(
        events.FileRemoved(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, file_id=file_id
        )
    )


def _found(entry_key: str, field_key: str, author_id: int, now: datetime) -> tuple[Entry, FieldView]:
    entry = own.locked(entry_key, author_id)
    check_editable(entry, now)
    fields = own_fields.of_edition(entry.edition_id)
    field = next((f for f in fields if f.key == field_key and f.asks.kind == FILE), None)
    if field is None:
        raise NotFound(field_key)
    return entry, field
