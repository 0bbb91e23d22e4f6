"""What the secretariat sees: the queue without texts, one named entry with everything, equal works."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Select, false, literal, or_, select, tuple_
from sqlalchemy.orm import undefer

from contest.editions.rules.demands import Demands
from contest.entries import about, answers, authorship, decisions, statements
from contest.entries.answers import Answer
from contest.entries.authorship import Named
from contest.entries.models import ComparedText, Entry, Receipt, ScreeningDecision, StoredFile, Version
from contest.entries.queries import LAST_VERSION, FileRef, FileView, file_view, unit_name
from contest.entries.rules import length, states
from contest.entries.rules.length import Measured, Piece
from contest.entries.rules.overlap import percent
from contest.entries.rules.receipt import NO_TEXT
from contest.entries.statements import UNSAID, Stated
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.database import UtcDateTime, db

PAGE: Final = 50
MOST_COPIES: Final = 20
_IS_COMPARED: Final = (ComparedText.version_id == Version.id) & ComparedText.compared_at.is_not(None)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An entry in the queue; `author_name` names all authors."""

    key: str
    title: str
    author_name: str
    unit_name: str
    category_id: int
    submitted_at: datetime
    version_number: int
    flags: tuple[str, ...]
    others: int | None = None  # percent of it that stand in other people's works; None until it is compared
    own: int | None = None  # and in other works of its authors


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `following` is the key to go on after, None on the last page."""

    lines: tuple[QueueLine, ...]
    following: str | None


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision about one version; `causes` as sentences to be translated."""

    version_number: int
    verdict: str
    reason: str
    secretary_name: str
    decided_at: datetime
    causes: tuple[str, ...] = ()
    return_by: datetime | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another entry of the edition in which the very same text or file was submitted."""

    key: str
    title: str
    author_name: str
    state: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class CoWriter:
    """A co-author of the last version, with the unit as it was at the submit; `place` among all, from 1."""

    person: Person
    unit_name: str
    place: int
    left_at: datetime | None
    told: about.Sheet


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """A named entry with its last version, as the secretariat reads it."""

    key: str
    state: str
    version_number: int
    category_id: int
    title: str
    text: str
    words: int
    submitted_at: datetime
    receipt_number: str
    declarations: tuple[str, ...]
    file: FileView | None
    author: Person
    unit_name: str
    told: about.Sheet
    decisions: tuple[PastDecision, ...]
    copies: tuple[Copy, ...]
    in_grace: bool
    co_authors: tuple[CoWriter, ...]
    came_from_id: int | None = None
    own: tuple[Answer, ...] = ()
    stated: Stated = UNSAID
    markup: str = ""

    @property
    def translation(self) -> str:
        """The text that judges read in place of the work's own; "" where there is no translation."""
        file = self.stated.translation
        return file.text if file is not None else self.stated.statement.translation

    def measured(self, demands: Demands) -> Measured:
        """Return how long the work is as such a category counts; of a translated work, the translation."""
        if self.stated.is_translated:
            file, text = file_view(self.stated.translation), self.translation
        else:
            file, text = self.file, self.text
        of_file = (file.note_lines, file.pages) if file else (0, 0)
        recording = self.stated.recording
        piece = Piece(self.title, text, *of_file, recording.seconds if recording else 0)
        return length.measure(piece, demands)


def queue(edition_id: int, *, state: str = states.SUBMITTED, after: str = "", limit: int = PAGE) -> QueuePage:
    """Return the entries in a state, the longest waiting first; `after` is the key of the last one seen."""
    query = (
        select(
            Entry.id, Entry.key, Version.title, Entry.author_id, Entry.unit_id, Version.category_id, Entry.submitted_at,
            Version.number, StoredFile.flags, Version.id.label("version_id"), Entry.author_place,
            ComparedText.others, ComparedText.own, ComparedText.words,
        )
        .join(Version, LAST_VERSION)
        .outerjoin(ComparedText, _IS_COMPARED)
        .outerjoin(StoredFile, StoredFile.id == Version.file_id)
        .where(Entry.edition_id == edition_id, Entry.state == state)
        .order_by(Entry.submitted_at, Entry.id)
        .limit(limit + 1)
    )  # fmt: skip
    rows = list(db.session.execute(_beyond(query, edition_id, after)))
    authors = people.people(frozenset(row.author_id for row in rows))
    units = people.unit_names(frozenset(row.unit_id for row in rows if row.unit_id is not None))
    several = authorship.of_versions(row.version_id for row in rows if row.author_place is not None)
    spelt = authorship.spelt(row.id for row in rows)
    lines = tuple(
        QueueLine(
            row.key, row.title,
            _names(several.get(row.version_id, ())) or spelt.get((row.id, row.author_id))
            or authors[row.author_id].name,
            units.get(row.unit_id, ""), row.category_id, row.submitted_at, row.number, tuple(row.flags or ()),
            *((percent(row.others, row.words), percent(row.own, row.words)) if row.words else ()),
        )
        for row in rows[:limit]
    )  # fmt: skip
    return QueuePage(lines, lines[-1].key if len(rows) > limit else None)


def _names(authors: tuple[Named, ...]) -> str:
    return ", ".join(each.name for each in authors if each.left_at is None)


def next_waiting(edition_id: int, after: str) -> str | None:
    """Return the key of the next entry that waits, after this one and then from the beginning."""
    query = (
        select(Entry.key)
        .where(Entry.edition_id == edition_id, Entry.state == states.SUBMITTED, Entry.key != after)
        .order_by(Entry.submitted_at, Entry.id)
        .limit(1)
    )
    return db.session.scalar(_beyond(query, edition_id, after)) or db.session.scalar(query)


