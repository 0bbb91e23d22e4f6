"""Erases works: those of a person who is erased, and those that were kept long enough. Rows stay for the figures."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select, update

from contest.editions import queries as editions
from contest.entries import (
    answer_rows,
    authorship,
    co_authors,
    events,
    files,
    forgetting,
    indexing,
    sealed_storage,
    uploads,
)
from contest.entries.models import (
    Entry,
    OwnAnswer,
    ScreeningDecision,
    StatementRow,
    StoredFile,
    Upload,
    Version,
)
from contest.entries.models_beside import Mend, Provenance
from contest.entries.models_paper import PaperEntry
from contest.entries.rules import leaving, states
from contest.entries.rules.leaving import Fate
from contest.kernel.errors import RuleBroken
from contest.kernel.events import Event
from contest.people.events import ErasureDecided
from contest.people.rules.erasure import NOTHING_LEFT, WAITS, WORK
from contest.platform.database import db
from contest.platform.events import publish

CHUNK: Final = 500
_AS_THEY_ARE: Final = {"synchronize_session": False}
_BESIDE: Final = (
    StatementRow.translation_file_id,
    StatementRow.proof_file_id,
    StatementRow.recording_file_id,
)


def fates(account_id: int, prized: Collection[int], *, now: datetime) -> dict[int, Fate]:
    """Return what becomes of each work of the person, also with others. `prized`: works with a published prize."""
    rows = db.session.execute(
        select(Entry.id, Entry.state, Entry.edition_id, Entry.author_id, Entry.withdrawn_late)
        .where(authorship.is_author(account_id))
        .order_by(Entry.id)
    )
    return {
        row.id: leaving.fate(
            states.CODED if row.withdrawn_late else row.state,  # the judges have it until the publication
            editions.by_id(row.edition_id, now=now).phase,
            has_prize=row.id in prized,
            is_own=row.author_id == account_id,
        )
        for row in rows.all()
    }


def erase_works(event: Event) -> None:
    """Listen to people: erase the works of somebody who is erased. Raises RuleBroken where one must wait."""
    if not isinstance(event, ErasureDecided):
        return
    mine = select(Entry).where(authorship.has_part({event.account_id})).order_by(Entry.id)
    held = mine.with_for_update().execution_options(populate_existing=True)
    rows = {row.id: row for row in db.session.scalars(held)}
    decided = fates(event.account_id, event.kept_entries, now=event.at)
    if Fate.WAITS in decided.values():
        raise RuleBroken(WAITS[WORK])
    for entry_id, each in decided.items():
        if each is Fate.GOES:
            _leave(rows[entry_id], event)
    co_authors.forget_person(rows.values(), event)
    empty([entry_id for entry_id, each in decided.items() if each is Fate.GOES], now=event.at)
    forgetting.of_person(event.account_id, named=event.named_entries)
    answer_rows.forget(list(rows))
    uploads.give_up_all(Upload.account_id == event.account_id)
    forgetting.of_drafts(list(rows))
    _forget_files(StoredFile.account_id == event.account_id)


def _leave(entry: Entry, event: ErasureDecided) -> None:
    """Take a work out of the contest that was on its way to the judges; a draft simply ends."""
    was = entry.state
    if leaving.leaves_contest(was) or was == states.DRAFT:
        entry.state, entry.withdrawn_at = states.WITHDRAWN, event.at
        db.session.flush()
    if leaving.leaves_contest(was):
        publish(
            events.EntryWithdrawn(
                at=event.at, actor_id=event.actor_id, edition_id=entry.edition_id,
                entry_id=entry.id, author_id=entry.author_id, was=was,
            )
        )  # fmt: skip


def empty(entry_ids: Sequence[int], *, now: datetime) -> None:
    """Erase titles, texts, files and reasons of these works; that they were there stays, and so do the receipts."""
    db.session.flush()
    indexing.forget(entry_ids)
    for at in range(0, len(entry_ids), CHUNK):
        ids = entry_ids[at : at + CHUNK]
        of_versions = select(Version.file_id).where(Version.entry_id.in_(ids))
        of_drafts = select(Entry.file_id).where(Entry.id.in_(ids))
        beside = select(*_BESIDE)
        enclosed = [
            file_id
            for row in db.session.execute(beside.where(StatementRow.entry_id.in_(ids)))
            for file_id in row
        ]
        held = {*db.session.scalars(of_versions), *db.session.scalars(of_drafts), *enclosed} - {None}
        uploads.give_up_all(Upload.entry_id.in_(ids))
        held |= forgetting.of_drafts(ids)
        sealed_storage.forget(ids)
        _empty_rows(ids, now)
        forget_told(ids)
        _forget_files(StoredFile.id.in_(held))
    db.session.expire_all()


def forget_told(entry_ids: Sequence[int]) -> None:
    """Erase what was told beside these works: about their authors, and in answers to an edition's own fields."""
    forgetting.of_works(entry_ids)
    _forget_files(StoredFile.id.in_(answer_rows.forget(entry_ids) | forgetting.of_drafts(entry_ids)))


