"""What authors see of their own entries: the list, the draft, versions, receipts, files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, undefer

from contest.editions.rules.demands import Demands
from contest.entries import about, answers, authorship, decisions, kept_locked, own, statements, work
from contest.entries.answers import Answer
from contest.entries.kept_locked import Kept
from contest.entries.models import Entry, Receipt, ScreeningDecision, Version
from contest.entries.queries import FileView, file_view
from contest.entries.rules import length, states
from contest.entries.rules.about import About
from contest.entries.rules.length import Measured, Piece
from contest.entries.rules.receipt import digests
from contest.entries.rules.statement import NOTHING, Statement
from contest.entries.statements import UNSAID, Stated
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A line of "My entries"; `reason`, `causes`, `return_by` are the secretariat's about the last version.

    `contact`: who writes and submits it, "" where that is the person who asks; a co-author reads.
    `upper_id`: the edition above that it was sent on to. `erased_at`: from then on title, text and file are gone.
    """

    id: int
    key: str
    edition_id: int
    state: str
    title: str
    saved_at: datetime
    submitted_at: datetime | None
    version_number: int
    receipt_number: str
    reason: str
    in_grace: bool = False
    contact: str = ""
    upper_id: int | None = None
    erased_at: datetime | None = None
    causes: tuple[str, ...] = ()
    return_by: datetime | None = None
    is_sealed: bool = False  # text and files can be read by nobody until the opening
    is_opened: bool = False  # and the opening was: they are on their way back

    @property
    def has_changes(self) -> bool:
        """Something was saved after the last submit: it does not count yet."""
        return self.submitted_at is not None and self.saved_at > self.submitted_at


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that the writing page shows; `file_text` is the file as it will be read, `contact` as in OwnEntry."""

    id: int
    key: str
    edition_id: int
    state: str
    title: str
    category_id: int | None
    text: str
    words: int
    revision: int
    saved_at: datetime
    submitted_at: datetime | None
    version_number: int
    file: FileView | None
    file_text: str
    in_grace: bool = False
    own: tuple[Answer, ...] = ()
    author_id: int = 0
    contact: str = ""
    statement: Statement = NOTHING
    translation: FileView | None = None
    translation_text: str = ""  # of the file
    proof: FileView | None = None
    recording: FileView | None = None
    upper_id: int | None = None
    erased_at: datetime | None = None
    return_by: datetime | None = None
    markup: str = ""  # the typed text with its structure, "" where it has none
    is_sealed: bool = False
    is_opened: bool = False

    def measured(self, demands: Demands) -> Measured:
        """Return how long the typed text is as such a category counts."""
        return length.measure(Piece(self.title, self.text), demands)

    def translation_measured(self, demands: Demands) -> Measured:
        """Return how long the translation is, typed or as a file."""
        if self.translation is None:
            return length.measure(Piece(self.title, self.statement.translation), demands)
        of_file = (self.translation.note_lines, self.translation.pages)
        return length.measure(Piece(self.title, self.translation_text, *of_file), demands)

    def file_measured(self, demands: Demands) -> Measured:
        """Return how long the file is as such a category counts; nothing without a file."""
        of_file = (self.file.note_lines, self.file.pages) if self.file else (0, 0)
        return length.measure(Piece(self.title, self.file_text, *of_file), demands)

    @property
    def has_changes(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A submitted version with its receipt and what was decided about it ("" while nothing is)."""

    number: int
    title: str
    submitted_at: datetime
    receipt_number: str
    verdict: str
    reason: str
    in_grace: bool
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt; `document` is exactly what is signed."""

    entry_key: str
    edition_id: int
    category_id: int
    version_number: int
    title: str
    words: int
    number: str
    issued_at: datetime
    sha256_text: str
    sha256_file: str | None
    document: str
    signature: str
    file_name: str | None
    in_grace: bool
    sha256_own: str | None
    authors: tuple[str, ...]
    stated: Stated = UNSAID
    declarations: tuple[str, ...] = ()  # word for word as they were agreed to
    pictures: tuple[str, ...] = ()  # names of the pictures that are the work
    is_sealed: bool = False
    is_opened: bool = False

    @property
    def digests(self) -> dict[str, str]:
        """Every digest that was signed, by its name."""
        return digests(self.document)


@dataclass(frozen=True, slots=True)
class Review:
    """The draft as it would be submitted now, and all that must be mended first."""

    work: work.Work
    problems: tuple[RuleBroken, ...]
    file: FileView | None
    translation: FileView | None
    proof: FileView | None


_UPPER = aliased(Entry)  # the work that this one was sent on as


def own_entries(author_id: int) -> tuple[OwnEntry, ...]:
    """Return the entries that the person has a part in, of all editions, the newest first; no deleted drafts."""
    query = (
        select(
            Entry.id, Entry.key, Entry.edition_id, Entry.state, Entry.title, Entry.saved_at,
            Entry.submitted_at, Entry.version_number, Receipt.number.label("receipt_number"), ScreeningDecision.reason,
            Version.in_grace, Entry.author_id, _UPPER.edition_id.label("upper_id"), Version.erased_at,
            ScreeningDecision.causes, ScreeningDecision.return_by, ScreeningDecision.id.label("decision_id"),
        )
        .outerjoin(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .outerjoin(_UPPER, _UPPER.came_from_id == Entry.id)
        .outerjoin(Receipt, Receipt.version_id == Version.id)
        .outerjoin(ScreeningDecision, ScreeningDecision.id == decisions.last())
        .where(authorship.has_part({author_id}), (Entry.state != states.WITHDRAWN) | (Entry.version_number > 0))
        .order_by(Entry.created_at.desc(), Entry.id.desc())
    )  # fmt: skip
    rows = list(db.session.execute(query))
    contacts = people.people(frozenset(row.author_id for row in rows if row.author_id != author_id))
    named = {person.id: person.name for person in contacts.values()}
    sealed = kept_locked.of([row.id for row in rows])
    return tuple(
        OwnEntry(
            *row[:4], sealed[row.id].title if row.id in sealed else row.title, *row[5:8], row.receipt_number or "",
            sealed[row.id].reasons.get(row.decision_id, "") if row.id in sealed else row.reason or "",
            bool(row.in_grace),
            contact=named.get(row.author_id, ""), upper_id=row.upper_id, erased_at=row.erased_at,
            causes=decisions.sentences(row.causes), return_by=row.return_by, is_sealed=row.id in sealed,
            is_opened=row.id in sealed and sealed[row.id].is_opened,
        )
        for row in rows
    )  # fmt: skip


def draft(entry_key: str, author_id: int) -> DraftView:
    """Return the draft, to a co-author as well. Raises NotFound for others."""
    entry = own.readable(entry_key, author_id)
    stated = statements.of_draft(entry.id)
    last = _version(entry_key, author_id, entry.version_number) if entry.version_number else None
    sealed = kept_locked.of_one(entry.id)
    return DraftView(
        id=entry.id,
        key=entry.key,
        edition_id=entry.edition_id,
        state=entry.state,
        title=sealed.title if sealed else entry.title,
        category_id=entry.category_id,
        text=entry.text,
        words=entry.words,
        revision=entry.revision,
        saved_at=entry.saved_at,
        submitted_at=entry.submitted_at,
        version_number=entry.version_number,
        file=file_view(entry.file),
        file_text=entry.file.text if entry.file else "",
        in_grace=last is not None and last.in_grace,
        own=answers.of_draft(entry),
        author_id=entry.author_id,
        contact="" if entry.author_id == author_id else people.person(entry.author_id).name,
        statement=stated.statement,
        translation=file_view(stated.translation),
        translation_text=stated.translation.text if stated.translation else "",
        proof=file_view(stated.proof),
        recording=file_view(stated.recording),
        upper_id=db.session.scalar(select(Entry.edition_id).where(Entry.came_from_id == entry.id)),
        erased_at=last.erased_at if last else None,
        return_by=decisions.return_by(last.id) if last else None,
        markup=entry.markup,
        is_sealed=sealed is not None,
        is_opened=sealed is not None and sealed.is_opened,
    )


def obstacles(edition_id: int, author_id: int, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Return what keeps the person from taking part in the edition, whatever the work."""
    return work.obstacles(edition_id, author_id, now=now)


