"""What a secretary reads of texts that are like a work: how much, in which sources, and where. Flags, no verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from contest.entries import authorship, likenesses, queries
from contest.entries.models import (
    ComparedText,
    Entry,
    Likeness,
    LikenessMark,
    Receipt,
    ReferenceText,
    Version,
)
from contest.entries.queries import NamedEntry
from contest.entries.rules import copies
from contest.entries.rules.overlap import SHORTEST, percent
from contest.entries.rules.receipt import NO_TEXT
from contest.entries.rules.side_by_side import Pair, lay, pairs
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.platform.database import db

MOST_PASSAGES: Final = 40  # of one source are shown
MOST_ELSEWHERE: Final = 20

UNREAD, WAITING, COMPARED = "unread", "waiting", "compared"


@dataclass(frozen=True, slots=True)
class MarkView:
    """What was said of a source, by whom and when."""

    kind: str
    reason: str
    secretary_name: str
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """A text in which some of a work stands: an entry of any edition, or a reference text.

    `key` is the entry's or the reference text's; `authors` their names, `origin` where a reference text is from,
    `at` when it was submitted or added; `percent` of the work stands in it.
    """

    key: str
    is_reference: bool
    edition_id: int
    title: str
    authors: str
    origin: str
    state: str
    at: datetime
    is_own: bool
    percent: int
    mark: MarkView | None


@dataclass(frozen=True, slots=True)
class Alike:
    """How much of a work stands elsewhere: in percent in works of others and reference texts, and in own works.

    `state`: unread, where there is no text that could be compared; waiting, until the job has compared it; compared.
    `is_due`: it is to be compared again, for something to compare it with has changed.
    """

    state: str
    others: int = 0
    own: int = 0
    is_due: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A source with the passages; `left`: how many more there are than are shown."""

    source: Source
    pairs: tuple[Pair, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry that is like another but for its text: the very same file or text in another edition, a like title."""

    key: str
    edition_id: int
    title: str
    state: str
    submitted_at: datetime


def of(entry_key: str, edition_id: int) -> Alike:
    """Return what was found of the work's last version."""
    row = _compared(entry_key, edition_id)
    if row is None:
        return Alike(WAITING)
    if row.words < SHORTEST:
        return Alike(UNREAD)
    if row.compared_at is None:
        return Alike(WAITING)
    others, own = percent(row.others, row.words), percent(row.own, row.words)
    return Alike(COMPARED, others, own, row.is_due, tuple(_sources(row, _found(row))))


def side_by_side(entry_key: str, source_key: str, edition_id: int) -> SideBySide:
    """Return the passages of the work that stand in a source. Raises NotFound."""
    row = _compared(entry_key, edition_id)
    if row is None:
        raise NotFound(entry_key)
    found = [each for each in _found(row) if source_key in {each.entry_key, each.reference_key}]
    if not found:
        raise NotFound(source_key)
    one = found[0]
    work = likenesses.texts([row.id])[row.id]
    if one.reference_id is not None:
        there = likenesses.references([one.reference_id]).get(one.reference_id, "")
    else:
        there = likenesses.texts([one.source_id]).get(one.source_id, "")
    passages = likenesses.from_flat(one.passages)
    shown = pairs(lay(work), lay(there), passages[:MOST_PASSAGES])
    return SideBySide(next(iter(_sources(row, found))), shown, len(passages) - len(shown))


def _compared(entry_key: str, edition_id: int) -> ComparedText | None:
    query = (
        select(ComparedText)
        .join(Entry, Entry.id == ComparedText.entry_id)
        .join(Version, queries.LAST_VERSION)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
        .where(ComparedText.version_id == Version.id)
    )
    return db.session.scalar(query)


def _found(row: ComparedText) -> list[Any]:
    """Return what was found of a text: the likeness, its source and its mark, most of it first."""
    source = aliased(ComparedText)
    marked = and_(
        LikenessMark.entry_id == row.entry_id,
        or_(
            LikenessMark.source_id == Likeness.source_id,
            LikenessMark.reference_id == Likeness.reference_id,
        ),
    )
    query = (
        select(
            Likeness.source_id, Likeness.reference_id, Likeness.words, Likeness.passages,
            Entry.id.label("entry_id"), Entry.key.label("entry_key"), Entry.state, Entry.submitted_at,
            func.coalesce(Entry.edition_id, ReferenceText.edition_id).label("edition_id"),
            ReferenceText.key.label("reference_key"), ReferenceText.title, ReferenceText.origin,
            ReferenceText.added_at, LikenessMark.kind, LikenessMark.reason, LikenessMark.secretary_id,
            LikenessMark.marked_at,
        )
        .outerjoin(source, source.id == Likeness.source_id)
        .outerjoin(Entry, Entry.id == source.entry_id)
        .outerjoin(ReferenceText, ReferenceText.id == Likeness.reference_id)
        .outerjoin(LikenessMark, marked)
        .where(Likeness.text_id == row.id)
        .order_by(Likeness.words.desc(), Likeness.id)
    )  # fmt: skip
    return list(db.session.execute(query))


def _sources(row: ComparedText, found: Iterable[Any]) -> Iterable[Source]:
    rows = list(found)
    named = queries.named([row.entry_id, *(each.entry_id for each in rows if each.entry_id is not None)])
    secretaries = people.people(frozenset(each.secretary_id for each in rows if each.secretary_id))
    own = _accounts(named[row.entry_id])
    for each in rows:
        work = named.get(each.entry_id)
        yield Source(
            key=each.entry_key or each.reference_key,
            is_reference=work is None,
            edition_id=each.edition_id,
            title=work.title if work else each.title,
            authors=", ".join(author.name for author in work.authors) if work else "",
            origin=each.origin or "",
            state=each.state or "",
            at=each.submitted_at or each.added_at,
            is_own=work is not None and bool(own & _accounts(work)),
            percent=percent(each.words, row.words),
            mark=MarkView(each.kind, each.reason, secretaries[each.secretary_id].name, each.marked_at)
            if each.kind
            else None,
        )


def _accounts(work: NamedEntry) -> frozenset[int]:
    return frozenset({work.author_id, *(author.account_id for author in work.authors)})


# --- what is alike but for passages ---------------------------------------------------------------------------


def the_very_same(entry_key: str, edition_id: int) -> tuple[Elsewhere, ...]:
    """Return entries of other editions whose last version is the very same text or file; not as it was sent on."""
    mine = _receipt(entry_key, edition_id)
    same_text = false() if mine.sha256_text in {NO_TEXT, ""} else Receipt.sha256_text == mine.sha256_text
    same_file = false() if mine.sha256_file is None else Receipt.sha256_file == mine.sha256_file
    query = _others(mine.entry_id).join(Receipt, Receipt.version_id == Version.id)
    query = query.where(Entry.edition_id != edition_id, or_(same_text, same_file)).limit(MOST_ELSEWHERE)
    return tuple(Elsewhere(*row) for row in db.session.execute(query))


def alike_in_title(entry_key: str, edition_id: int) -> tuple[Elsewhere, ...]:
    """Return entries of the same authors, in any edition, whose titles are like the work's."""
    mine = _receipt(entry_key, edition_id)
    named = queries.named([mine.entry_id])[mine.entry_id]
    rows = db.session.execute(_others(mine.entry_id).where(authorship.has_part(_accounts(named))))
    found = (Elsewhere(*row) for row in rows)
    return tuple(each for each in found if copies.are_titles_alike(named.title, each.title))[:MOST_ELSEWHERE]


def _receipt(entry_key: str, edition_id: int) -> Any:  # noqa: ANN401 -- a row of three
    query = (
        select(Entry.id.label("entry_id"), Receipt.sha256_text, Receipt.sha256_file)
        .join(Version, queries.LAST_VERSION)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    return row


def _others(entry_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Entry.key, Entry.edition_id, Version.title, Entry.state, Version.submitted_at)
        .join(Version, queries.LAST_VERSION)
        .where(Entry.id.not_in(likenesses.lineage(entry_id)), Version.erased_at.is_(None))
        .order_by(Version.submitted_at, Version.id)
    )
