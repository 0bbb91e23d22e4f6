"""What later stages, letters and the public read of entries: values that stay as they are named here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, undefer

from contest.entries import answers, authorship, kept_locked
from contest.entries.authorship import Named, Trace
from contest.entries.models import (
    AboutAuthor,
    Entry,
    Receipt,
    StatementRow,
    StoredFile,
    Version,
)
from contest.entries.rules import states
from contest.entries.rules.receipt import digests, label
from contest.entries.rules.sealed_columns import NO_TITLE
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db

CHUNK = 1000
# Text and file of what was last submitted; the entry's own columns hold the draft.
LAST_VERSION = (Version.entry_id == Entry.id) & (Version.number == Entry.version_number)


@dataclass(frozen=True, slots=True)
class FileRef:
    """Where the bytes of a file are, and what it was called: the named side only."""

    kind: str
    storage_key: str
    file_name: str
    seconds: int = 0  # that a recording lasts


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as people on the named side see it, without its text; `size` in bytes."""

    file_name: str
    kind: str
    size: int
    words: int
    pages: int
    flags: tuple[str, ...]
    traces: tuple[str, ...]
    note_lines: int = 0
    seconds: int = 0
    pictures: tuple[str, ...] = ()  # names of the pictures that it holds, in their order


@dataclass(frozen=True, slots=True)
class AcceptedWork:
    """An accepted version for coding, or its translation where it has one: that is what judges mark.

    `text` is typed or read from the file, "" if it cannot be read. `file_names` of everything that came with it and
    `link`, where it was published, tell whose it is and are searched for in it.
    `own`: the answers to the edition's own fields that judges may see: question, kind and value.
    `recording`: stands beside it; judges get it made anew.
    """

    entry_id: int
    version_id: int
    category_id: int
    title: str
    text: str
    file: FileRef | None
    author_id: int
    unit_id: int | None
    traces: tuple[str, ...]
    own: tuple[dict[str, Any], ...] = ()
    others: tuple[Trace, ...] = ()  # whoever stands beside the author, or did
    file_names: tuple[str, ...] = ()
    link: str = ""
    markup: str = ""  # the typed text with its structure, "" where it has none
    recording: FileRef | None = None


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """Whose work an entry is: for publication, after the seals are opened. `authors`: all, in their order."""

    entry_id: int
    title: str
    author_id: int
    category_id: int
    authors: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """An entry as its author's pages of later stages need it."""

    entry_id: int
    key: str
    edition_id: int
    category_id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a letter to the author says of an entry."""

    key: str
    edition_id: int
    author_id: int
    title: str
    version_number: int


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a letter says of a receipt; `authors`: their names in order."""

    entry_id: int
    entry_key: str
    edition_id: int
    author_id: int
    title: str
    version_number: int
    number: str
    issued_at: datetime
    document: str
    signature: str
    authors: tuple[str, ...] = ()

    @property
    def digests(self) -> list[tuple[str, str]]:
        """Every digest that was signed: (msgid of what it is of, digest)."""
        return [(label(name), digest) for name, digest in digests(self.document).items()]


# --- for coding and publication -----------------------------------------------------------------------------


def accepted_for_coding(edition_id: int) -> tuple[AcceptedWork, ...]:
    """Return every accepted entry with the version that was accepted, in the order of their ids.

    Left out are works of people who let their data lie unused: they do not go to the judges.
    """
    beside = (StatementRow.translation_file, StatementRow.proof_file, StatementRow.recording_file)
    query = (
        select(Entry, Version, StoredFile, StatementRow)
        .join(Version, LAST_VERSION)
        .outerjoin(StoredFile, StoredFile.id == Version.file_id)
        .outerjoin(StatementRow, StatementRow.version_id == Version.id)
        .where(Entry.edition_id == edition_id, Entry.state == states.ACCEPTED)
        .options(undefer(Version.text), undefer(Version.markup), undefer(StatementRow.translation))
        .options(*map(joinedload, beside))
        .order_by(Entry.id)
    )
    rows = db.session.execute(query).all()
    unused = people.restricted(frozenset(row[0].author_id for row in rows))
    own = answers.for_judges(edition_id, [row[1].id for row in rows]) if rows else {}
    others = authorship.traces([row[0].id for row in rows])
    return tuple(
        replace(_accepted(*row, own.get(row[1].id, ())), others=others.get(row[0].id, ()))
        for row in rows
        if row[0].author_id not in unused
    )