def blank(edition_id: int, category_id: int, *, now: datetime) -> DraftView:
    """Return a draft that is kept nowhere, as it looks when somebody has just begun."""
    return DraftView(
        id=0,
        key="",
        edition_id=edition_id,
        state=states.DRAFT,
        title="",
        category_id=category_id,
        text="",
        words=0,
        revision=1,
        saved_at=now,
        submitted_at=None,
        version_number=0,
        file=None,
        file_text="",
        own=answers.none(edition_id, category_id),
    )


def review(entry_key: str, author_id: int, *, now: datetime) -> Review:
    """Return what a submit would hand in, with every rule it breaks. Raises NotFound."""
    entry = own.find(entry_key, author_id)
    now_in = work.whole(entry)
    author = people.person(author_id)
    return Review(
        work=now_in,
        problems=(*work.problems(entry, now_in, author, now=now), *work.legacy(entry)),
        file=file_view(entry.file),
        translation=file_view(now_in.stated.translation),
        proof=file_view(now_in.stated.proof),
    )


def sheet(entry_key: str, author_id: int) -> about.Sheet:
    """Return what is asked of an author and what was said with this entry. Raises NotFound, for another's as well."""
    return about.sheet(own.readable(entry_key, author_id), author_id)


def untold(entry_key: str, author_id: int) -> bool:
    """Tell whether this author must still say something about themselves. Raises NotFound."""
    entry = own.readable(entry_key, author_id)
    return next(about.problems(entry, people.person(author_id)), None) is not None


