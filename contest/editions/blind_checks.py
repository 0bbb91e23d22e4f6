"""Checks of an edition's blindness: asked for by an organiser, done by a job, kept with the edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from contest.editions import events, queries
from contest.editions.models_office import BlindCheck
from contest.kernel.errors import N_, Conflict
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.jobs import poke

JOB: Final = "check_blindness"
PATIENCE: Final = timedelta(minutes=30)  # after which a check that nobody finished may be asked for again
KEPT: Final = 300


@dataclass(frozen=True, slots=True)
class CheckView:
    """The last check of an edition. Without `finished_at` it runs; `problem` says why it could not be done."""

    id: int
    edition_id: int
    asked_by: int
    asked_at: datetime
    finished_at: datetime | None
    report: Mapping[str, Any]
    problem: str


def last(edition_id: int) -> CheckView | None:
    """Return the last check that was asked for."""
    query = select(BlindCheck).where(BlindCheck.edition_id == edition_id).order_by(BlindCheck.id.desc())
    row = db.session.scalar(query.limit(1))
    return _view(row) if row else None


def waiting() -> tuple[CheckView, ...]:
    """Return the checks that are to be done."""
    query = select(BlindCheck).where(BlindCheck.finished_at.is_(None)).order_by(BlindCheck.id)
    return tuple(_view(row) for row in db.session.scalars(query))


def ask(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Let the edition be checked. Raises Conflict while a check runs, NotFound."""
    begin_writing()
    queries.by_id(edition_id, now=now)
    before = last(edition_id)
    if before is not None and before.finished_at is None and now < before.asked_at + PATIENCE:
        raise Conflict(N_("A check is running already. Its result is shown here in a minute or two."))
    db.session.add(BlindCheck(edition_id=edition_id, asked_by=actor_id, asked_at=now))
    db.session.flush()
    poke(JOB)


def finish(check_id: int, report: Mapping[str, Any], *, leaks: int, now: datetime) -> None:
    """Keep what was found."""
    begin_writing()
    row = db.session.get_one(BlindCheck, check_id)
    row.finished_at, row.report = now, dict(report)
    publish(events.BlindnessChecked(at=now, actor_id=row.asked_by, edition_id=row.edition_id, leaks=leaks))


def give_up(check_id: int, problem: str, *, now: datetime) -> None:
    """Keep why it could not be done."""
    begin_writing()
    row = db.session.get_one(BlindCheck, check_id)
    row.finished_at, row.problem = now, problem[:KEPT]


def _view(row: BlindCheck) -> CheckView:
    return CheckView(
        row.id, row.edition_id, row.asked_by, row.asked_at, row.finished_at, row.report, row.problem
    )
