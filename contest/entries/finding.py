"""Compares works with one another and with reference texts: a job after each submit, which makes up for missed ones.

Works of an edition before its coding are compared with all that is in the index; of works that are judged nothing is
asked. What comes out is a figure for a secretary: it decides nothing and stops nothing.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from heapq import nsmallest
from typing import Final

from sqlalchemy import delete, select

from contest.entries import indexing, likenesses, samples
from contest.entries.events import EntryCameIn, EntrySubmitted
from contest.entries.likenesses import Compared
from contest.entries.models import ComparedText, Likeness, ReferenceText
from contest.entries.rules.copies import LEAST_PERCENT, MOST_SOURCES
from contest.entries.rules.overlap import SHORTEST, Mask, Passage, Read, covered, passages, read, within
from contest.entries.rules.shingles import words
from contest.entries.rules.sketch import unpacked, without
from contest.kernel import clock
from contest.kernel.events import Event
from contest.platform.database import db, unit_of_work
from contest.platform.jobs import poke, task
from contest.platform.locks import Subject, begin_writing_about

JOB: Final = "compare_texts"
CANDIDATES: Final = 24  # texts that are compared word by word with a new one: some more than are listed
_AT_ONCE: Final = 20.0  # seconds of one run, so that other jobs have their turn
_AS_THEY_ARE: Final = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Found:
    """What of a text stands in a source; `source_id` and `reference_id` as in Likeness."""

    text_id: int
    passages: tuple[Passage, ...]
    source_id: int | None = None
    reference_id: int | None = None

    @property
    def words(self) -> int:
        return covered(self.passages)


@task(JOB)
def compare_texts() -> int:
    """Index and compare what waits, for some seconds; ask for another run if more is left. Return how many compared."""
    until = time.monotonic() + _AT_ONCE
    indexing.index_waiting(until)
    done = compare_waiting(until)
    if time.monotonic() >= until:
        with unit_of_work():
            poke(JOB)
    return done


def compare_soon(event: Event) -> None:
    """Listen to entries: ask for a run once what was handed in is committed."""
    if isinstance(event, EntrySubmitted | EntryCameIn):
        poke(JOB)


def compare_waiting(until: float = float("inf")) -> int:
    """Compare what is due, up to an instant of the monotonic clock, and commit each; return how many."""
    done = 0
    while time.monotonic() < until and compare_next():
        done += 1
    return done


def compare_next() -> bool:
    """Compare a text that is due with all that is in the index, and commit what was found; False if none is due."""
    one, now = likenesses.next_due(), clock.now()
    found = _found(one, now) if one and likenesses.is_screened(one.edition_id, now=now) else []
    db.session.rollback()  # nothing is held open over the slow part, and what it read is read again
    if one is None:
        return False
    with unit_of_work():
        _write(one, found, now)
    return True


def _found(one: Compared, now: datetime) -> list[Found]:
    if likenesses.unused([one.entry_id]):
        return []
    found, excusing = [], _Excusing(now)
    text = read(words(likenesses.texts([one.id]).get(one.id, "")))
    excused = excusing.of(text, one.edition_id)
    values = without(unpacked(one.sample), excusing.quotable(one.edition_id))
    near = _best(samples.holders(samples.REFERENCES, values))
    for reference_id, source in likenesses.references(near).items():
        found.append(Found(one.id, _alike(text, read(words(source)), excused), reference_id=reference_id))
    others = _others(one, samples.holders(samples.WORKS, values, but={one.id}))
    for source_id, source in likenesses.texts(others).items():
        there, edition_id = read(words(source)), others[source_id]
        found.append(Found(one.id, _alike(text, there, excused), source_id))
        if excusing.is_screened(edition_id):
            found.append(Found(source_id, _alike(there, text, excusing.of(there, edition_id)), one.id))
    return [each for each in found if each.passages]


class _Excusing:
    """What may be quoted in works of each edition, asked for once."""

    def __init__(self, now: datetime) -> None:
        self.is_screened = cache(partial(likenesses.is_screened, now=now))
        self.quotable = cache(partial(likenesses.quotable, now=now))

    def of(self, text: Read, edition_id: int) -> Mask:
        """Tell of each word of a work in the edition whether it may be quoted."""
        return within(text, self.quotable(edition_id))


def _best(scores: Mapping[int, float]) -> list[int]:
    """Return the texts with the highest scores, of equal ones those that were indexed first."""
    return nsmallest(CANDIDATES, scores, key=lambda each: (-scores[each], each))


def _others(one: Compared, scores: Mapping[int, float]) -> dict[int, int]:
    """Return the works to be compared word by word, with their editions: not the same work at another level."""
    found = likenesses.entries_of(_best(scores))
    but = likenesses.lineage(one.entry_id) | likenesses.unused([entry_id for entry_id, _ in found.values()])
    return {text_id: edition_id for text_id, (entry_id, edition_id) in found.items() if entry_id not in but}


def _alike(text: Read, source: Read, excused: Mask) -> tuple[Passage, ...]:
    """Return the passages of the text in the source, nothing where they come to less than is worth a look."""
    return passages(text, source, excused, least=max(SHORTEST, len(text.words) * LEAST_PERCENT / 100))


def _write(one: Compared, found: Iterable[Found], now: datetime) -> None:
    begin_writing_about(Subject.COPIES, 0)
    row = db.session.get(ComparedText, one.id)
    if row is None or row.version_id != one.version_id:
        return  # erased or submitted again meanwhile
    row.is_due, row.compared_at = False, now
    of_it, in_it = Likeness.text_id == one.id, Likeness.source_id == one.id
    touched = {one.id, *db.session.scalars(select(Likeness.text_id).where(in_it))}
    db.session.execute(delete(Likeness).where(of_it | in_it), execution_options=_AS_THEY_ARE)
    kept = _still_there(found)
    db.session.add_all(
        Likeness(
            text_id=each.text_id,
            source_id=each.source_id,
            reference_id=each.reference_id,
            words=each.words,
            passages=likenesses.flat(each.passages),
        )
        for each in kept
    )
    touched |= {each.text_id for each in kept}
    db.session.flush()
    _keep_most(touched)
    likenesses.recount(touched)


def _still_there(found: Iterable[Found]) -> list[Found]:
    """Leave out whatever was erased or deleted while the texts were compared."""
    those = list(found)
    asked = {each for one in those for each in (one.text_id, one.source_id)}
    works = set(db.session.scalars(select(ComparedText.id).where(ComparedText.id.in_(asked - {None}))))
    named = {each.reference_id for each in those}
    references = set(db.session.scalars(select(ReferenceText.id).where(ReferenceText.id.in_(named - {None}))))
    return [
        each
        for each in those
        if each.text_id in works and (each.source_id in works or each.reference_id in references)
    ]


def _keep_most(text_ids: Collection[int]) -> None:
    """Of each of these texts keep the sources with most of it: a template that hundreds copied has hundreds."""
    query = select(Likeness.text_id, Likeness.id).where(Likeness.text_id.in_(text_ids))
    counted: dict[int, int] = {}
    surplus = []
    for text_id, row_id in db.session.execute(query.order_by(Likeness.words.desc(), Likeness.id)):
        counted[text_id] = counted.get(text_id, 0) + 1
        if counted[text_id] > MOST_SOURCES:
            surplus.append(row_id)
    if surplus:
        gone = delete(Likeness).where(Likeness.id.in_(surplus))
        db.session.execute(gone, execution_options=_AS_THEY_ARE)
