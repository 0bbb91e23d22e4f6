"""Reads what was submitted in two versions of a work, or what is written now, to be compared."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.entries import answers, authorship, own, statements, work
from contest.entries.answers import Answer
from contest.entries.models import Entry, StoredFile, Version
from contest.entries.statements import Stated
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db

WORK, TRANSLATION, PROOF, RECORDING = "work", "translation", "proof", "recording"
DRAFT = 0  # in place of a version's number: what is written now


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as far as two of them can be told apart."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one version holds; `number` is DRAFT and `at` the last save for what is written now.

    `text` is the file's where there is a file; `translation` likewise. `is_erased`: nothing of it is kept any more.
    """

    number: int
    at: datetime
    title: str
    category_id: int | None
    text: str
    translation: str
    authors: tuple[str, ...]
    declarations: tuple[str, ...]
    stated: Stated
    own: tuple[Answer, ...]
    files: dict[str, FileSeen]  # by WORK, TRANSLATION and PROOF, as far as there are any
    is_erased: bool = False
    markup: str = ""


def versions(entry_key: str, edition_id: int) -> tuple[tuple[int, datetime], ...]:
    """Return number and instant of every version, the newest first, to the office; nothing of another edition's."""
    query = (
        select(Version.number, Version.submitted_at)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
    )
    return tuple((row[0], row[1]) for row in db.session.execute(query.order_by(Version.number.desc())))


def of_version(
    entry_key: str, number: int, *, reader_id: int | None = None, edition_id: int | None = None
) -> Content:
    """Return a version to one of its authors (`reader_id`) or to the office (`edition_id`). Raises NotFound."""
    query = select(Version).join(Entry, Entry.id == Version.entry_id)
    if reader_id is not None:
        query = query.where(authorship.has_part({reader_id}))
    else:
        query = query.where(Entry.edition_id == edition_id)
    query = query.where(Entry.key == entry_key, Version.number == number)
    version = db.session.scalar(query.options(undefer(Version.text), undefer(Version.markup)))
    if version is None:
        raise NotFound(entry_key)
    stated = statements.of_version(version.id)
    return Content(
        number=version.number,
        at=version.submitted_at,
        title=version.title,
        category_id=version.category_id,
        text=version.text,
        translation=_translation(stated),
        authors=authorship.names_of(version.entry_id, version.number),
        declarations=tuple(version.declarations),
        stated=stated,
        own=answers.of_version(version.id),
        files=_files(version.file, stated),
        is_erased=version.erased_at is not None,
        markup=version.markup,
    )


def of_draft(entry_key: str, reader_id: int) -> Content:
    """Return what a submit would hand in now. Raises NotFound, for another's as well."""
    entry = own.readable(entry_key, reader_id)
    found = work.whole(entry)
    return Content(
        number=DRAFT,
        at=entry.saved_at,
        title=found.title,
        category_id=found.category_id,
        text=found.text,
        translation=_translation(found.stated),
        authors=tuple(people.people(frozenset({each}))[each].name for each in authorship.account_ids(entry)),
        declarations=(),
        stated=found.stated,
        own=found.own,
        files=_files(entry.file, found.stated),
        markup=found.markup,
    )


def _translation(stated: Stated) -> str:
    return stated.translation.text if stated.translation is not None else stated.statement.translation


def _files(file: StoredFile | None, stated: Stated) -> dict[str, FileSeen]:
    beside = {TRANSLATION: stated.translation, PROOF: stated.proof, RECORDING: stated.recording}
    found = {WORK: file, **beside}
    return {
        role: FileSeen(row.file_name, row.size, row.sha256) for role, row in found.items() if row is not None
    }
