"""Checks of an edition's blindness: asked for by an organiser, done by a job, kept with the edition, published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, select

from contest.editions import events, queries
from contest.editions.appointments import locked
from contest.editions.fixing import fix
from contest.editions.models import Edition, OwnField
from contest.editions.models_office import BlindCheck
from contest.editions.rules import phases, rounds, schedule
from contest.kernel.errors import N_, Conflict, NotFound
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
    published_at: datetime | None


def last(edition_id: int) -> CheckView | None:
    """Return the last check that was asked for."""
    query = select(BlindCheck).where(BlindCheck.edition_id == edition_id).order_by(BlindCheck.id.desc())
    row = db.session.scalar(query.limit(1))
    return _view(row) if row else None


def last_report(edition_id: int) -> CheckView | None:
    """Return the last check that was done: a newer one may run, or have failed."""
    done = BlindCheck.finished_at.is_not(None), BlindCheck.problem == ""
    query = (
        select(BlindCheck).where(BlindCheck.edition_id == edition_id, *done).order_by(BlindCheck.id.desc())
    )
    row = db.session.scalar(query.limit(1))
    return _view(row) if row else None


def published(edition_id: int) -> CheckView | None:
    """Return the check whose report everybody may read."""
    row = db.session.scalar(_published(edition_id))
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
    if before is not None and is_running(before, now=now):
        raise Conflict(N_("A check is running already. Its result is shown here in a minute or two."))
    db.session.add(BlindCheck(edition_id=edition_id, asked_by=actor_id, asked_at=now))
    db.session.flush()
    poke(JOB)


def is_running(check: CheckView, *, now: datetime) -> bool:
    """Tell whether a check is being done, or waits for the worker; after a while nobody waits for it any more."""
    return check.finished_at is None and now < check.asked_at + PATIENCE


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


def is_of_the_announced(check: CheckView) -> bool:
    """Tell whether the check was asked for after the announcement: a draft's settings may have changed since."""
    announced = db.session.scalar(select(Edition.announced_at).where(Edition.id == check.edition_id))
    return announced is not None and check.asked_at >= announced


def publish_report(edition_id: int, check_id: int, *, actor_id: int, now: datetime) -> None:
    """Let everybody read the report of this check, in the place of another one. Raises NotFound where there is none.

    Later checks leave it where it is: they are published by an act of their own. Raises Conflict for a draft's.
    """
    begin_writing()
    row = db.session.get(BlindCheck, check_id)
    if row is None or row.edition_id != edition_id or not row.report:
        raise NotFound(check_id)
    if not is_of_the_announced(_view(row)):
        raise Conflict(
            N_("This report is of the draft. Have the announced contest checked, then publish that.")
        )
    if row.published_at is not None:
        return
    for before in db.session.scalars(_published(edition_id)):
        before.published_at = None
    row.published_at = now
    db.session.flush()
    leaks = len(row.report["findings"])
    publish(
        events.BlindnessReportPublished(
            at=now, actor_id=actor_id, edition_id=edition_id, check_id=check_id, leaks=leaks
        )
    )


def withdraw_report(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Take the report off the public page; nothing happens where none stands there."""
    begin_writing()
    row = db.session.scalar(_published(edition_id))
    if row is None:
        return
    row.published_at = None
    db.session.flush()
    publish(
        events.BlindnessReportWithdrawn(at=now, actor_id=actor_id, edition_id=edition_id, check_id=row.id)
    )


def _published(edition_id: int) -> Select[BlindCheck]:
    return select(BlindCheck).where(BlindCheck.edition_id == edition_id, BlindCheck.published_at.is_not(None))


def _view(row: BlindCheck) -> CheckView:
    return CheckView(
        row.id,
        row.edition_id,
        row.asked_by,
        row.asked_at,
        row.finished_at,
        row.report,
        row.problem,
        row.published_at,
    )


def hide_answers(edition_id: int, question: str, *, reason: str, actor_id: int, now: datetime) -> None:
    """Keep the answers to a question of the edition's own from its judges, also after the announcement.

    It can only be hidden, and only while the works have no codes: what judges have read stays read. Everybody may read
    the reason. Raises NotFound where judges read no such answer, RuleBroken without a reason, Conflict.
    """
    begin_writing()
    edition = locked(edition_id)
    if queries.rounds(edition_id)[0].state != rounds.WAITING:
        raise Conflict(N_("The codes have been drawn already. Blind copies stay as they are."))
    asked = select(OwnField).where(
        OwnField.edition_id == edition_id, OwnField.label == question, OwnField.for_judges
    )
    rows = db.session.scalars(asked).all()
    if not rows:
        raise NotFound(question)
    why = phases.reason(reason)
    for row in rows:
        row.for_judges = False
    db.session.flush()
    if edition.phase != schedule.DRAFT:
        fix(edition_id, reason=why, actor_id=actor_id, now=now)
    publish(events.EditionChanged(at=now, actor_id=actor_id, edition_id=edition_id, fields=("own_fields",)))
