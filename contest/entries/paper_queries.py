"""What is known of works on paper: the last ones, those of a day, one with its code; and whose they may be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import undefer

from contest.entries import authorship
from contest.entries import work as works
from contest.entries.authorship import Named
from contest.entries.models import Entry, Receipt, StoredFile, Version
from contest.entries.models_paper import PaperEntry
from contest.entries.queries import LAST_VERSION, FileRef
from contest.entries.rules import claims
from contest.entries.rules import receipt as receipts
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.people import unclaimed
from contest.people.queries import Person
from contest.platform.crypto import keyring
from contest.platform.database import db

LAST: Final = 10


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A work on paper in a list; `clock`: of the arrival, None where only the day is known."""

    entry_id: int
    key: str
    title: str
    authors: tuple[str, ...]
    category_id: int
    unit_name: str
    state: str
    channel: str
    postmark: date | None
    arrived: date
    clock: time | None
    verdict: str
    reason: str
    number: str
    taken_in_at: datetime
    taken_in_by: str
    undone_reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperView:
    """One work on paper: its line, its people in order, the signed sheet, what the rules of the contest say of it.

    `code`: by which its author claims it, "" once there is nobody left to claim anything.
    """

    line: PaperLine
    edition_id: int
    authors: tuple[Person, ...]
    sheet: str
    code: str
    problems: tuple[RuleBroken, ...]
    document: str
    signature: str
    digests: Mapping[str, str]
    issued_at: datetime
    words: int
    file_name: str
    flags: tuple[str, ...]

    @property
    def can_be_claimed(self) -> bool:
        return self.authors[0].is_unclaimed


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody on a paper who may be the person who asks: what their works are called."""

    unclaimed_id: int
    name: str
    titles: tuple[str, ...]


def code(entry: Entry, row: PaperEntry) -> str:
    """Return the code of the receipt: made of a key of the installation, and kept nowhere."""
    return claims.code(keyring().opaque("claim", f"{entry.key}\0{row.code_number}"))


def last(edition_id: int, *, limit: int = LAST) -> tuple[PaperLine, ...]:
    """Return what was taken in last by hand, the newest first."""
    return _lines(edition_id, limit=limit, newest_first=True)


def between(edition_id: int, begin: datetime, end: datetime) -> tuple[PaperLine, ...]:
    """Return what was taken in from `begin` on, before `end`, in its order."""
    return _lines(edition_id, PaperEntry.taken_in_at >= begin, PaperEntry.taken_in_at < end)


def _lines(
    edition_id: int, *which: ColumnElement[bool], limit: int | None = None, newest_first: bool = False
) -> tuple[PaperLine, ...]:
    order = PaperEntry.id.desc() if newest_first else PaperEntry.id
    query = (
        select(Entry, PaperEntry, Version.id, Version.title, Receipt.number)
        .join(PaperEntry, PaperEntry.entry_id == Entry.id)
        .join(Version, LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.edition_id == edition_id, *which)
        .order_by(order)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    several = authorship.of_versions(row[2] for row in rows if row[0].author_place is not None)
    who = {row[0].author_id for row in rows} | {row[1].taken_in_by for row in rows}
    known = people.people(frozenset(who))
    units = people.unit_names(frozenset(row[0].unit_id for row in rows if row[0].unit_id is not None))
    spelt = authorship.spelt(row[0].id for row in rows)
    return tuple(
        _line(entry, row, title, number, _Names(known, units, several.get(version_id, ()), spelt))
        for entry, row, version_id, title, number in rows
    )


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[int, Person]
    units: Mapping[int, str]
    several: tuple[Named, ...]
    spelt: Mapping[tuple[int, int], str]

    def of_authors(self, entry: Entry) -> tuple[str, ...]:
        alone = self.spelt.get((entry.id, entry.author_id)) or self.people[entry.author_id].name
        return tuple(each.name for each in self.several) or (alone,)


def _line(entry: Entry, row: PaperEntry, title: str, number: str, names: _Names) -> PaperLine:
    return PaperLine(
        entry_id=entry.id,
        key=entry.key,
        title=title,
        authors=names.of_authors(entry),
        category_id=entry.category_id or 0,
        unit_name=names.units.get(entry.unit_id or 0, ""),
        state=entry.state,
        channel=row.channel,
        postmark=row.postmark,
        arrived=row.arrived,
        clock=None if row.clock is None else time(*divmod(row.clock, 60)),
        verdict=row.verdict,
        reason=row.reason,
        number=number,
        taken_in_at=row.taken_in_at,
        taken_in_by=names.people[row.taken_in_by].name,
        undone_reason=row.undone_reason,
    )


def one(entry_key: str, edition_id: int, *, now: datetime) -> PaperView:
    """Return a work on paper. Raises NotFound."""
    query = (
        select(Entry, PaperEntry, Version, Receipt)
        .join(PaperEntry, PaperEntry.entry_id == Entry.id)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == 1))
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
        .options(undefer(Receipt.document), undefer(Entry.text))
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound(entry_key)
    entry, row, version, receipt = found
    (line,) = _lines(edition_id, Entry.id == entry.id)
    named = [each.account_id for each in authorship.of_entry(entry)] or [entry.author_id]
    known = people.people(frozenset(named))
    author = known[entry.author_id]
    return PaperView(
        line=line,
        edition_id=edition_id,
        authors=tuple(known[each] for each in named),
        sheet=row.sheet,
        code=code(entry, row) if author.is_unclaimed else "",
        problems=_problems(entry, author, now),
        document=receipt.document,
        signature=receipt.signature,
        digests=receipts.digests(receipt.document),
        issued_at=receipt.issued_at,
        words=version.words,
        file_name=version.file.file_name if version.file else "",
        flags=tuple(version.file.flags) if version.file else (),
    )


def _problems(entry: Entry, author: Person, now: datetime) -> tuple[RuleBroken, ...]:
    """Return what the contest asks of works and this one does not have; nothing once it is erased."""
    if author.is_erased:
        return ()
    return works.problems(entry, works.whole(entry), author, now=now)


def is_on_paper(entry_key: str) -> bool:
    """Tell whether the secretariat took the work in."""
    query = select(PaperEntry.id).join(Entry, Entry.id == PaperEntry.entry_id).where(Entry.key == entry_key)
    return db.session.scalar(query) is not None


def marks(entry_keys: Collection[str]) -> dict[str, PaperLine]:
    """Return how those of these works came that came on paper, by their keys."""
    if not entry_keys:
        return {}
    query = select(Entry.edition_id).where(Entry.key.in_(entry_keys)).distinct()
    found = [
        line
        for edition_id in db.session.scalars(query)
        for line in _lines(edition_id, Entry.key.in_(entry_keys))
    ]
    return {line.key: line for line in found}


def waiting(edition_id: int) -> int:
    """Count the works on paper that were taken in and not taken back."""
    query = (
        select(func.count())
        .select_from(PaperEntry)
        .join(Entry, Entry.id == PaperEntry.entry_id)
        .where(Entry.edition_id == edition_id, PaperEntry.undone_reason == "")
    )
    return db.session.scalar(query) or 0


def offered(account_id: int) -> tuple[Offered, ...]:
    """Return people on papers with the confirmed address of this person: perhaps it is them."""
    me = people.person(account_id)
    ids = unclaimed.with_address(me.email) if me.is_confirmed else ()
    known = people.people(frozenset(ids))
    return tuple(Offered(each, known[each].name, titles) for each in ids if (titles := _titles(each)))


def _titles(account_id: int) -> tuple[str, ...]:
    query = (
        select(Entry.title)
        .where(authorship.is_author(account_id), Entry.version_number > 0, Entry.withdrawn_at.is_(None))
        .order_by(Entry.id)
    )
    return tuple(db.session.scalars(query))


def addresses_known(authors: Collection[Person]) -> tuple[Person, ...]:
    """Return the accounts whose address stands on the paper with one of these people who have none."""
    found = (people.by_email(each.email) for each in authors if each.is_unclaimed and each.email)
    return tuple(each for each in found if each is not None and each.is_confirmed)


def file_of(entry_key: str, edition_id: int) -> FileRef:
    """Return the file of a work on paper. Raises NotFound."""
    query = (
        select(StoredFile.kind, StoredFile.storage_key, StoredFile.file_name)
        .join(Version, Version.file_id == StoredFile.id)
        .join(Entry, Entry.id == Version.entry_id)
        .join(PaperEntry, PaperEntry.entry_id == Entry.id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    return FileRef(*row)
