"""Files on their way to a draft: begun, received piece by piece, taken in when whole, or given up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import current_app
from sqlalchemy import ColumnElement, select

from contest.editions import queries as editions
from contest.entries import enclosing, files, handwritten, intake, own, statements
from contest.entries.intake import Stamp
from contest.entries.models import Entry, Upload
from contest.entries.rules import limits, uploading
from contest.entries.rules.uploading import KEPT
from contest.entries.work import limits_of
from contest.kernel import clock
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform.database import after_commit, begin_writing, db, let_go, unit_of_work
from contest.platform.documents import sentences
from contest.platform.jobs import task
from contest.platform.storage import Partial
from contest.settings import Settings

_NO_ROOM = N_(
    "There is no room left on the server for this file. Nothing is lost; tell the organisers, and try later."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be sent: the place that it is for, its name and its size in bytes."""

    role: str
    file_name: str
    size: int


@dataclass(frozen=True, slots=True)
class Running:
    """How far an upload has come; bytes before `received` are durable."""

    key: str
    role: str
    file_name: str
    size: int
    received: int
    expires_at: datetime


def begin(entry_key: str, wanted: Wanted, *, author_id: int, now: datetime) -> Running:
    """Make room for a file; one that was begun for the same place before is given up. Raises RuleBroken, Conflict."""
    name = files.shown_name(wanted.file_name)
    if wanted.role not in uploading.ROLES:
        raise NotFound(wanted.role)
    begin_writing()
    entry = own.locked(entry_key, author_id)
    intake.check_editable(entry, now)
    _check_size(entry, wanted)
    _give_up(Upload.entry_id == entry.id, Upload.role == wanted.role)
    upload = Upload(
        entry_id=entry.id, account_id=author_id, role=wanted.role, file_name=name, size=wanted.size,
        received=0, created_at=now, seen_at=now,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return _running(upload)


def largest(role: str = uploading.RECORDING) -> int:
    """Return how many bytes a file may have at most, whatever the category."""
    settings: Settings = current_app.extensions["contest_settings"]
    return settings.media_limit if role == uploading.RECORDING else settings.upload_limit


def running(entry_key: str, upload_key: str, *, author_id: int) -> Running:
    """Return how far it has come. Raises NotFound, for another's as well."""
    return _running(_mine(entry_key, upload_key, author_id))


def of_entry(entry_id: int) -> tuple[Running, ...]:
    """Return what is on its way to a draft."""
    rows = db.session.scalars(select(Upload).where(Upload.entry_id == entry_id).order_by(Upload.id))
    return tuple(map(_running, rows))


def append(
    entry_key: str, upload_key: str, offset: int, pieces: Iterable[bytes], *, author_id: int, now: datetime
) -> Running:
    """Write what comes from `offset` on, as much as comes, and count it once it is durable.

    No transaction is held while it comes: that may take a minute. The file is, until what was counted is committed.
    Raises NotFound, Busy, WrongOffset, and RuleBroken where the disk is full or more comes than was said.
    """
    _mine(entry_key, upload_key, author_id)
    held = files.storage().hold(upload_key)
    try:
        return _append(held, _mine(entry_key, upload_key, author_id), offset, pieces, now)
    except BaseException:
        held.close()
        raise


def _append(held: Partial, upload: Upload, offset: int, pieces: Iterable[bytes], now: datetime) -> Running:
    uploading.check_offset(offset, upload.received)
    key, left = upload.key, upload.size - offset
    let_go()
    try:
        end = held.write(offset, _at_most(left, pieces))
    except OSError as error:
        current_app.logger.warning("an upload could not be stored: %s", error.strerror)
        raise RuleBroken(_NO_ROOM, field="file") from error
    begin_writing()
    counted = db.session.scalar(select(Upload).where(Upload.key == key).with_for_update())
    if counted is None:  # given up meanwhile
        files.storage().abandon(key)
        raise NotFound(key)
    counted.received, counted.seen_at = end, now
    after_commit(held.close)
    return _running(counted)


def _at_most(size: int, pieces: Iterable[bytes]) -> Iterable[bytes]:
    left = size
    for piece in pieces:
        if len(piece) > left:
            raise RuleBroken(
                N_("More was sent than the file was said to have. Choose it again."), field="file"
            )
        left -= len(piece)
        yield piece


def take_in(entry_key: str, upload_key: str, *, author_id: int, stamp: Stamp, now: datetime) -> int:
    """Look at the whole file and let it take its place in the draft; return the revision that the window then shows.

    Slow before it writes. A file that is refused stays until it is given up. Once more changes nothing.
    `stamp`: what the window knows; where nobody else saved since, it goes on with the new revision.
    """
    if (revision := _taken_before(entry_key, upload_key, author_id)) is not None:
        return revision
    upload = _mine(entry_key, upload_key, author_id)
    uploading.check_whole(upload.received, upload.size)
    name, role = upload.file_name, upload.role
    let_go()
    files.storage().finish(upload_key)
    received = _look(entry_key, upload_key, name, role)
    let_go()
    begin_writing()
    entry = own.locked(entry_key, author_id)
    knows = stamp.revision == entry.revision or bool(stamp.window and stamp.window == entry.saved_in)
    db.session.delete(_mine(entry_key, upload_key, author_id))
    if role == uploading.RECORDING:
        enclosing.enclose(entry_key, enclosing.RECORDING, received, author_id=author_id, now=now)
    else:
        intake.attach_file(entry_key, received, author_id=author_id, now=now)
    if not knows:
        return stamp.revision
    entry.saved_in = stamp.window
    return entry.revision


def _look(entry_key: str, upload_key: str, name: str, role: str) -> files.Received:
    try:
        if role == uploading.TEXT:
            return files.receive_stored(upload_key, name)
        return files.stored_recording(upload_key, name)
    except RuleBroken as error:
        if role == uploading.TEXT:
            raise handwritten.told(error, _kinds(entry_key)) from error
        raise RuleBroken(error.message, field=enclosing.RECORDING, **error.params) from error


def _kinds(entry_key: str) -> tuple[str, ...]:
    """Return the kinds of file that the category of a draft takes, nothing while none is chosen."""
    row = db.session.execute(
        select(Entry.edition_id, Entry.category_id).where(Entry.key == entry_key)
    ).first()
    if row is None or row.category_id is None:
        return ()
    return editions.category(row.category_id, edition_id=row.edition_id).file_kinds


def _taken_before(entry_key: str, upload_key: str, author_id: int) -> int | None:
    """Return the revision where this very file is in its place already: an answer that got lost is asked for again."""
    entry = own.find(entry_key, author_id)
    taken = (entry.file, statements.of_draft(entry.id).recording)
    return entry.revision if any(file and file.storage_key == upload_key for file in taken) else None


def give_up(entry_key: str, upload_key: str, *, author_id: int) -> None:
    """Forget an upload and what came of it. Raises NotFound, for another's as well."""
    begin_writing()
    _give_up(Upload.id == _mine(entry_key, upload_key, author_id).id)


def give_up_all(which: ColumnElement[bool]) -> None:
    """Forget these uploads, in the caller's transaction: of works or people that are erased."""
    _give_up(which)


def give_up_those(keys: Collection[str]) -> None:
    """Forget these uploads, in the caller's transaction."""
    _give_up(Upload.key.in_(keys))


def storage_keys() -> frozenset[str]:
    """Return the keys of all uploads, whole or not; for `flask check`."""
    return frozenset(db.session.scalars(select(Upload.key)))


def without_bytes() -> tuple[str, ...]:
    """Return the keys of uploads of which something was counted and nothing is there; for `flask check`."""
    storage = files.storage()
    there = storage.keys() | storage.partial_keys()
    counted = db.session.scalars(select(Upload.key).where(Upload.received > 0).order_by(Upload.id))
    return tuple(key for key in counted if key not in there)


@task("forget_uploads")
def forget_uploads() -> int:
    """Forget uploads that nobody went on with for KEPT; run every hour."""
    with unit_of_work():
        return _give_up(Upload.seen_at < clock.now() - KEPT)


def _give_up(*which: ColumnElement[bool]) -> int:
    storage = files.storage()
    rows = db.session.scalars(select(Upload).where(*which).with_for_update()).all()
    for upload in rows:
        db.session.delete(upload)
        for forget in (storage.abandon, storage.delete):
            after_commit(partial(forget, upload.key))
    db.session.flush()
    return len(rows)


def _check_size(entry: Entry, wanted: Wanted) -> None:
    if wanted.role == uploading.RECORDING:
        uploading.check_size(wanted.size, largest(wanted.role), uploading.RECORDING_TOO_LARGE)
        enclosing.check_recording(entry, None, wanted.size)
        return
    uploading.check_size(wanted.size, largest(wanted.role), sentences.TOO_LARGE)
    if entry.category_id is not None:
        allowed = limits_of(editions.category(entry.category_id, edition_id=entry.edition_id))
        limits.check_file_size(wanted.size, allowed, field="file")


def _mine(entry_key: str, upload_key: str, author_id: int) -> Upload:
    query = select(Upload).join(Entry, Entry.id == Upload.entry_id)
    query = query.where(Upload.key == upload_key, Entry.key == entry_key, Entry.author_id == author_id)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(upload_key)
    return found


def _running(upload: Upload) -> Running:
    return Running(
        upload.key, upload.role, upload.file_name, upload.size, upload.received, upload.seen_at + KEPT
    )
