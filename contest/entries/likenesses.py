"""Reads what is compared and what was found: texts as judges read them, who wrote them, how much is alike in all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from contest.editions import queries as editions
from contest.editions.rules import schedule
from contest.entries import queries
from contest.entries.models import (
    ComparedText,
    Entry,
    Likeness,
    LikenessMark,
    ReferenceText,
    StatementRow,
    StoredFile,
    Version,
    VersionAuthor,
)
from contest.entries.models_sealed import SealedWork
from contest.entries.rules.overlap import Passage, covered
from contest.entries.rules.shingles import SCHEME, Numbers, shingles, words
from contest.people import queries as people
from contest.platform.database import db

# While a secretary may look at works and their authors' names; afterwards a work is not compared any more.
SCREENED: Final = frozenset({schedule.ANNOUNCED, schedule.OPEN, schedule.CLOSED})
_EDITIONS: Final = 1000
_MOST_QUOTABLE: Final = 16  # texts that are kept as shingles between two comparisons

_Any: TypeAlias = Select[*tuple[Any, ...]]
_TRANSLATION = aliased(StoredFile)
# What judges read: the translation where there is one.
_JUDGED: Final = case(
    (_TRANSLATION.id.is_not(None), _TRANSLATION.text),
    (func.coalesce(StatementRow.translation, "") != "", StatementRow.translation),
    else_=Version.text,
)


@dataclass(frozen=True, slots=True)
class Unindexed:
    """A last version that is not in the index, with the text that judges read of it."""

    entry_id: int
    edition_id: int
    version_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A text in the index, with its sample as bytes."""

    id: int
    entry_id: int
    edition_id: int
    version_id: int
    sample: bytes


# --- what is to be done ---------------------------------------------------------------------------------------


def unindexed(after: int, limit: int) -> list[Unindexed]:
    """Return last versions that are not in the index, of entries beyond the id `after`, in the order of ids."""
    query = _last_versions(select(Entry.id, Entry.edition_id, Version.id, _JUDGED))
    query = _read(query).where(Entry.id > after).order_by(Entry.id).limit(limit)
    return [Unindexed(*row) for row in db.session.execute(query)]


def unindexed_since(moment: datetime) -> list[tuple[str, int]]:
    """Return (key of the entry, number of the version) of what was submitted before and is not in the index."""
    query = _last_versions(select(Entry.key, Version.number)).where(Version.submitted_at < moment)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Entry.id))]


def _last_versions(query: _Any) -> _Any:
    is_current = and_(ComparedText.version_id == Version.id, ComparedText.scheme == SCHEME)
    return (
        query.join(Version, queries.LAST_VERSION)
        .outerjoin(ComparedText, ComparedText.entry_id == Entry.id)
        .where(Version.erased_at.is_(None), or_(ComparedText.id.is_(None), ~is_current))
        # Of an edition that is on its way back none, until all are there to be compared with.
        .where(~exists().where(SealedWork.edition_id == Entry.edition_id))
    )


def _read(query: _Any) -> _Any:
    return query.outerjoin(StatementRow, StatementRow.version_id == Version.id).outerjoin(
        _TRANSLATION, _TRANSLATION.id == StatementRow.translation_file_id
    )