def withdrawn_late(edition_id: int) -> frozenset[int]:
    """Return the works that their authors took back while the judges had them under their codes."""
    query = select(Entry.id).where(Entry.edition_id == edition_id, Entry.withdrawn_late)
    return frozenset(db.session.scalars(query))


def undecided(edition_id: int) -> int:
    """Count the entries that wait for the secretariat."""
    return counts_by_state(edition_id).get(states.SUBMITTED, 0)


def named(entry_ids: Collection[int]) -> dict[int, NamedEntry]:
    """Return whose works these are, by id; unknown ids are left out."""
    by_pen_name = (
        (AboutAuthor.entry_id == Entry.id)
        & (AboutAuthor.account_id == Entry.author_id)
        & AboutAuthor.by_pen_name
    )
    query = (
        select(
            Entry.id, Version.id.label("version_id"), Version.title, Entry.author_id, Entry.unit_id,
            Version.category_id, AboutAuthor.pen_name, Entry.author_place,
        )
        .join(Version, LAST_VERSION)
        .outerjoin(AboutAuthor, by_pen_name)
    )  # fmt: skip
    found = [row for ids in _chunks(entry_ids) for row in db.session.execute(query.where(Entry.id.in_(ids)))]
    authors = people.people(frozenset(row.author_id for row in found))
    units = people.unit_names(frozenset(row.unit_id for row in found if row.unit_id is not None))
    several = authorship.of_versions(row.version_id for row in found if row.author_place is not None)
    spelt = authorship.spelt(row.id for row in found)
    sealed = kept_locked.of([row.id for row in found if row.title == NO_TITLE])
    named = {}
    for row in found:
        alone = Named(
            row.author_id,
            spelt.get((row.id, row.author_id)) or authors[row.author_id].name,
            row.unit_id,
            units.get(row.unit_id, ""),
            row.pen_name or "",
        )
        those = tuple(each for each in several.get(row.version_id, (alone,)) if each.left_at is None)
        kept = sealed.get(row.id)
        title = kept.last_title if kept else row.title
        named[row.id] = NamedEntry(row.id, title, row.author_id, row.category_id, those)
    return named


def own_work(entry_key: str, author_id: int) -> OwnWork:
    """Return a submitted entry of which this person is an author. Raises NotFound, for another's as well."""
    query = _own_works(author_id).where(Entry.key == entry_key)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    return _own_work(row)


def own_works(author_id: int, edition_id: int) -> tuple[OwnWork, ...]:
    """Return the author's submitted entries in the edition, in the order of submitting."""
    query = _own_works(author_id).where(Entry.edition_id == edition_id)
    return tuple(_own_work(row) for row in db.session.execute(query.order_by(Entry.submitted_at, Entry.id)))


def _own_work(row: Any) -> OwnWork:  # noqa: ANN401 -- a row of `_own_works`
    kept = kept_locked.of_one(row[0]) if row[4] == NO_TITLE else None
    return replace(OwnWork(*row), title=kept.last_title) if kept else OwnWork(*row)


def _own_works(author_id: int) -> Select[int, str, int, int, str, str]:
    return (
        select(Entry.id, Entry.key, Entry.edition_id, Version.category_id, Version.title, Entry.state)
        .join(Version, LAST_VERSION)
        .where(authorship.is_author(author_id))
    )


# --- counts -------------------------------------------------------------------------------------------------


