"""Units' lists: looked at, confirmed, then taken in row by row by a job that goes on where it stopped."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any, Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import undefer

from contest.editions import papers
from contest.editions import queries as editions
from contest.editions.rules import paper as days
from contest.editions.rules.paper import Closing, Coming
from contest.entries import events, files, noting, paper, parcels, reporting, scans
from contest.entries.models import Entry
from contest.entries.models_paper import BatchRow, IntakeBatch
from contest.entries.noting import Writer
from contest.entries.paper import Origin, PaperWork
from contest.entries.parcels import Parcel
from contest.entries.rules import on_paper
from contest.entries.rules.batch_rows import Fault
from contest.kernel import clock
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people.unclaimed import Noted
from contest.platform.database import begin_writing, db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import poke, task
from contest.settings import Settings

JOB: Final = "take_in_lists"
LOOKED_AT, RUNNING, DONE, DROPPED = "looked-at", "running", "done", "dropped"
UNCONFIRMED: Final = timedelta(days=7)  # how long a list waits for its confirmation
TOLD: Final = timedelta(days=90)  # how long a report tells what was wrong in the rows
_AT_ONCE: Final = 20.0  # seconds of one run, so that other jobs have their turn


@dataclass(frozen=True, slots=True)
class Common:
    """What holds for all works of a list."""

    coming: Coming
    sheet: str
    is_signed: bool
    may_be_named: bool
    late: str = ""
    reason: str = ""

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with the batch."""
        coming = self.coming
        return {
            "channel": coming.channel,
            "arrived": coming.arrived.isoformat(),
            "clock": coming.clock.isoformat("minutes") if coming.clock else "",
            "postmark": coming.postmark.isoformat() if coming.postmark else "",
            "sheet": self.sheet,
            "may_be_named": self.may_be_named,
            "late": self.late,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What the lists say: sound rows, what is wrong in the others, works that units keep, where the ZIP is."""

    rows: Sequence[Mapping[str, Any]]
    faults: Sequence[Fault]
    kept: Sequence[Mapping[str, Any]]
    files_key: str | None


def keep(edition_id: int, common: Common, found: Found, *, actor_id: int, now: datetime) -> str:
    """Keep what was found in a list until it is confirmed, and return its key. Raises RuleBroken, Conflict."""
    on_paper.check_sheet(common.sheet, is_signed=common.is_signed)
    begin_writing()
    edition = editions.by_id(edition_id, now=now)
    on_paper.check_phase(edition.phase, editions.rounds(edition_id)[0].state)
    rules, closing = papers.of(edition_id), Closing.of(edition)
    days.check(common.coming, rules, closing, now=now)
    on_paper.check_late(days.verdict(common.coming, rules, closing), common.late)
    if common.late:
        on_paper.given_reason(common.reason)
    batch = IntakeBatch(
        edition_id=edition_id,
        rows=[dict(row) for row in found.rows],
        faults=[asdict(fault) for fault in found.faults],
        kept=[dict(count) for count in found.kept],
        settings=common.kept(),
        count=len(found.rows),
        files_key=found.files_key,
        made_by=actor_id,
        made_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch.key


def confirm(key: str, edition_id: int, *, made_by: int | None = None, actor_id: int, now: datetime) -> None:
    """Begin to take the rows in; once more changes nothing. `made_by`: of a contact, who sees the own lists alone."""
    begin_writing()
    batch = _locked(key, edition_id, made_by)
    if batch.state in {RUNNING, DONE}:
        return
    if batch.state == DROPPED:
        raise Conflict(N_("This list was put aside. Upload it again."))
    on_paper.check_phase(editions.by_id(edition_id, now=now).phase, editions.rounds(edition_id)[0].state)
    batch.state, batch.began_at = RUNNING, now
    reporting.write(edition_id, batch.kept, actor_id=actor_id, now=now)
    publish(events.ListConfirmed(at=now, actor_id=actor_id, edition_id=edition_id, count=batch.count))
    poke(JOB)


def drop(key: str, edition_id: int, *, made_by: int | None = None) -> None:
    """Put a list aside that was not confirmed; once more changes nothing. Raises Conflict for another."""
    begin_writing()
    batch = _locked(key, edition_id, made_by)
    if batch.state == DROPPED:
        return
    if batch.state != LOOKED_AT:
        raise Conflict(N_("This list is being taken in already. Single works can be taken back."))
    batch.state = DROPPED
    _forget_files(batch)


def _locked(key: str, edition_id: int, made_by: int | None) -> IntakeBatch:
    query = select(IntakeBatch).where(IntakeBatch.key == key, IntakeBatch.edition_id == edition_id)
    if made_by is not None:
        query = query.where(IntakeBatch.made_by == made_by)
    query = (
        query.options(undefer(IntakeBatch.kept)).with_for_update().execution_options(populate_existing=True)
    )
    batch = db.session.scalar(query)
    if batch is None:
        raise NotFound(key)
    return batch


def _forget_files(batch: IntakeBatch) -> None:
    """Let go of rows and files: names of people stay only where a work is."""
    batch.rows = []
    if batch.files_key is not None:
        files.forget(batch.files_key)
        batch.files_key = None


# --- the job --------------------------------------------------------------------------------------------------------


@task(JOB)
def take_in_lists() -> int:
    """Take in rows of lists that wait, for some seconds; ask for another run if more is left. Return how many."""
    until = time.monotonic() + _AT_ONCE
    _forget_old(clock.now())
    done = 0
    for batch_id in _running():
        done += _go_on(batch_id, until)
        if time.monotonic() >= until:
            with unit_of_work():
                poke(JOB)
            break
    return done


def _forget_old(now: datetime) -> None:
    """Put lists aside that nobody confirmed, and let go of what was wrong in old ones: names stand in both."""
    unconfirmed = select(IntakeBatch.id).where(
        IntakeBatch.state == LOOKED_AT, IntakeBatch.made_at < now - UNCONFIRMED
    )
    told = select(IntakeBatch.id).where(
        IntakeBatch.state != RUNNING,
        IntakeBatch.made_at.between(now - TOLD - UNCONFIRMED, now - TOLD),  # once each, with days to spare
    )
    old = [*db.session.scalars(unconfirmed), *db.session.scalars(told)]
    db.session.rollback()
    for batch_id in dict.fromkeys(old):
        with unit_of_work():
            batch = db.session.get_one(IntakeBatch, batch_id, with_for_update=True, populate_existing=True)
            if batch.state == LOOKED_AT:
                batch.state = DROPPED
                _forget_files(batch)
            if batch.made_at < now - TOLD and batch.faults:
                batch.faults = []


def _running() -> list[int]:
    query = select(IntakeBatch.id).where(IntakeBatch.state == RUNNING).order_by(IntakeBatch.id)
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _go_on(batch_id: int, until: float) -> int:
    """Take in the rows that nobody has dealt with, each in a transaction of its own: a crash repeats none."""
    query = select(IntakeBatch).where(IntakeBatch.id == batch_id).options(undefer(IntakeBatch.rows))
    batch = db.session.scalars(query).one()
    facts = _Facts(
        batch.id, batch.key, batch.edition_id, batch.made_by, batch.files_key or "", dict(batch.settings)
    )
    dealt_with = set(db.session.scalars(select(BatchRow.number).where(BatchRow.batch_id == batch_id)))
    rows = [row for row in batch.rows if row["number"] not in dealt_with]
    db.session.rollback()
    if rows and not _all(facts, rows, until):
        return len(rows)
    with unit_of_work():
        batch = db.session.get_one(IntakeBatch, batch_id, with_for_update=True, populate_existing=True)
        if batch.state == RUNNING:
            batch.state, batch.done_at = DONE, clock.now()
            _forget_files(batch)
    return len(rows)


def _all(facts: "_Facts", rows: Sequence[Mapping[str, Any]], until: float) -> bool:
    """Deal with these rows, and tell whether there was time for all of them."""
    try:
        with parcels.opened(facts.files_key) as parcel:
            for row in rows:
                if time.monotonic() >= until:
                    return False
                _deal_with(facts, row, parcel)
    except RuleBroken as error:  # the ZIP itself cannot be opened any more
        for row in rows:
            _refuse(facts, row, error)
    return True


@dataclass(frozen=True, slots=True)
class _Facts:
    id: int
    key: str
    edition_id: int
    made_by: int
    files_key: str
    settings: Mapping[str, Any]


def _deal_with(facts: _Facts, row: Mapping[str, Any], parcel: Parcel) -> None:
    now = clock.now()
    try:
        settings: Settings = current_app.extensions["contest_settings"]
        received = scans.receive([(parcel.read(row["file"], limit=settings.upload_limit), row["file"])])
        work = paper.cleaned(_work(facts.settings, row), has_file=True, now=now)
        with unit_of_work():
            _take_in(facts, row, work, received, now)
    except RuleBroken as error:
        _refuse(facts, row, error)


def _refuse(facts: _Facts, row: Mapping[str, Any], error: RuleBroken) -> None:
    with unit_of_work():
        params = {name: str(value) for name, value in error.params.items()}
        _note(facts, row, problem={"message": error.message, "params": params})


def _take_in(
    facts: _Facts, row: Mapping[str, Any], work: PaperWork, received: files.Received, now: datetime
) -> None:
    work = replace(work, authors=tuple(noting.settled(writer) for writer in work.authors))
    origin = Origin(f"{facts.key}-{row['number']}", facts.made_by)
    key = paper.take_in(facts.edition_id, work, received, origin=origin, now=now)
    entry_id = db.session.scalars(select(Entry.id).where(Entry.key == key)).one()
    _note(facts, row, entry_id=entry_id)


def _note(
    facts: _Facts,
    row: Mapping[str, Any],
    *,
    entry_id: int | None = None,
    problem: dict[str, Any] | None = None,
) -> None:
    there = select(BatchRow.id).where(BatchRow.batch_id == facts.id, BatchRow.number == row["number"])
    if db.session.scalar(there) is None:
        db.session.add(BatchRow(batch_id=facts.id, number=row["number"], entry_id=entry_id, problem=problem))
        db.session.flush()


def _work(settings: Mapping[str, Any], row: Mapping[str, Any]) -> PaperWork:
    clock = clock_time.fromisoformat(settings["clock"]) if settings["clock"] else None
    postmark = date.fromisoformat(settings["postmark"]) if settings["postmark"] else None
    return PaperWork(
        category_id=row["category_id"],
        title=row["title"],
        authors=tuple(Writer(Noted(**author)) for author in row["authors"]),
        coming=Coming(settings["channel"], date.fromisoformat(settings["arrived"]), clock, postmark),
        sheet=settings["sheet"],
        is_signed=True,
        may_be_named=settings["may_be_named"],
        late=settings["late"],
        reason=settings["reason"],
    )
