"""Marks a source of a work as one that does not count: the author's own publication, or a quotation that is allowed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from contest.entries import events, likenesses
from contest.entries.models import ComparedText, Entry, Likeness, LikenessMark, ReferenceText
from contest.entries.rules import copies
from contest.kernel import text
from contest.kernel.errors import NotFound
from contest.platform.database import db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a source, and why."""

    kind: str
    reason: str


def mark(
    entry_key: str, source_key: str, said: Mark, *, edition_id: int, secretary_id: int, now: datetime
) -> None:
    """Let a source of the work not count; once more says it anew. Raises NotFound, RuleBroken naming the field."""
    reason = text.one_line(said.reason)
    copies.check_mark(said.kind, reason)
    begin_writing_about(Subject.COPIES, 0)
    entry_id, found = _found(entry_key, source_key, edition_id)
    row = _mark_of(entry_id, found)
    if row is None:
        row = LikenessMark(entry_id=entry_id, source_id=found.source_id, reference_id=found.reference_id)
        db.session.add(row)
    row.kind, row.reason, row.secretary_id, row.marked_at = said.kind, reason, secretary_id, now
    db.session.flush()
    likenesses.recount([found.text_id])
    publish(
        events.SourceMarked(
            at=now, actor_id=secretary_id, edition_id=edition_id,
            entry_id=entry_id, mark_id=row.id, mark=row.kind,
        )
    )  # fmt: skip


def unmark(entry_key: str, source_key: str, *, edition_id: int, secretary_id: int, now: datetime) -> None:
    """Let a source count again; one that does changes nothing. Raises NotFound."""
    begin_writing_about(Subject.COPIES, 0)
    entry_id, found = _found(entry_key, source_key, edition_id)
    row = _mark_of(entry_id, found)
    if row is None:
        return
    publish(
        events.SourceUnmarked(
            at=now, actor_id=secretary_id, edition_id=edition_id,
            entry_id=entry_id, mark_id=row.id, mark=row.kind,
        )
    )  # fmt: skip
    db.session.delete(row)
    likenesses.recount([found.text_id])


def _found(entry_key: str, source_key: str, edition_id: int) -> tuple[int, Likeness]:
    """Return the entry, and what of it was found in the source of that key: an entry's or a reference text's."""
    text_row, source_row, source = aliased(ComparedText), aliased(ComparedText), aliased(Entry)
    query = (
        select(Entry.id, Likeness)
        .join(text_row, text_row.entry_id == Entry.id)
        .join(Likeness, Likeness.text_id == text_row.id)
        .outerjoin(source_row, source_row.id == Likeness.source_id)
        .outerjoin(source, source.id == source_row.entry_id)
        .outerjoin(ReferenceText, ReferenceText.id == Likeness.reference_id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
        .where(or_(source.key == source_key, ReferenceText.key == source_key))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(source_key)
    return row[0], row[1]


def _mark_of(entry_id: int, found: Likeness) -> LikenessMark | None:
    query = select(LikenessMark).where(
        LikenessMark.entry_id == entry_id,
        LikenessMark.source_id == found.source_id
        if found.source_id is not None
        else LikenessMark.reference_id == found.reference_id,
    )
    return db.session.scalar(query)
