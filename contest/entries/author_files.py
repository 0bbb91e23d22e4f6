"""What an author gets back as it was received: texts, files and answers of a draft or of a version.

While a work is sealed nobody gets anything of it, the author neither: who could read it here could join it.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.entries import answers, authorship, kept_locked, own, statements
from contest.entries.answers import Answer, AnswerFile
from contest.entries.models import Entry, StoredFile, Version
from contest.entries.queries import FileRef
from contest.entries.statements import Stated
from contest.kernel.errors import N_, Conflict, NotFound
from contest.platform.database import db

SEALED: Final = N_(
    "Text and files of this work are sealed until the results are opened: nobody can read them here before, "
    "not even you. Title and receipt stay. Afterwards you can download everything again."
)

COMING_BACK: Final = N_(
    "The results were opened, and text and files of this work are being made readable again. Try again in some minutes."
)


def version_text(entry_key: str, author_id: int, number: int) -> str:
    """Return the text of a version as its receipt vouches for it. Raises NotFound, Conflict while it is sealed."""
    return _version(entry_key, author_id, number).text


def version_file(entry_key: str, author_id: int, number: int) -> FileRef:
    """Return the file of a version. Raises NotFound, Conflict while it is sealed."""
    return _ref(_version(entry_key, author_id, number).file)


def version_enclosure(entry_key: str, author_id: int, number: int, role: str) -> FileRef | str:
    """Return a file beside a version, or the translation that was typed.

    Raises NotFound where there is neither, Conflict while it is sealed.
    """
    return _enclosure(statements.of_version(_version(entry_key, author_id, number).id), role)


def draft_enclosure(entry_key: str, author_id: int, role: str) -> FileRef | str:
    """Return a file beside the draft, or the translation that was typed.

    Raises NotFound where there is neither, Conflict while it is sealed.
    """
    return _enclosure(statements.of_draft(_readable(own.readable(entry_key, author_id)).id), role)


def _enclosure(stated: Stated, role: str) -> FileRef | str:
    file = stated.file(role)
    if file is not None:
        return FileRef(file.kind, file.storage_key, file.file_name, file.seconds)
    if role == "translation" and stated.statement.translation:
        return stated.statement.translation
    raise NotFound(role)


def draft_file(entry_key: str, author_id: int) -> FileRef:
    """Return the file beside the draft. Raises NotFound, Conflict while it is sealed."""
    return _ref(_readable(own.readable(entry_key, author_id)).file)


def _ref(file: StoredFile | None) -> FileRef:
    if file is None:
        raise NotFound("file")
    return FileRef(file.kind, file.storage_key, file.file_name)


def version_own(entry_key: str, author_id: int, number: int) -> tuple[Answer, ...]:
    """Return the answers of a version to the edition's own fields; none while it is sealed. Raises NotFound."""
    found = select(Version.id).join(Entry, Entry.id == Version.entry_id)
    theirs = found.where(Entry.key == entry_key, authorship.has_part({author_id}), Version.number == number)
    version_id = db.session.scalar(theirs)
    if version_id is None:
        raise NotFound(entry_key)
    return answers.of_version(version_id)


def own_file(entry_key: str, author_id: int, field_key: str) -> AnswerFile:
    """Return the file that answers a field in the draft. Raises NotFound, Conflict while it is sealed."""
    return answers.file_in(answers.of_draft(_readable(own.readable(entry_key, author_id))), field_key)


def version_own_file(entry_key: str, author_id: int, number: int, field_key: str) -> AnswerFile:
    """Return the file that answers a field in a version. Raises NotFound, Conflict while it is sealed."""
    return answers.file_in(answers.of_version(_version(entry_key, author_id, number).id), field_key)


def _version(entry_key: str, author_id: int, number: int) -> Version:
    query = (
        select(Version)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Entry.key == entry_key, authorship.has_part({author_id}), Version.number == number)
        .options(undefer(Version.text))
    )
    version = db.session.scalar(query)
    if version is None:
        raise NotFound(entry_key)
    _refuse_sealed(version.entry_id)
    return version


def _readable(entry: Entry) -> Entry:
    _refuse_sealed(entry.id)
    return entry


def _refuse_sealed(entry_id: int) -> None:
    sealed = kept_locked.of_one(entry_id)
    if sealed is not None:
        raise Conflict(COMING_BACK if sealed.is_opened else SEALED)