def counts_by_state(edition_id: int) -> dict[str, int]:
    """Count the entries in each state; drafts as well, but not those deleted before they were submitted."""
    query = (
        select(Entry.state, func.count())
        .where(Entry.edition_id == edition_id, (Entry.state != states.WITHDRAWN) | (Entry.version_number > 0))
        .group_by(Entry.state)
        .order_by(Entry.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def authors_before_closing(edition_id: int) -> dict[int, bool]:
    """Return the authors who may still write: account to whether something of theirs is not submitted yet."""
    waiting = {states.DRAFT, states.RETURNED}
    query = (
        select(Entry.author_id, func.max(case((Entry.state.in_(waiting), 1), else_=0)))
        .where(
            Entry.edition_id == edition_id,
            Entry.state.in_({*waiting, states.SUBMITTED, states.ACCEPTED}),
        )
        .group_by(Entry.author_id)
        .order_by(Entry.author_id)
    )
    return {row[0]: bool(row[1]) for row in db.session.execute(query)}


def authors(edition_id: int, category_id: int | None = None) -> int:
    """Count the authors whose works got codes, in one category or in all."""
    query = (
        select(func.count(Entry.author_id.distinct()))
        .join(Version, LAST_VERSION)
        .where(Entry.edition_id == edition_id, (Entry.state == states.CODED) | Entry.withdrawn_late)
    )
    if category_id is not None:
        query = query.where(Version.category_id == category_id)
    return db.session.scalar(query) or 0


# --- for letters and the public -----------------------------------------------------------------------------


def entry_facts(entry_id: int) -> EntryFacts:
    """Return what a letter says of the entry, of a draft as it stands. Raises NotFound."""
    query = (
        select(
            Entry.key,
            Entry.edition_id,
            Entry.author_id,
            func.coalesce(Version.title, Entry.title),
            Entry.version_number,
        )
        .outerjoin(Version, LAST_VERSION)
        .where(Entry.id == entry_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_id)
    return replace(EntryFacts(*row), title=kept_locked.title(entry_id, row[4], row[3]))


def receipt_facts(receipt_id: int) -> ReceiptFacts:
    """Return what a letter says of the receipt. Raises NotFound."""
    query = (
        select(
            Entry.id, Entry.key, Entry.edition_id, Entry.author_id, Version.title, Version.number,
            Receipt.number, Receipt.issued_at, Receipt.document, Receipt.signature,
        )
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Receipt.id == receipt_id)
    )  # fmt: skip
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(receipt_id)
    found = replace(ReceiptFacts(*tuple(row)), authors=authorship.names_of(row[0], row[5]))
    if found.document:
        return found
    kept = kept_locked.of_one(found.entry_id) or kept_locked.NOTHING
    said = kept.receipts.get(found.number, {"document": "", "signature": ""})
    title = kept.titles.get(found.version_number, found.title)
    return replace(found, title=title, document=said["document"], signature=said["signature"])


def file_view(row: StoredFile | None) -> FileView | None:
    """Freeze the row of a file."""
    if row is None:
        return None
    return FileView(
        file_name=row.file_name,
        kind=row.kind,
        size=row.size,
        words=row.words,
        pages=row.pages,
        flags=tuple(row.flags),
        traces=tuple(row.traces),
        note_lines=row.note_lines,
        seconds=row.seconds,
        pictures=tuple(part["name"] for part in row.parts),
    )


def unit_name(unit_id: int | None) -> str:
    """Return the unit's name, "" for none."""
    return "" if unit_id is None else people.unit_names(frozenset({unit_id})).get(unit_id, "")


def _accepted(
    entry: Entry,
    version: Version,
    file: StoredFile | None,
    said: StatementRow | None,
    own: tuple[dict[str, Any], ...],
) -> AcceptedWork:
    text, markup, judged, beside = version.text, version.markup, file, [file]
    recording = said and said.recording_file
    if said is not None:
        beside += [said.translation_file, said.proof_file, said.recording_file]
        if said.translation_file is not None:
            text, markup, judged = said.translation_file.text, "", said.translation_file
        elif said.translation:
            text, markup, judged = said.translation, "", None
    return AcceptedWork(
        entry_id=entry.id,
        version_id=version.id,
        category_id=version.category_id,
        title=version.title,
        text=text,
        file=FileRef(judged.kind, judged.storage_key, judged.file_name) if judged else None,
        author_id=entry.author_id,
        unit_id=entry.unit_id,
        traces=tuple(trace for each in (judged, recording) if each for trace in each.traces),
        file_names=tuple(each.file_name for each in beside if each is not None),
        link=said.link if said else "",
        own=own,
        markup=markup,
        recording=_recording(recording) if recording else None,
    )


def _recording(file: StoredFile) -> FileRef:
    return FileRef(file.kind, file.storage_key, file.file_name, file.seconds)


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    yield from (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