def to_screen(entry_key: str, edition_id: int) -> ScreeningView:
    """Return the entry with its last version. Raises NotFound, for drafts and other editions' as well."""
    query = (
        select(Entry, Version, Receipt)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
        .options(undefer(Version.text), undefer(Version.markup))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    entry, version, receipt = row
    return ScreeningView(
        key=entry.key,
        state=entry.state,
        version_number=version.number,
        category_id=version.category_id,
        title=version.title,
        text=version.text,
        words=version.words,
        submitted_at=version.submitted_at,
        receipt_number=receipt.number,
        declarations=tuple(version.declarations),
        file=file_view(version.file),
        author=_spelt(entry, people.person(entry.author_id)),
        unit_name=unit_name(entry.unit_id),
        told=about.sheet(entry, entry.author_id),
        decisions=_decisions(entry.id),
        copies=_copies(entry, receipt),
        in_grace=version.in_grace,
        came_from_id=entry.came_from_id,
        own=answers.of_version(version.id),
        stated=statements.of_version(version.id),
        markup=version.markup,
        co_authors=_co_writers(entry, version),
    )


def _spelt(entry: Entry, person: Person) -> Person:
    name = authorship.spelt([entry.id]).get((entry.id, person.id))
    return replace(person, name=name) if name else person


def _co_writers(entry: Entry, version: Version) -> tuple[CoWriter, ...]:
    named = authorship.of_versions([version.id]).get(version.id, ())
    known = people.people(frozenset(each.account_id for each in named))
    return tuple(
        CoWriter(
            replace(known[each.account_id], name=each.name),
            each.unit_name,
            place,
            each.left_at,
            about.sheet(entry, each.account_id),
        )
        for place, each in enumerate(named, start=1)
        if each.account_id != entry.author_id
    )


def submitted_file(entry_key: str, edition_id: int) -> FileRef:
    """Return the file of the last version. Raises NotFound."""
    query = (
        select(StoredFile.kind, StoredFile.storage_key, StoredFile.file_name)
        .join(Version, Version.file_id == StoredFile.id)
        .join(Entry, LAST_VERSION)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    return FileRef(*row)


def submitted_enclosure(entry_key: str, edition_id: int, role: str) -> FileRef:
    """Return the file of the translation, the proof or the recording of the last version. Raises NotFound."""
    query = select(Version.id).join(Entry, LAST_VERSION)
    version_id = db.session.scalar(query.where(Entry.key == entry_key, Entry.edition_id == edition_id))
    if version_id is None:
        raise NotFound(entry_key)
    file = statements.of_version(version_id).file(role)
    if file is None:
        raise NotFound(role)
    return FileRef(file.kind, file.storage_key, file.file_name)


def _beyond(query: Select, edition_id: int, after: str) -> Select:  # type: ignore[type-arg]
    place = db.session.execute(
        select(Entry.submitted_at, Entry.id).where(Entry.key == after, Entry.edition_id == edition_id)
    ).first() if after else None  # fmt: skip
    if place is None or place.submitted_at is None:
        return query
    reached = tuple_(literal(place.submitted_at, UtcDateTime()), literal(place.id))
    return query.where(tuple_(Entry.submitted_at, Entry.id) > reached)


def _decisions(entry_id: int) -> tuple[PastDecision, ...]:
    query = (
        select(
            Version.number, ScreeningDecision.verdict, ScreeningDecision.reason,
            ScreeningDecision.secretary_id, ScreeningDecision.decided_at,
            ScreeningDecision.causes, ScreeningDecision.return_by, ScreeningDecision.undone_at,
        )
        .join(Version, Version.id == ScreeningDecision.version_id)
        .where(ScreeningDecision.entry_id == entry_id)
        .order_by(Version.number.desc(), ScreeningDecision.id.desc())
    )  # fmt: skip
    rows = list(db.session.execute(query))
    secretaries = people.people(frozenset(row.secretary_id for row in rows))
    return tuple(
        PastDecision(
            row.number, row.verdict, row.reason, secretaries[row.secretary_id].name, row.decided_at,
            decisions.sentences(row.causes), row.return_by, row.undone_at,
        )
        for row in rows
    )  # fmt: skip


def _copies(entry: Entry, receipt: Receipt) -> tuple[Copy, ...]:
    same_text = (
        false() if receipt.sha256_text in {NO_TEXT, ""} else Receipt.sha256_text == receipt.sha256_text
    )
    same_file = false() if receipt.sha256_file is None else Receipt.sha256_file == receipt.sha256_file
    query = (
        select(Entry.id, Entry.key, Entry.author_id, Entry.state, Version.title, Version.submitted_at)
        .join(Version, Version.entry_id == Entry.id)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.edition_id == entry.edition_id, Entry.id != entry.id, or_(same_text, same_file))
        .order_by(Version.submitted_at, Version.id)
        .limit(MOST_COPIES)
    )
    first_of_each = {row.id: row for row in reversed(list(db.session.execute(query)))}
    found = sorted(first_of_each.values(), key=lambda row: (row.submitted_at, row.id))
    authors = people.people(frozenset(row.author_id for row in found))
    spelt = authorship.spelt(row.id for row in found)
    return tuple(
        Copy(
            row.key,
            row.title,
            spelt.get((row.id, row.author_id)) or authors[row.author_id].name,
            row.state,
            row.submitted_at,
        )
        for row in found
    )
