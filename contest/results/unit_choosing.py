"""Who wins the prizes for units: an organiser chooses beside the ranking, with reasons, and confirms once for all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from contest.editions import queries as editions
from contest.editions.rules import schedule
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about
from contest.results import events, unit_standings
from contest.results.models import UnitChoice, UnitDecision, UnitPrizeReason, UnitStanding
from contest.results.rules import unit_outcome
from contest.results.rules.unit_outcome import UnitLine, UnitResults
from contest.results.settling import checked_reason


def choose(
    edition_id: int, unit_id: int, prize_id: int | None, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Give a unit another prize than the ranking proposes, or none (None). Raises RuleBroken, NotFound."""
    kept = checked_reason(reason)
    found = _begin(edition_id, now)
    line = next((each for each in found.lines if each.unit_id == unit_id), None)
    if line is None:
        raise RuleBroken(N_("Choose a unit of the ranking."), field="unit_id")
    if prize_id is not None and prize_id not in {prize.id for prize in found.prizes}:
        raise RuleBroken(N_("Choose a prize from the list."), field="prize_id")
    if line.shut:
        raise RuleBroken(
            N_("“%(unit)s” lacks what the rules ask of every unit, so it cannot win."),
            field="unit_id",
            unit=line.name,
        )
    if prize_id == line.prize_id and all(line not in tie for tie in found.ties):
        raise RuleBroken(N_("This is what the unit has already. Choose something else."), field="prize_id")
    row = _choice(edition_id, unit_id)
    if row is None:
        row = UnitChoice(edition_id=edition_id, unit_id=unit_id)
        db.session.add(row)
    row.unit_prize_id, row.reason, row.decided_by = prize_id, kept, actor_id
    db.session.flush()
    _tell(row, chosen=True, actor_id=actor_id, now=now)


def take_back(edition_id: int, unit_id: int, *, actor_id: int, now: datetime) -> None:
    """Take what was chosen for a unit back: the ranking proposes again. Raises RuleBroken, NotFound."""
    _begin(edition_id, now)
    row = _choice(edition_id, unit_id)
    if row is None:
        raise NotFound(unit_id)
    db.session.delete(row)
    db.session.flush()
    _tell(row, chosen=False, actor_id=actor_id, now=now)


def explain(edition_id: int, prize_id: int, *, reason: str, actor_id: int, now: datetime) -> None:
    """Say why a prize for units stays empty. Raises RuleBroken."""
    kept = checked_reason(reason)
    found = _begin(edition_id, now)
    if prize_id not in {prize.id for prize in found.prizes}:
        raise RuleBroken(N_("There is no such prize in this contest. Look at the page again."))
    row = db.session.scalar(select(UnitPrizeReason).where(UnitPrizeReason.unit_prize_id == prize_id))
    if row is None:
        row = UnitPrizeReason(unit_prize_id=prize_id)
        db.session.add(row)
    row.reason, row.decided_by = kept, actor_id
    db.session.flush()
    publish(
        events.UnitPrizeExplained(at=now, actor_id=actor_id, edition_id=edition_id, unit_prize_id=prize_id)
    )


def confirm(edition_id: int, *, seen: str, actor_id: int, now: datetime) -> None:
    """Give the prizes as they were seen (`seen` is the digest), and keep the ranking as it stands.

    Raises Conflict if something changed meanwhile, RuleBroken where something is still to be decided or said.
    """
    found = _begin(edition_id, now)
    if found.digest != seen:
        raise Conflict(N_("The ranking of the units changed meanwhile. Look at it again before you confirm."))
    for problem in found.problems:
        raise problem
    db.session.add_all(_standings(edition_id, found.lines))
    db.session.add(
        UnitDecision(
            edition_id=edition_id,
            digest=found.digest,
            uncounted=found.uncounted,
            left_by_ranking=[each.prize.id for each in found.empty if each.by_ranking],
            confirmed_at=now,
            confirmed_by=actor_id,
        )
    )
    db.session.flush()
    publish(
        events.UnitPrizesConfirmed(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            digest=found.digest,
            count=sum(1 for line in found.lines if line.prize_id is not None),
        )
    )


def _standings(edition_id: int, lines: Sequence[UnitLine]) -> list[UnitStanding]:
    return [
        UnitStanding(
            edition_id=edition_id,
            unit_id=line.unit_id,
            code=line.code,
            name=line.name,
            joined=list(line.joined),
            divided_into=list(line.divided_into),
            figures=unit_outcome.written(line.figures),
            points=str(line.points),
            place=line.place,
            shut=list(line.shut),
            unit_prize_id=line.prize_id,
            proposed_id=line.proposed_id,
            reason=line.reason,
        )
        for line in lines
    ]


def _begin(edition_id: int, now: datetime) -> UnitResults:
    """Begin writing about the results, alone, and return how units stand. Raises RuleBroken once all is over."""
    begin_writing_about(Subject.RESULTS, edition_id)
    found = unit_standings.of_edition(edition_id, now=now)
    if found.confirmed_at is not None:
        raise RuleBroken(N_("The unit prizes are confirmed and cannot be changed any more."))
    if editions.by_id(edition_id, now=now).phase == schedule.ARCHIVED:
        raise RuleBroken(N_("The contest is archived, and nothing in it changes any more."))
    return found


def _choice(edition_id: int, unit_id: int) -> UnitChoice | None:
    own = (UnitChoice.edition_id == edition_id, UnitChoice.unit_id == unit_id)
    return db.session.scalar(select(UnitChoice).where(*own))


def _tell(row: UnitChoice, *, chosen: bool, actor_id: int, now: datetime) -> None:
    publish(
        events.UnitPrizeChosen(
            at=now,
            actor_id=actor_id,
            edition_id=row.edition_id,
            unit_id=row.unit_id,
            unit_prize_id=row.unit_prize_id,
            chosen=chosen,
        )
    )