def next_due() -> Compared | None:
    """Return the text that is to be compared next, None where none waits."""
    query = (
        select(
            ComparedText.id,
            ComparedText.entry_id,
            Entry.edition_id,
            ComparedText.version_id,
            ComparedText.sample,
        )
        .join(Entry, Entry.id == ComparedText.entry_id)
        .where(ComparedText.is_due)
        .order_by(ComparedText.id)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else Compared(*row)


def unerased(version_ids: Collection[int]) -> frozenset[int]:
    """Return those of these versions whose text is still there."""
    query = select(Version.id).where(Version.id.in_(version_ids), Version.erased_at.is_(None))
    return frozenset(db.session.scalars(query))


def is_screened(edition_id: int, *, now: datetime) -> bool:
    """Tell whether works of the edition are still before their coding."""
    return editions.by_id(edition_id, now=now).phase in SCREENED


def screened_editions(*, now: datetime) -> frozenset[int]:
    """Return the editions whose works are before their coding."""
    known = editions.public_editions(now=now, limit=_EDITIONS)
    return frozenset(edition.id for edition in known if edition.phase in SCREENED)


# --- texts ----------------------------------------------------------------------------------------------------


def texts(text_ids: Collection[int]) -> dict[int, str]:
    """Return these texts as judges read them."""
    query = _read(
        select(ComparedText.id, _JUDGED)
        .join(Version, Version.id == ComparedText.version_id)
        .where(ComparedText.id.in_(text_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def references(reference_ids: Collection[int]) -> dict[int, str]:
    """Return the text of these reference texts, but of none that may be quoted."""
    query = select(ReferenceText.id, ReferenceText.text).where(
        ReferenceText.id.in_(reference_ids), ~ReferenceText.may_be_quoted
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def quotable(edition_id: int, *, now: datetime) -> Numbers:
    """Return the shingles that count in no work of the edition, rising: of its title, its rules, what may be quoted."""
    edition = editions.by_id(edition_id, now=now)
    own = (f"{edition.title}\n{edition.summary}", editions.rules_text(edition_id))
    query = select(ReferenceText.text).where(
        ReferenceText.edition_id == edition_id, ReferenceText.may_be_quoted
    )
    uploaded = db.session.scalars(query.order_by(ReferenceText.id))
    return np.unique(np.concatenate([_shingles_of(text) for text in (*own, *uploaded)]))


@lru_cache(maxsize=_MOST_QUOTABLE)
def _shingles_of(text: str) -> Numbers:
    return shingles(words(text))


# --- whose works ----------------------------------------------------------------------------------------------


def entries_of(text_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return (entry, edition) of these texts."""
    query = select(ComparedText.id, Entry.id, Entry.edition_id).join(Entry, Entry.id == ComparedText.entry_id)
    rows = db.session.execute(query.where(ComparedText.id.in_(text_ids)))
    return {row[0]: (row[1], row[2]) for row in rows}


def writers(entry_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the accounts of the authors of these entries."""
    alone = select(Entry.id, Entry.author_id).where(Entry.id.in_(entry_ids))
    beside = (
        select(Entry.id, VersionAuthor.account_id)
        .join(Version, queries.LAST_VERSION)
        .join(VersionAuthor, VersionAuthor.version_id == Version.id)
        .where(Entry.id.in_(entry_ids), VersionAuthor.left_at.is_(None))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in (*db.session.execute(alone), *db.session.execute(beside)):
        found[row[0]].add(row[1])
    return {entry_id: frozenset(those) for entry_id, those in found.items()}


def unused(entry_ids: Collection[int]) -> frozenset[int]:
    """Return those of these entries that an author lets lie unused: they are compared with nothing."""
    whose = writers(entry_ids)
    lying = people.restricted(frozenset(account for those in whose.values() for account in those))
    return frozenset(entry_id for entry_id, those in whose.items() if those & lying)


def lineage(entry_id: int) -> frozenset[int]:
    """Return the entries that are one work with this: what it was sent on from and what it became, and itself."""
    found = {entry_id}
    while True:
        below = select(Entry.came_from_id).where(Entry.id.in_(found))
        above = select(Entry.id).where(Entry.came_from_id.in_(found))
        more = {*db.session.scalars(below), *db.session.scalars(above)} - {None} - found
        if not more:
            return frozenset(found)
        found |= more


# --- what it comes to -----------------------------------------------------------------------------------------


def flat(passages: Iterable[Passage]) -> list[int]:
    """Write passages as they are stored."""
    return [at for each in passages for at in (each.start, each.end, each.source_start, each.source_end)]


def from_flat(numbers: Sequence[int]) -> tuple[Passage, ...]:
    """Read passages as they are stored."""
    return tuple(Passage(*numbers[at : at + 4]) for at in range(0, len(numbers), 4))


def recount(text_ids: Collection[int]) -> None:
    """Count anew how many words of these texts stand elsewhere: in a transaction that writes."""
    db.session.flush()
    wanted = sorted(set(text_ids))
    rows = list(db.session.scalars(select(ComparedText).where(ComparedText.id.in_(wanted))))
    found = _counting(wanted)
    for row in rows:
        row.others = covered(p for is_own, passages in found[row.id] if not is_own for p in passages)
        row.own = covered(p for is_own, passages in found[row.id] if is_own for p in passages)


def _counting(text_ids: Collection[int]) -> dict[int, list[tuple[bool, tuple[Passage, ...]]]]:
    """Return by text the sources that are not marked: whether they are of the same authors, and the passages."""
    source, entry = aliased(ComparedText), aliased(Entry)
    marked = and_(
        LikenessMark.entry_id == ComparedText.entry_id,
        or_(
            LikenessMark.source_id == Likeness.source_id,
            LikenessMark.reference_id == Likeness.reference_id,
        ),
    )
    query = (
        select(Likeness.text_id, ComparedText.entry_id, entry.id, Likeness.passages)
        .join(ComparedText, ComparedText.id == Likeness.text_id)
        .outerjoin(source, source.id == Likeness.source_id)
        .outerjoin(entry, entry.id == source.entry_id)
        .outerjoin(LikenessMark, marked)
        .where(Likeness.text_id.in_(text_ids), LikenessMark.id.is_(None))
    )
    rows = db.session.execute(query).all()
    whose = writers({row[1] for row in rows} | {row[2] for row in rows} - {None})
    found: dict[int, list[tuple[bool, tuple[Passage, ...]]]] = defaultdict(list)
    for text_id, entry_id, source_entry, passages in rows:
        is_own = bool(whose[entry_id] & whose.get(source_entry, frozenset()))
        found[text_id].append((is_own, from_flat(passages)))
    return found
