"""Takes a file in: read by content and stored durably before any transaction, named in a row afterwards."""

from dataclasses import dataclass
from os import SEEK_END
from pathlib import PurePosixPath
from typing import IO, Final

from flask import current_app
from sqlalchemy import Select, or_, select

from contest.entries.answers import AnswerFile
from contest.entries.models import OwnAnswer, StatementRow, StoredFile, Version
from contest.entries.models_beside import Mend, Provenance
from contest.entries.queries import FileRef
from contest.entries.rules import uploading
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.keys import new_key
from contest.kernel.text import one_line
from contest.platform.crypto import sha256
from contest.platform.database import after_commit, db
from contest.platform.documents import sentences
from contest.platform.documents.inspection import Inspection, inspect
from contest.platform.documents.pictures import picture_kind
from contest.platform.media import inspection as recordings
from contest.platform.storage import PIECE, Storage
from contest.settings import Settings

LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is stored already, and what was found in it."""

    storage_key: str
    file_name: str
    found: Inspection


def receive(raw: bytes, file_name: str, *, pictures: bool = False) -> Received:
    """Read and store a file. Slow: before `begin_writing`. Raises RuleBroken, one sentence for each fault.

    `pictures`: PNG and JPEG are taken too, which nobody but the secretariat saves; they hold no text to be read.
    """
    settings: Settings = current_app.extensions["contest_settings"]
    try:
        shown = shown_name(file_name)
        found = _picture(raw, settings.upload_limit) if pictures else None
        found = found or inspect(raw, shown, limit=settings.upload_limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="file", **error.params) from error
    key = new_key()
    storage().put(key, raw)
    return Received(key, shown, found)


def receive_stored(storage_key: str, file_name: str) -> Received:
    """Read a file that came in pieces and is stored already. Slow, and raises, like `receive`."""
    settings: Settings = current_app.extensions["contest_settings"]
    try:
        found = inspect(storage().get(storage_key), file_name, limit=settings.upload_limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="file", **error.params) from error
    return Received(storage_key, file_name, found)


def receive_recording(stream: IO[bytes], file_name: str) -> Received:
    """Store a recording piece by piece and read it. Slow, and raises, like `receive`; what is refused is deleted."""
    key = new_key()
    _check_recording_size(stream.seek(0, SEEK_END))
    stream.seek(0)
    partial = storage().hold(key)
    try:
        partial.write(0, iter(lambda: stream.read(PIECE), b""))
        storage().finish(key)
        return stored_recording(key, file_name)
    except BaseException:
        storage().abandon(key)
        storage().delete(key)
        raise
    finally:
        partial.close()


def stored_recording(storage_key: str, file_name: str) -> Received:
    """Read a recording that is stored already. Slow, and raises, like `receive`."""
    shown = shown_name(file_name)
    keeper = storage()
    return Received(storage_key, shown, recordings.inspect(lambda: keeper.open(storage_key), shown))


def _check_recording_size(size: int) -> None:
    settings: Settings = current_app.extensions["contest_settings"]
    uploading.check_size(size, settings.media_limit, uploading.RECORDING_TOO_LARGE)


def opened(file: FileRef | AnswerFile) -> IO[bytes]:
    """Open a file to be sent piece by piece. Raises NotFound if it is gone."""
    return storage().open(file.storage_key)


def content(file: FileRef | AnswerFile) -> bytes:
    """Return the bytes of a file. Raises NotFound if they are gone."""
    return storage().get(file.storage_key)


def storage() -> Storage:
    """Return where this installation keeps files."""
    found: Storage = current_app.extensions["contest_storage"]
    return found


def storage_keys() -> frozenset[str]:
    """Return the keys of every file that was received; for `flask check`."""
    return frozenset(db.session.scalars(select(StoredFile.storage_key)))


def row(received: Received) -> StoredFile:
    """Make the row of a received file, without owner and time."""
    found = received.found
    return StoredFile(
        storage_key=received.storage_key,
        file_name=received.file_name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        text=found.text,
        words=found.words,
        pages=found.pages,
        note_lines=found.note_lines,
        seconds=found.seconds,
        flags=sorted(found.flags),
        traces=list(found.traces),
        parts=list(found.parts),
        previews=list(found.previews),
    )


def discard(file: StoredFile) -> None:
    """Delete a file that no version holds, the bytes once the row is surely gone."""
    if not any(map(db.session.scalar, _holders(file.id))):
        db.session.delete(file)
        forget(file.storage_key)


def _holders(file_id: int) -> tuple[Select[int], ...]:
    columns = (StatementRow.translation_file_id, StatementRow.proof_file_id, StatementRow.recording_file_id)
    enclosed = or_(*(column == file_id for column in columns))
    return (
        select(Version.id).where(Version.file_id == file_id).limit(1),
        select(OwnAnswer.id).where(OwnAnswer.file_id == file_id).limit(1),
        select(StatementRow.id).where(StatementRow.version_id.is_not(None), enclosed).limit(1),
        select(Mend.id).where(Mend.file_id == file_id).limit(1),
        select(Provenance.id).where(Provenance.file_id == file_id).limit(1),
    )


def forget(storage_key: str) -> None:
    """Delete stored bytes after the commit. What a crash leaves behind is found by `flask check`."""
    keeper = storage()
    after_commit(lambda: keeper.delete(storage_key))


def _picture(raw: bytes, limit: int) -> Inspection | None:
    if len(raw) > limit:
        raise RuleBroken(sentences.TOO_LARGE, limit=limit // (1024 * 1024))
    kind = picture_kind(raw)
    if kind is None:
        return None
    return Inspection(kind, sha256(raw), len(raw), "", 0, frozenset(), 0, ())


def shown_name(file_name: str) -> str:
    """Return the name as it is shown: no path, at most so long, the ending kept. Never used as a path."""
    name = one_line(PurePosixPath(file_name.replace("\\", "/")).name)
    if not name:
        raise RuleBroken(N_("The file has no name. Save it under a name and choose it again."))
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot:
        return name[:LONGEST_NAME]
    ending = ending[:10]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
