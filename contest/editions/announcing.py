"""Writes announcements: said at once or at a moment, changed, withdrawn with a trace, files with them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from flask import current_app
from sqlalchemy import select

from contest.editions import events
from contest.editions.models import Announcement, AnnouncementFile
from contest.editions.rules import announcing as rules
from contest.editions.rules.announcing import Words
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.kernel.text import one_line
from contest.platform.database import after_commit, begin_writing, db
from contest.platform.documents.inspection import inspect
from contest.platform.documents.pictures import picture_kind
from contest.platform.events import publish
from contest.platform.storage import Storage

FILE_SIZE = 10 * 1024 * 1024
TAKEN = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that is stored already."""

    storage_key: str
    file_name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, from when on it is seen, and a file that is added."""

    words: Mapping[str, Words]
    published_at: datetime
    file: ReceivedFile | None = None


def receive(raw: bytes, file_name: str) -> ReceivedFile:
    """Look at a file and store it. Slow: before `begin_writing`. Raises RuleBroken beside the field "file"."""
    name = one_line(PurePosixPath(file_name.replace("\\", "/")).name)[-120:]
    if len(raw) > FILE_SIZE:
        raise RuleBroken(
            N_("The file has more than %(most)d MB. Choose a smaller one."),
            field="file",
            most=FILE_SIZE // 2**20,
        )
    kind = picture_kind(raw)
    if kind is None:
        try:
            kind = inspect(raw, name, limit=FILE_SIZE).kind
        except RuleBroken as error:
            raise RuleBroken(error.message, field="file", **error.params) from error
        if kind not in TAKEN:
            raise RuleBroken(N_("Choose a PDF, a Word file (.docx) or a picture (PNG, JPEG)."), field="file")
    key = new_key()
    _storage().put(key, raw)
    return ReceivedFile(key, name, kind, len(raw), hashlib.sha256(raw).hexdigest())


def content(storage_key: str) -> bytes:
    """Return the bytes of a file. Raises NotFound."""
    return _storage().get(storage_key)


def announce(edition_id: int, notice: Notice, *, actor_id: int, now: datetime) -> str:
    """Say something to everybody; return its key. Raises RuleBroken naming the field."""
    begin_writing()
    row = Announcement(
        edition_id=edition_id,
        words=_checked(notice.words),
        published_at=notice.published_at,
        changed_at=now,
    )
    if notice.file is not None:
        row.files.append(_row(notice.file))
    db.session.add(row)
    db.session.flush()
    publish(events.AnnouncementMade(at=now, actor_id=actor_id, edition_id=edition_id, announcement_id=row.id))
    return row.key


def change(edition_id: int, key: str, notice: Notice, *, actor_id: int, now: datetime) -> None:
    """Change what it says, and when; one that is withdrawn stays so. Raises RuleBroken, NotFound."""
    begin_writing()
    row = _mine(edition_id, key)
    if row.withdrawn_at is not None:
        raise RuleBroken(N_("This announcement was withdrawn. Write a new one."))
    row.words, row.published_at, row.changed_at = _checked(notice.words), notice.published_at, now
    if notice.file is not None:
        if len(row.files) >= rules.FILES:
            raise RuleBroken(
                N_("There is room for %(most)d files. Take one away first."), field="file", most=rules.FILES
            )
        row.files.append(_row(notice.file))
    publish(
        events.AnnouncementChanged(at=now, actor_id=actor_id, edition_id=edition_id, announcement_id=row.id)
    )


def remove_file(edition_id: int, key: str, file_key: str, *, actor_id: int, now: datetime) -> None:
    """Take a file away, the bytes once the row is surely gone. Raises NotFound."""
    begin_writing()
    row = _mine(edition_id, key)
    file = next((each for each in row.files if each.key == file_key), None)
    if file is None:
        raise NotFound(file_key)
    row.files.remove(file)
    db.session.delete(file)
    row.changed_at = now
    keeper, stored = _storage(), file.storage_key
    after_commit(lambda: keeper.delete(stored))
    publish(
        events.AnnouncementChanged(at=now, actor_id=actor_id, edition_id=edition_id, announcement_id=row.id)
    )


def withdraw(edition_id: int, key: str, *, actor_id: int, now: datetime) -> None:
    """Take it from the public pages; the office and the log keep it. Raises NotFound."""
    begin_writing()
    row = _mine(edition_id, key)
    if row.withdrawn_at is None:
        row.withdrawn_at = row.changed_at = now
        publish(
            events.AnnouncementWithdrawn(
                at=now, actor_id=actor_id, edition_id=edition_id, announcement_id=row.id
            )
        )


def _checked(words: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    tidy = rules.clean(words)
    for problem in rules.problems(tidy):
        raise problem
    return {language: {"title": said.title, "text": said.text} for language, said in tidy.items()}


def _row(file: ReceivedFile) -> AnnouncementFile:
    return AnnouncementFile(
        file_name=file.file_name,
        kind=file.kind,
        size=file.size,
        sha256=file.sha256,
        storage_key=file.storage_key,
    )


def _mine(edition_id: int, key: str) -> Announcement:
    row = db.session.scalar(
        select(Announcement).where(Announcement.edition_id == edition_id, Announcement.key == key)
    )
    if row is None:
        raise NotFound(key)
    return row


def _storage() -> Storage:
    found: Storage = current_app.extensions["contest_storage"]
    return found
