"""Creates editions, changes them, leads them from phase to phase; appointments.py gives people duties."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from contest.access.duties import Duty
from contest.editions import events, papers, queries, rows
from contest.editions.appointments import (
    accept,
    appoint,
    check_invitee,
    end_appointment,
    invite,
    locked,
    renew_invitation,
    revoke_invitation,
)
from contest.editions.fixing import fix
from contest.editions.models import Edition, Extension, PanelSeat, Round
from contest.editions.rules import edition as settings
from contest.editions.rules import fixing, milestones, officials, passing, phases, rounds, schedule
from contest.editions.rules.edition import EditionSpec, Part
from contest.editions.rules.milestones import Milestone
from contest.editions.rules.officials import Invitee, Seat
from contest.editions.rules.slug import slug
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

__all__ = [
    "Invitee",
    "Seat",
    "accept",
    "announce",
    "appoint",
    "archive",
    "begin_deliberation",
    "begin_judging",
    "change_edition",
    "check_invitee",
    "create_edition",
    "end_appointment",
    "extend",
    "invite",
    "mark_published",
    "renew_invitation",
    "revoke_invitation",
    "set_panel",
    "set_round_state",
]

# One edition is begun at a time, so that two of one name do not take the same address.
CREATION_LOCK = 0xED1710


def create_edition(spec: EditionSpec, *, actor_id: int, now: datetime, copied_from: int | None = None) -> int:
    """Begin an edition as a draft, with the person as its first organiser, and return its id.

    `copied_from` names the edition whose settings these were.
    """
    begin_writing()
    if db.session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        db.session.execute(select(func.pg_advisory_xact_lock(CREATION_LOCK)))
    spec = settings.clean(spec)
    settings.check(spec)
    _refuse_twin(spec)
    edition = Edition(slug=slug(spec.title, spec.year, _taken()), seed=secrets.token_hex(32), created_at=now)
    rows.fill(edition, spec)
    db.session.add(edition)
    db.session.flush()
    edition_id = edition.id
    rows.write_parts(edition_id, spec)
    rows.write_milestones(edition_id, spec.milestones)
    publish(events.EditionCreated(at=now, actor_id=actor_id, edition_id=edition_id, copied_from=copied_from))
    appoint(edition_id, actor_id, Duty.ORGANISER, actor_id=actor_id, now=now)
    return edition_id


def _refuse_twin(spec: EditionSpec) -> None:
    same = select(Edition.id).where(
        Edition.title == spec.title, Edition.number == spec.number, Edition.year == spec.year
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise RuleBroken(
            N_("There is a contest with this title, number and year already. Change one of them."),
            field="title",
        )


def _taken() -> frozenset[str]:
    return frozenset(db.session.scalars(select(Edition.slug)))


def change_edition(
    edition_id: int,
    spec: EditionSpec,
    *,
    actor_id: int,
    now: datetime,
    part: Part | None = None,
    reason: str = "",
) -> None:
    """Change the settings: all of a draft, afterwards what `phases.LATE` names, and rounds that are not judged yet.

    Says nothing of no change. After the announcement a change of what is public needs a `reason`, which everybody
    may read beside it. Of a spec that one page made only its `part` counts. Raises Conflict where somebody else
    changed it meanwhile.
    """
    begin_writing()
    edition = locked(edition_id)
    stored = queries.spec(edition_id)
    spec = settings.clean(settings.merged(stored, spec, part) if part else spec)
    settings.check(spec)
    changed = settings.changed(stored, spec)
    if not changed:
        return
    phases.refuse_late_change(edition.phase, passing.others(stored, spec, changed))
    passing.refuse_begun(stored, spec, _held_rounds(edition_id))
    phases.refuse_empty_rules(edition.phase, spec.rules_text)
    is_public = edition.phase != schedule.DRAFT and fixing.concerns(changed)
    why = phases.reason(reason) if is_public else ""
    rows.fill(edition, spec)
    rows.write_milestones(edition_id, spec.milestones)
    if edition.phase == schedule.DRAFT:
        rows.write_parts(edition_id, spec)
    else:
        rows.write_rounds(edition_id, spec)
    if is_public:
        fix(edition_id, reason=why, actor_id=actor_id, now=now)
    publish(events.EditionChanged(at=now, actor_id=actor_id, edition_id=edition_id, fields=changed))


# --- phases -------------------------------------------------------------------------------------------------


def announce(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Make the edition public: it opens and closes by its schedule from now on, and its rules are fixed."""
    _go(edition_id, schedule.ANNOUNCED, actor_id=actor_id, now=now).announced_at = now
    fix(edition_id, actor_id=actor_id, now=now)


