"""Drafts and notes kept sealed with a work: added and taken back by its author, opened by the office in a review."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import events, files, for_office, kept_locked, own
from contest.entries.files import Received
from contest.entries.logged import publish_about_file
from contest.entries.models import Entry
from contest.entries.models_beside import Provenance, ProvenanceOpening
from contest.entries.rules import provenance as rules
from contest.entries.rules import states
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def receive(raw: bytes, file_name: str) -> Received:
    """Read and store a draft, a note or a picture of one. Slow: before `begin_writing`. Raises RuleBroken."""
    return files.receive(raw, file_name, pictures=True)


def add(entry_key: str, received: Received, note: str, *, author_id: int, now: datetime) -> None:
    """Keep the file sealed with the entry; the same bytes again change nothing. Until the closing time."""
    said = rules.note(note)
    begin_writing()
    entry = own.locked(entry_key, author_id)
    _check_open(entry, now)
    there = _present(entry.id)
    if received.found.sha256 in {row.sha256 for row in there}:
        files.forget(received.storage_key)
        return
    rules.check_room(len(there))
    file = files.row(received)
    file.account_id, file.uploaded_at = author_id, now
    file.text, file.words, file.traces = "", 0, []  # sealed: nothing of it lies open beside the file
    at = _after_submit(entry, now)
    row = Provenance(entry_id=entry.id, file=file, sha256=file.sha256, note=said, added_at=at)
    db.session.add(row)
    db.session.flush()
    publish_about_file(
        events.ProvenanceAdded(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, provenance_id=row.id, sha256=file.sha256, size=file.size,
        )
    )  # fmt: skip


def take_back(entry_key: str, key: str, *, author_id: int, now: datetime) -> None:
    """Delete a draft or note; its digest and times stay, as receipts name them. Raises NotFound."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    _check_open(entry, now)
    row = next((row for row in _present(entry.id) if row.key == key), None)
    if row is None:
        raise NotFound(key)
    file, row.file, row.note, row.removed_at = row.file, None, "", _after_submit(entry, now)
    db.session.flush()
    if file is not None:
        files.discard(file)
    publish_about_file(
        events.ProvenanceTakenBack(
            at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id, provenance_id=row.id
        )
    )


def may_change(state: str, edition: editions.EditionView) -> bool:
    """Tell whether drafts and notes can be added: where the edition keeps them, until the closing time."""
    takes_part = state == states.DRAFT or state in states.TAKING_PART or state == states.RETURNED
    return edition.keeps_drafts and takes_part and edition.phase == "open"


def open_review(edition_id: int, number: str, reason: str, *, actor_id: int, now: datetime) -> str:
    """Open what is sealed with the work of that receipt, and return the key of the review. Raises RuleBroken."""
    why = rules.reason(reason)
    if kept_locked.is_any_sealed(edition_id):
        raise RuleBroken(
            N_(
                "Drafts and notes are sealed with the works to the key holders. They can be opened after the opening."
            ),
            field="number",
        )
    begin_writing()
    entry_id = _submitted(edition_id, number)
    kept = db.session.scalar(
        select(func.count()).where(Provenance.entry_id == entry_id, Provenance.removed_at.is_(None))
    )
    if not kept:
        raise RuleBroken(
            N_(
                "No drafts or notes are kept with this work, so there is nothing to open. Ask the author for dated"
                " drafts, notes or an interview."
            ),
            field="number",
        )
    row = ProvenanceOpening(entry_id=entry_id, opened_by=actor_id, reason=why, opened_at=now)
    db.session.add(row)
    db.session.flush()
    publish(
        events.ProvenanceOpened(
            at=now, actor_id=actor_id, edition_id=edition_id, entry_id=entry_id, opening_id=row.id, files=kept
        )
    )
    return row.key


def _submitted(edition_id: int, number: str) -> int:
    found = for_office.by_number(edition_id, number)
    if found is None:
        raise RuleBroken(
            N_("No work of this contest has a receipt with this number. Compare it with the receipt."),
            field="number",
        )
    return found[0]


def _check_open(entry: Entry, now: datetime) -> None:
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), entry.author_id, now=now)
    if not may_change(entry.state, edition):
        raise Conflict(
            N_(
                "Drafts and notes can be added and taken back until the closing time only. Nothing was changed."
            )
        )


def _after_submit(entry: Entry, now: datetime) -> datetime:
    """Return `now`, or a moment after the last submit where that came in later and was written first."""
    last = entry.submitted_at
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _present(entry_id: int) -> list[Provenance]:
    query = select(Provenance).where(Provenance.entry_id == entry_id, Provenance.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(Provenance.id)))
