"""What of a draft the judges would read, passage by passage, with all that tells whose it is: the named side only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from contest.editions.rules.own_fields import FILE as FILE_FIELD
from contest.entries import authorship, own, work
from contest.entries.authorship import Trace
from contest.entries.models import Entry, StoredFile
from contest.entries.models_beside import SetAside
from contest.entries.queries import FileRef
from contest.entries.work import Work
from contest.people import queries as people
from contest.platform.database import db

TITLE, TEXT, FILE = "title", "text", "file"
TRANSLATION, TRANSLATION_FILE = "translation", "translation_file"
OWN: Final = "own:"
FILES: Final = (FILE, TRANSLATION_FILE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text at its place, as in Mend; `label`: the question it answers."""

    place: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that is the draft or its translation: what it is called, and what was found in it beside its text."""

    place: str
    name: str
    kind: str
    flags: tuple[str, ...]
    traces: tuple[str, ...]
    stored: FileRef


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as anonymisation searches a work that was accepted; `file_names`: of its files, `link` as in a work."""

    entry_id: int
    author_id: int
    unit_id: int | None
    others: tuple[Trace, ...]
    file_names: tuple[str, ...]
    link: str
    revision: int
    passages: tuple[Passage, ...]
    files: tuple[DraftFile, ...]
    set_aside: frozenset[tuple[str, str]] = frozenset()


def of_draft(entry_key: str, author_id: int) -> Draft:
    """Return the author's draft. Raises NotFound."""
    entry = own.find(entry_key, author_id)
    now_in = work.whole(entry)
    stated = now_in.stated
    files = [each for each in ((FILE, entry.file), (TRANSLATION_FILE, stated.translation)) if each[1]]
    author = people.person(author_id)
    return Draft(
        entry_id=entry.id,
        author_id=author_id,
        unit_id=author.unit_id if entry.unit_id is None else entry.unit_id,
        others=authorship.traces([entry.id]).get(entry.id, ()),
        file_names=(),
        link=stated.statement.link,
        revision=entry.revision,
        passages=tuple(_passages(entry, now_in)),
        files=tuple(_file(place, row) for place, row in files if row is not None),
        set_aside=set_aside(entry.id),
    )


def _passages(entry: Entry, now_in: Work) -> Iterator[Passage]:
    yield Passage(TITLE, entry.title)
    yield Passage(TEXT if now_in.is_typed else FILE, now_in.text)
    if now_in.translated is not None:
        typed = now_in.translated.is_typed
        yield Passage(TRANSLATION if typed else TRANSLATION_FILE, now_in.translated.text)
    for answer in now_in.own:
        asks = answer.field.asks
        if asks.for_judges and asks.kind != FILE_FIELD and answer.value:
            yield Passage(f"{OWN}{answer.field.key}", answer.value, asks.label)


def _file(place: str, row: StoredFile) -> DraftFile:
    stored = FileRef(row.kind, row.storage_key, row.file_name)
    return DraftFile(place, row.file_name, row.kind, tuple(row.flags), tuple(row.traces), stored)


def set_aside(entry_id: int) -> frozenset[tuple[str, str]]:
    """Return kind and words of the warnings that the author of an entry set aside."""
    query = select(SetAside.kind, SetAside.token).where(SetAside.entry_id == entry_id)
    return frozenset((row[0], row[1]) for row in db.session.execute(query))


def names_set_aside(entry_key: str) -> tuple[str, ...]:
    """Return what was found in the texts of an entry and set aside by its author, for the secretariat."""
    query = (
        select(SetAside.token)
        .join(Entry, Entry.id == SetAside.entry_id)
        .where(Entry.key == entry_key, SetAside.token.not_in(FILES))
    )
    return tuple(db.session.scalars(query.order_by(SetAside.id)))