def begin_judging(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """End screening: from now on the works are known by their codes alone."""
    _go(edition_id, schedule.JUDGING, actor_id=actor_id, now=now)


def begin_deliberation(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Hand the scores over to the chair, who decides the awards."""
    _go(edition_id, schedule.DELIBERATION, actor_id=actor_id, now=now)


def mark_published(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Record that the results are public; called by their publication."""
    _go(edition_id, schedule.PUBLISHED, actor_id=actor_id, now=now).published_at = now


def archive(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Close the books: nothing of the edition changes any more."""
    _go(edition_id, schedule.ARCHIVED, actor_id=actor_id, now=now)


def _go(edition_id: int, phase: str, *, actor_id: int, now: datetime) -> Edition:
    begin_writing()
    edition = locked(edition_id)
    before = edition.phase
    phases.refuse_wrong_phase(before, phase, collects_only=edition.collects_only)
    for problem in queries.missing(edition_id, now=now):
        raise problem
    edition.phase = phase
    publish(events.PhaseChanged(at=now, actor_id=actor_id, edition_id=edition_id, before=before, after=phase))
    return edition


def extend(
    edition_id: int,
    closes_at: datetime,
    *,
    reason: str,
    with_later: bool = True,
    actor_id: int,
    now: datetime,
) -> None:
    """Put the closing time off, and `with_later` the later dates by as much, with a reason that everybody may read."""
    begin_writing()
    edition = locked(edition_id)
    phases.refuse_extension(edition.phase, queries.rounds(edition_id)[0].state)
    phases.refuse_closing(closes_at, before=edition.closes_at, now=now)
    later = _later(edition, closes_at, with_later=with_later)
    row = Extension(
        edition_id=edition_id,
        before=edition.closes_at,
        after=closes_at,
        reason=phases.reason(reason),
        extended_at=now,
        extended_by=actor_id,
    )
    db.session.add(row)
    edition.closes_at = closes_at
    papers.put_off(edition, row.after - row.before)
    rows.write_milestones(edition_id, later)
    fix(edition_id, reason=row.reason, actor_id=actor_id, now=now)
    publish(
        events.ScheduleExtended(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            extension_id=row.id,
            before=row.before.isoformat(),
            after=row.after.isoformat(),
        )
    )


def _later(edition: Edition, closes_at: datetime, *, with_later: bool) -> tuple[Milestone, ...]:
    stored, before = queries.milestones(edition.id), edition.closes_at
    if with_later:
        return milestones.moved(stored, before=before, after=closes_at, zone=ZoneInfo(edition.time_zone))
    for _ in milestones.problems(stored, closes_at=closes_at, rounds=len(milestones.ROUNDS)):
        raise RuleBroken(
            N_("A later date would then come before the closing time. Let the later dates move as well."),
            field="with_later",
        )
    return stored


# --- rounds -------------------------------------------------------------------------------------------------


def set_panel(round_id: int, seats: Mapping[int, Seat], *, actor_id: int, now: datetime) -> None:
    """Settle who reads which categories in the round: account to seat; who has no category sits nowhere."""
    begin_writing()
    row = _locked_round(round_id)
    if row.state == rounds.CLOSED:
        raise Conflict(N_("The round is closed. Its panel stays as it was."))
    edition_id = row.edition_id
    officials.refuse_seats(
        seats,
        judges=queries.appointed(edition_id, Duty.JUDGE),
        categories=(category.id for category in queries.categories(edition_id)),
    )
    db.session.execute(delete(PanelSeat).where(PanelSeat.round_id == round_id))
    db.session.add_all(
        PanelSeat(round_id=round_id, category_id=category, account_id=account_id, capacity=seat.capacity)
        for account_id, seat in sorted(seats.items())
        for category in sorted(set(seat.categories))
    )
    db.session.flush()
    publish(events.PanelSet(at=now, actor_id=actor_id, edition_id=edition_id, round_id=round_id))


def set_round_state(round_id: int, state: str, *, actor_id: int | None, now: datetime) -> None:
    """Lead a round on: waiting, coded, judging, closed. Raises Conflict for any other move."""
    begin_writing()
    row = _locked_round(round_id)
    before = row.state
    edition = queries.by_id(row.edition_id, now=now)
    earlier = tuple(r.state for r in queries.rounds(edition.id) if r.position < row.position)
    rounds.refuse_move(before, state, earlier=earlier)
    rounds.refuse_phase(state, edition.phase)
    row.state = state
    publish(
        events.RoundStateChanged(
            at=now, actor_id=actor_id, edition_id=edition.id, round_id=round_id, before=before, after=state
        )
    )


def _held_rounds(edition_id: int) -> dict[int, str]:
    """Hold the rounds as they are until the change is written, and return their states by id."""
    query = select(Round).where(Round.edition_id == edition_id).order_by(Round.id).with_for_update()
    held = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row.state for row in held}


def _locked_round(round_id: int) -> Round:
    row = db.session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(round_id)
    return row
