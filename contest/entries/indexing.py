"""Puts works into the index by which copies are found, and takes them out again.

Last versions of every edition are indexed, old ones as well. Whoever writes here holds Subject.COPIES, before any
version is erased in the same transaction: so nothing is indexed of a work that is being erased.
"""

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import undefer

from contest.entries import likenesses, samples
from contest.entries.likenesses import Unindexed
from contest.entries.models import ComparedText, Likeness, LikenessMark
from contest.entries.rules.shingles import SCHEME, shingles, words
from contest.entries.rules.sketch import packed, sketch, unpacked
from contest.kernel import clock
from contest.platform.database import db, unit_of_work
from contest.platform.locks import Subject, begin_writing_about

BATCH: Final = (
    2000  # works in one transaction: a value lies anywhere in the table, and every batch writes all of it
)
_AS_THEY_ARE: Final = {"synchronize_session": False}


def index_waiting(until: float = float("inf")) -> int:
    """Index what is not in the index as it is, up to an instant of the monotonic clock; return how many works."""
    done = after = 0
    while time.monotonic() < until and (batch := likenesses.unindexed(after, BATCH)):
        db.session.rollback()  # no transaction is held open over the slow part
        made = [(each, *_taken(each.text)) for each in batch]
        with unit_of_work():
            _keep(made, clock.now())
        after, done = batch[-1].entry_id, done + len(batch)
    db.session.rollback()
    return done


def _taken(text: str) -> tuple[int, bytes]:
    numbers = words(text)
    return len(numbers), packed(sketch(shingles(numbers)))


def _keep(made: Collection[tuple[Unindexed, int, bytes]], now: datetime) -> None:
    begin_writing_about(Subject.COPIES, 0)
    there = _rows([each.entry_id for each, _, _ in made])
    _drop(there.values())
    unerased = likenesses.unerased([each.version_id for each, _, _ in made])
    screened = {e: likenesses.is_screened(e, now=now) for e in {each.edition_id for each, _, _ in made}}
    rows = []
    for each, length, sample in made:
        if each.version_id in unerased:
            row = there.get(each.entry_id) or ComparedText(entry_id=each.entry_id)
            row.version_id, row.scheme, row.words, row.sample = each.version_id, SCHEME, length, sample
            row.is_due, row.others, row.own, row.compared_at = screened[each.edition_id], 0, 0, None
            rows.append(row)
    db.session.add_all(rows)
    db.session.flush()
    samples.add(samples.WORKS, {row.id: unpacked(row.sample) for row in rows})


def forget(entry_ids: Collection[int]) -> None:
    """Erase all that was made of these works; first of all that erases them in a transaction."""
    begin_writing_about(Subject.COPIES, 0)
    rows = _rows(entry_ids).values()
    ids = [row.id for row in rows]
    _drop(rows)
    marks = or_(LikenessMark.entry_id.in_(entry_ids), LikenessMark.source_id.in_(ids))
    for statement in (
        delete(LikenessMark).where(marks),
        delete(ComparedText).where(ComparedText.id.in_(ids)),
    ):
        db.session.execute(statement, execution_options=_AS_THEY_ARE)
    db.session.expire_all()


def _rows(entry_ids: Collection[int]) -> dict[int, ComparedText]:
    query = select(ComparedText).where(ComparedText.entry_id.in_(entry_ids))
    return {row.entry_id: row for row in db.session.scalars(query.options(undefer(ComparedText.sample)))}


def _drop(rows: Iterable[ComparedText]) -> None:
    """Take what was sampled of these texts away, and what was found in them and of them."""
    gone = {row.id: unpacked(row.sample) for row in rows}
    if not gone:
        return
    samples.remove(samples.WORKS, gone)
    touched = set(db.session.scalars(select(Likeness.text_id).where(Likeness.source_id.in_(gone))))
    either = or_(Likeness.text_id.in_(gone), Likeness.source_id.in_(gone))
    db.session.execute(delete(Likeness).where(either), execution_options=_AS_THEY_ARE)
    likenesses.recount(touched - gone.keys())
