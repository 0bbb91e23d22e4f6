"""Makes accepted works blind and lets a secretary clear what was found in them: the named side."""

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.anonymisation import events, redacting, renditions
from contest.anonymisation.converters.paragraphs import one_each
from contest.anonymisation.making import (
    NOTHING_BLACK,
    Identities,
    Made,
    Recorded,
    Shown,
    black_pages,
    make,
    search,
    shares,
)
from contest.anonymisation.models import Rendition
from contest.anonymisation.rules import clearing
from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.writing import begin_alone
from contest.editions import queries as editions
from contest.editions.rules import rounds, schedule
from contest.entries import events as entry_events
from contest.entries import queries as entries
from contest.entries.queries import AcceptedWork
from contest.kernel import clock, keys
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.kernel.events import Event
from contest.platform.claims import Claims
from contest.platform.database import after_commit, begin_writing, db
from contest.platform.events import publish
from contest.platform.jobs import forget, poke, task
from contest.platform.storage import Storage

# So many works are made while the page waits; more are left to the worker.
FEW: Final = 3
LEFT: Final = timedelta(
    hours=1
)  # what a worker was asked for so long ago, and nobody has at hand, nobody makes
_CHANGED: Final = N_(
    "This blind copy has changed meanwhile. Nothing was done; what you chose and typed stands here. Look once more."
)
_SIDE_BY_SIDE: Final = min(4, os.cpu_count() or 1)
_BATCH: Final = 4 * _SIDE_BY_SIDE
_EDITIONS: Final = 1000
_NO_RECORDING: Final = Recorded("", 0, "")


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many works were made blind just now, and how they turned out."""

    clear: int
    to_clear: int
    failed: int

    @property
    def made(self) -> int:
        return self.clear + self.to_clear + self.failed


# --- making -------------------------------------------------------------------------------------------------


def prepare(edition_id: int, *, now: datetime) -> Prepared:
    """Make every accepted work blind that is not yet, or was in an older version. Commits after each work.

    Works are converted side by side, in front of the transaction that writes each. Several processes may do this at the
    same time: each takes works that no other has at hand.
    """
    _forget_outdated(edition_id)
    db.session.commit()
    identities, storage = Identities(), _storage()
    outcomes: Counter[str] = Counter()
    waiting, failed = pending(edition_id), renditions.failed(edition_id)
    with Claims("blind-copies") as claims, ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for claimed in shares(waiting, claims, _BATCH):
            there = renditions.made([work.entry_id for work in claimed], failed)
            batch = [work for work in claimed if (work.entry_id, work.version_id) not in there]
            searched = [identities.of(work) for work in batch]
            known = redacting.of([work.entry_id for work in batch])
            kept = [known.get(work.entry_id, NOTHING_BLACK) for work in batch]
            db.session.rollback()  # no transaction is held open over the slow part
            made = pool.map(make, batch, searched, [storage] * len(batch), kept)
            for work, result in zip(batch, made, strict=True):
                outcomes[_keep(edition_id, work, result, now)] += 1
                db.session.commit()
    return _prepared(outcomes)


def prepare_few(edition_id: int, *, now: datetime) -> Prepared | None:
    """Make up to FEW works blind while the page waits; more are left to the worker, and None comes back.

    So is a recording: it takes half as long as it lasts.
    """
    waiting = pending(edition_id)
    if len(waiting) > FEW or any(work.recording for work in waiting):
        poke("prepare_blind_copies")
        return None
    identities, storage = Identities(), _storage()
    known = redacting.of([work.entry_id for work in waiting])
    made = [
        make(work, identities.of(work), storage, known.get(work.entry_id, NOTHING_BLACK)) for work in waiting
    ]
    _forget_outdated(edition_id)
    kept = zip(waiting, made, strict=True)
    prepared = _prepared(Counter(_keep(edition_id, work, result, now) for work, result in kept))
    forget("prepare_blind_copies", before=now - LEFT)  # asked of a worker that ended in the middle
    return prepared


@task("prepare_blind_copies", noted=True)
def prepare_waiting() -> int:
    """Prepare every edition that is before its coding, with another worker if it has nothing to do."""
    poke("help_prepare_blind_copies")
    return _prepare_all()


@task("help_prepare_blind_copies")
def help_prepare() -> int:
    """Do the same beside the worker that asked for it, or after it."""
    return _prepare_all()


def _prepare_all() -> int:
    """Return how many works were made."""
    now = clock.now()
    known = editions.public_editions(now=now, limit=_EDITIONS)
    before_coding = [e.id for e in known if e.phase in {schedule.OPEN, schedule.CLOSED}]
    return sum(prepare(edition_id, now=now).made for edition_id in before_coding)


def pending(edition_id: int) -> tuple[AcceptedWork, ...]:
    """Return the accepted works without a rendition of their version; what failed is tried again."""
    works = entries.accepted_for_coding(edition_id)
    there = renditions.states(edition_id, works)
    return tuple(work for work in works if there.get(work.entry_id) in {None, clearing.FAILED})


def _prepared(outcomes: Counter[str]) -> Prepared:
    return Prepared(outcomes[clearing.CLEAR], outcomes[clearing.TO_CLEAR], outcomes[clearing.FAILED])


def _keep(edition_id: int, work: AcceptedWork, made: Made, now: datetime) -> str:
    """Write what was made of a work in place of what there was; return its state."""
    page_keys = _store(made.pages)
    recording = made.recording or _NO_RECORDING
    begin_alone()
    row = _of_entry(work.entry_id)
    if not _is_before_coding(edition_id, now) or _is_there(row, work):
        forget_pages(filter(None, (*page_keys, recording.storage_key)))  # another process was faster
        return ""
    if row is None:
        row = Rendition(edition_id=edition_id, entry_id=work.entry_id, key=keys.new_key())
        db.session.add(row)
    forget_pages(row.storage_keys)
    _fill(row, work, made)
    row.page_keys, row.made_at = page_keys, now
    row.recording_kind, row.recording_seconds = recording.kind, recording.seconds
    row.recording_key = recording.storage_key
    row.cleared_at, row.cleared_by = None, None
    db.session.flush()
    publish(
        events.RenditionMade(
            at=now,
            edition_id=edition_id,
            entry_id=work.entry_id,
            version_id=work.version_id,
            state=row.state,
            findings=len(made.findings),
        )
    )
    return row.state


def _is_there(row: Rendition | None, work: AcceptedWork) -> bool:
    return row is not None and row.version_id == work.version_id and row.state != clearing.FAILED


def _fill(row: Rendition, work: AcceptedWork, made: Made) -> None:
    row.category_id, row.version_id = work.category_id, work.version_id
    row.title, row.html, row.text = made.shown.title, made.shown.html, made.shown.text
    row.own = list(made.shown.own)
    row.state, row.kind, row.words, row.placed = made.state, made.kind, made.words, made.placed
    row.findings, row.removed, row.flags = list(made.findings), list(made.removed), list(made.flags)
    row.failure = "" if made.failure is None else _written(made.failure)


def _written(failure: RuleBroken) -> str:
    return json.dumps([failure.message, failure.params], default=str, ensure_ascii=False)


def _of_entry(entry_id: int) -> Rendition | None:
    return db.session.scalar(select(Rendition).where(Rendition.entry_id == entry_id))


def _storage() -> Storage:
    storage: Storage = current_app.extensions["contest_storage"]
    return storage


def _store(pages: Iterable[bytes]) -> list[str]:
    stored = []
    for content in pages:
        stored.append(keys.new_key())
        _storage().put(stored[-1], content)
    return stored


def forget_pages(page_keys: Iterable[str]) -> None:
    """Delete page images and recordings once the rows that named them are surely gone."""
    storage = _storage()
    for key in page_keys:
        after_commit(partial(storage.delete, key))


# --- what becomes outdated ----------------------------------------------------------------------------------


_LEAVING: Final = (
    entry_events.EntryWithdrawn,
    entry_events.EntrySubmitted,
    entry_events.EntryReturned,
    entry_events.EntryRefused,
    entry_events.DecisionTakenBack,
    entry_events.TitleCorrected,
    entry_events.OfficeActed,
    entry_events.AboutSaid,  # there is more to search for
)


def drop_outdated(event: Event) -> None:
    """Listen to entries: what leaves the accepted works has no blind copy until it is accepted anew."""
    if isinstance(event, _LEAVING):
        row = _of_entry(event.entry_id)
        if row is not None:
            _drop([row])


def _forget_outdated(edition_id: int) -> None:
    """Drop renditions of works that are no longer accepted in that version, or show what judges are not to see now."""
    begin_alone()
    wanted = {work.entry_id: work for work in entries.accepted_for_coding(edition_id)}
    rows = db.session.scalars(select(Rendition).where(Rendition.edition_id == edition_id)).all()
    _drop([r for r in rows if r.entry_id not in wanted or not renditions.is_of(r, wanted[r.entry_id])])


def _drop(rows: Iterable[Rendition]) -> None:
    begin_writing()
    for row in rows:
        forget_pages(row.storage_keys)
        db.session.delete(row)


# --- clearing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """Which rendition a secretary looked at, and the stamp of what stood on the page."""

    key: str
    stamp: str


def clear(edition_id: int, seen: Seen, *, secretary_id: int, now: datetime) -> None:
    """Let a rendition go to the judges as it is: what was found is harmless, or was looked at."""
    row = _to_clear(edition_id, seen, now)
    _settle(row, secretary_id, now)
    _say(events.RenditionCleared, row, secretary_id, now, findings=len(row.findings))


def redact(
    edition_id: int,
    seen: Seen,
    chosen: Collection[int],
    more: Blacked = NOTHING_BLACK,
    *,
    secretary_id: int,
    now: datetime,
) -> int:
    """Black out the chosen findings (by place in the list) and `more` words wherever they stand, and parts of pages.

    Also of a copy that is ready: somebody read what no search found. Returns how many findings are left. The version
    keeps what the author wrote; a copy made anew is blacked out again. Raises RulesBroken.
    """
    row = _to_clear(edition_id, seen, now, clearing.CLEAR)
    blacked = len(row.findings)
    _blacken(row, [row.findings[at] for at in chosen if 0 <= at < blacked], more)
    row.findings = list(_search_again(row))
    row.state = clearing.state(row.kind, len(row.findings), frozenset(row.flags))
    if row.state == clearing.CLEAR:
        _settle(row, secretary_id, now)
    _say(events.RenditionRedacted, row, secretary_id, now, findings=blacked - len(row.findings))
    return len(row.findings)


def _blacken(row: Rendition, findings: list[dict[str, str]], more: Blacked) -> None:
    words = redacting.checked(row, findings, more)
    black = redacting.blacken_text(row, words, more.cells)
    if black:
        _blacken_pages(row, black)
    redacting.remember(row, Blacked(words, more.cells))


def _blacken_pages(row: Rendition, black: Collection[Cell]) -> None:
    """Put new pictures in place of those with black parts."""
    former = list(row.page_keys)
    row.page_keys = _store(black_pages((_storage().get(key) for key in former), black))
    forget_pages(former)


def undo(edition_id: int, seen: Seen, *, secretary_id: int, now: datetime) -> None:
    """Take back all that was blacked out or let go: the copy is made anew from what the author wrote.

    Raises Conflict once codes are drawn, or where the copy is not what the secretary saw.
    """
    row = _held(edition_id, seen, now)
    redacting.forget(row.entry_id)
    _say(events.RedactionUndone, row, secretary_id, now)
    _drop([row])


def show_text(edition_id: int, seen: Seen, *, secretary_id: int, now: datetime) -> None:
    """Let judges read the text of a PDF instead of pictures of its pages; it is looked at once more."""
    row = _to_clear(edition_id, seen, now, clearing.CLEAR)
    if row.kind != "pages":
        raise Conflict(N_("This work is shown as text already. Look at the page again."))
    if not row.text.strip():
        raise RuleBroken(
            N_("The letters of this PDF cannot be read, so there is no text to show. Send the work back.")
        )
    forget_pages(row.page_keys)
    redacting.remember(row, Blacked(as_text=True))
    row.kind, row.html, row.placed, row.page_keys = "html", one_each(row.text), "", []
    row.findings = list(_search_again(row))
    row.state, row.cleared_at, row.cleared_by = clearing.TO_CLEAR, None, None
    _say(events.PagesReplaced, row, secretary_id, now)


def _say(what: Callable[..., Event], row: Rendition, secretary_id: int, now: datetime, **more: int) -> None:
    of = {"edition_id": row.edition_id, "entry_id": row.entry_id, "version_id": row.version_id}
    publish(what(at=now, actor_id=secretary_id, **of, **more))


def _to_clear(edition_id: int, seen: Seen, now: datetime, *others: str) -> Rendition:
    """Return the rendition that waits, or is in one of the `others`, held until the end; raises Conflict elsewhere."""
    row = _held(edition_id, seen, now)
    if row.state not in {clearing.TO_CLEAR, *others}:
        raise Conflict(_CHANGED)
    return row


def _held(edition_id: int, seen: Seen, now: datetime) -> Rendition:
    """Return the rendition, held until the end; raises Conflict where it is not what the secretary saw."""
    begin_alone()
    query = select(Rendition).where(Rendition.key == seen.key, Rendition.edition_id == edition_id)
    whole = (undefer(Rendition.html), undefer(Rendition.text), undefer(Rendition.placed))
    row = db.session.scalar(query.options(*whole))
    if row is None:
        raise NotFound(seen.key)
    if not _is_before_coding(edition_id, now):
        raise Conflict(N_("The codes have been drawn already. Blind copies stay as they are."))
    if renditions.stamp(row) != seen.stamp:
        raise Conflict(_CHANGED)
    return row


def _is_before_coding(edition_id: int, now: datetime) -> bool:
    in_time = editions.by_id(edition_id, now=now).phase in {schedule.OPEN, schedule.CLOSED}
    return in_time and editions.rounds(edition_id)[0].state == rounds.WAITING


def _settle(row: Rendition, secretary_id: int, now: datetime) -> None:
    row.state, row.cleared_at, row.cleared_by = clearing.CLEAR, now, secretary_id


def _search_again(row: Rendition) -> Iterable[dict[str, object]]:
    work = next((w for w in entries.accepted_for_coding(row.edition_id) if w.entry_id == row.entry_id), None)
    if work is None:
        raise Conflict(N_("This work is no longer in the contest. Nothing was done: look at the page again."))
    return search(Shown(row.title, row.html, row.text, tuple(row.own)), Identities().of(work))