def said_before(author_id: int) -> About:
    """Return what the author said with an entry before, to begin with."""
    return about.said_before(author_id)


def versions(entry_key: str, author_id: int) -> tuple[VersionLine, ...]:
    """Return what was submitted, the newest first; nothing for another's entry."""
    query = (
        select(
            Version.number, Version.title, Version.submitted_at, Receipt.number,
            ScreeningDecision.verdict, ScreeningDecision.reason, Version.in_grace, ScreeningDecision.causes,
            ScreeningDecision.id.label("decision_id"), Entry.id.label("entry_id"),
        )
        .join(Entry, Entry.id == Version.entry_id)
        .join(Receipt, Receipt.version_id == Version.id)
        .outerjoin(ScreeningDecision, ScreeningDecision.id == decisions.last())
        .where(Entry.key == entry_key, authorship.has_part({author_id}))
        .order_by(Version.number.desc())
    )  # fmt: skip
    rows = db.session.execute(query).all()
    sealed = kept_locked.of({row.entry_id for row in rows})
    return tuple(_line(row, sealed.get(row.entry_id)) for row in rows)


def _line(row: Any, sealed: Kept | None) -> VersionLine:  # noqa: ANN401 -- a row of `versions`
    title = sealed.titles.get(row.number, row.title) if sealed else row.title
    reason = sealed.reasons.get(row.decision_id, "") if sealed else row.reason or ""
    causes = decisions.sentences(row.causes)
    return VersionLine(row[0], title, row[2], row[3], row.verdict or "", reason, row.in_grace, causes)


def receipt(entry_key: str, author_id: int, number: int) -> ReceiptView:
    """Return the receipt of a version. Raises NotFound."""
    version = _version(entry_key, author_id, number)
    given = db.session.scalars(
        select(Receipt).where(Receipt.version_id == version.id).options(undefer(Receipt.document))
    ).one()
    sealed = kept_locked.of_one(version.entry_id)
    said = kept_locked.columns(given, sealed)
    return ReceiptView(
        entry_key=entry_key,
        edition_id=version.entry.edition_id,
        category_id=version.category_id,
        version_number=version.number,
        title=sealed.titles.get(number, "") if sealed else version.title,
        words=version.words,
        number=given.number,
        issued_at=given.issued_at,
        file_name=version.file.file_name if version.file else None,
        in_grace=version.in_grace,
        authors=authorship.names_of(version.entry_id, number),
        stated=statements.of_version(version.id),
        declarations=tuple(version.declarations),
        pictures=tuple(part["name"] for part in version.file.parts) if version.file else (),
        is_sealed=sealed is not None,
        is_opened=sealed is not None and sealed.is_opened,
        **said,
    )


def _version(entry_key: str, author_id: int, number: int) -> Version:
    query = (
        select(Version)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Entry.key == entry_key, authorship.has_part({author_id}), Version.number == number)
    )
    version = db.session.scalar(query)
    if version is None:
        raise NotFound(entry_key)
    return version