def _empty_rows(ids: Sequence[int], now: datetime) -> None:
    for statement in (
        update(Entry)
        .where(Entry.id.in_(ids))
        .values(title=NOTHING_LEFT, text="", markup="", file_id=None, saved_in=""),
        update(Version)
        .where(Version.entry_id.in_(ids))
        .values(title=NOTHING_LEFT, text="", markup="", file_id=None, declarations=[], erased_at=now),
        delete(StatementRow).where(StatementRow.entry_id.in_(ids)),
        update(ScreeningDecision)
        .where(ScreeningDecision.entry_id.in_(ids))
        .values(reason="", causes=[], checklist={}),
        update(PaperEntry)
        .where(PaperEntry.entry_id.in_(ids))
        .values(reason="", undone_reason="", claim_reason=""),
    ):
        db.session.execute(statement, execution_options=_AS_THEY_ARE)


def _forget_files(which: ColumnElement[bool]) -> None:
    """Delete those of these files that no work holds any more, the bytes after the commit."""
    is_held = or_(
        StoredFile.id.in_(select(Version.file_id).where(Version.file_id.is_not(None))),
        StoredFile.id.in_(select(Entry.file_id).where(Entry.file_id.is_not(None))),
        StoredFile.id.in_(select(OwnAnswer.file_id).where(OwnAnswer.file_id.is_not(None))),
        *(
            StoredFile.id.in_(select(column).where(column.is_not(None)))
            for column in (*_BESIDE, Mend.file_id, Provenance.file_id)
        ),
    )
    free = select(StoredFile.id, StoredFile.storage_key).where(which, ~is_held)
    found = db.session.execute(free).all()
    for row in found:
        files.forget(row.storage_key)
    db.session.execute(
        delete(StoredFile).where(StoredFile.id.in_([row.id for row in found])), execution_options=_AS_THEY_ARE
    )


def kept_drafts(edition_ids: Collection[int]) -> tuple[int, ...]:
    """Return what was never submitted of these contests, and is not empty yet."""
    return _kept(edition_ids, Entry.state.in_((states.DRAFT, states.WITHDRAWN)), Entry.version_number == 0)


def kept_outside(edition_ids: Collection[int]) -> tuple[int, ...]:
    """Return the works that were submitted to these contests and took no part, and are not empty yet."""
    return _kept(edition_ids, Entry.state != states.CODED, Entry.version_number > 0)


def _kept(edition_ids: Collection[int], *which: ColumnElement[bool]) -> tuple[int, ...]:
    query = select(Entry.id).where(Entry.edition_id.in_(edition_ids), Entry.title != NOTHING_LEFT, *which)
    return tuple(db.session.scalars(query.order_by(Entry.id)))


def authors(account_ids: Collection[int]) -> frozenset[int]:
    """Return those of these people who ever began a work, or stand on one."""
    began = select(Entry.author_id).where(Entry.author_id.in_(account_ids))
    return frozenset(db.session.scalars(began)) | authorship.known(account_ids)
