"""Gives essays to judges: proposes, confirms, repairs, takes recusals and declared conflicts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import insert, select

from contest.anonymisation import queries as blind
from contest.anonymisation.keys import conflict_key
from contest.assignment import events, problem, queries
from contest.assignment.models import LONGEST_REASON, DeclaredConflict, Proposal, Reading
from contest.assignment.queries import ASSIGNED, RECUSED, REGULAR, THIRD
from contest.assignment.rules import engine, third, withheld
from contest.assignment.rules.instance import Entry, Pair
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.editions.queries import RoundView
from contest.editions.rules import rounds
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.kernel.text import nfc
from contest.people import queries as people
from contest.platform import judge_role
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

PROPOSED, CONFIRMED, DISCARDED = "proposed", "confirmed", "discarded"
SHORTEST_REASON: Final = 3


# --- proposals ----------------------------------------------------------------------------------------------


def propose(round_id: int, *, actor_id: int, now: datetime, seed: str) -> int:
    """Work out who reads what in a coded round and keep it for confirmation; return the proposal's id.

    The same seed, panel and conflicts give the same proposal, so asking again cannot be used to choose.
    """
    return _propose(round_id, rounds.CODED, actor_id=actor_id, now=now, seed=seed)


def replace(round_id: int, *, actor_id: int, now: datetime, seed: str) -> int:
    """Propose readers for the readings that are missing while judging runs; nothing else moves."""
    return _propose(round_id, rounds.JUDGING, actor_id=actor_id, now=now, seed=seed)


def _propose(round_id: int, state: str, *, actor_id: int, now: datetime, seed: str) -> int:
    round_ = _in_state(round_id, state)
    instance = problem.build(round_id, seed)
    _refuse_nothing(instance.judges, instance.entries)
    pairs = problem.withheld(instance, round_)
    found, count = withheld.propose(instance, pairs)
    result = _as_json(found, frozenset(instance.started))
    basis = problem.digest(withheld.without(instance, pairs[:count]))
    begin_writing()
    for waiting in db.session.scalars(_waiting(round_id)):
        waiting.state = DISCARDED
    proposal = Proposal(
        round_id=round_id,
        made_at=now,
        made_by=actor_id,
        seed=seed,
        result={**result, "basis": basis, "withheld": count, "is_repair": state == rounds.JUDGING},
    )
    db.session.add(proposal)
    db.session.flush()
    publish(
        events.ProposalMade(
            at=now,
            actor_id=actor_id,
            edition_id=round_.edition_id,
            round_id=round_id,
            proposal_id=proposal.id,
            readings=len(result["assignments"]),
            missing=sum(shortage["missing"] for shortage in result["shortages"]),
        )
    )
    return proposal.id


def confirm(proposal_id: int, *, actor_id: int, now: datetime) -> None:
    """Put the proposed readings on the judges' desks. Raises Conflict where anything changed since."""
    begin_writing()
    proposal = _locked(proposal_id)
    round_ = editions.round_by_id(proposal.round_id)
    is_repair = bool(proposal.result["is_repair"])
    _in_state(round_.id, rounds.JUDGING if is_repair else rounds.CODED)
    if _basis(round_, proposal) != proposal.result["basis"]:
        raise Conflict(
            N_("The panel, a conflict or the readings have changed since this was proposed. Propose anew.")
        )
    new = [(int(copy), int(judge)) for copy, judge in proposal.result["new"]]
    if new:
        db.session.execute(insert(Reading), _rows(round_.id, new))
    proposal.state = CONFIRMED
    if not is_repair:
        editions_service.set_round_state(round_.id, rounds.JUDGING, actor_id=actor_id, now=now)
    publish(
        events.AssignmentConfirmed(
            at=now,
            actor_id=actor_id,
            edition_id=round_.edition_id,
            round_id=round_.id,
            proposal_id=proposal_id,
            readings=len(new),
        )
    )


def _basis(round_: RoundView, proposal: Proposal) -> str:
    """Return what the proposal would rest on if it were made now."""
    instance = problem.build(round_.id, proposal.seed)
    pairs = problem.withheld(instance, round_)[: proposal.result.get("withheld", 0)]
    return problem.digest(withheld.without(instance, pairs))


def discard(proposal_id: int, *, actor_id: int, now: datetime) -> None:
    """Put a proposal aside that nobody has confirmed."""
    begin_writing()
    proposal = _locked(proposal_id)
    proposal.state = DISCARDED
    edition_id = editions.round_by_id(proposal.round_id).edition_id
    publish(
        events.ProposalDiscarded(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            round_id=proposal.round_id,
            proposal_id=proposal_id,
        )
    )


def _in_state(round_id: int, state: str) -> RoundView:
    round_ = editions.round_by_id(round_id)
    if round_.state == state:
        return round_
    raise Conflict(_WRONG_STATE[round_.state])


_WRONG_STATE: Final[Mapping[str, str]] = {
    rounds.WAITING: N_("The works of this round have no blind codes yet. A secretary draws them first."),
    rounds.CODED: N_("The works of this round have not been given out yet. Confirm a proposal first."),
    rounds.JUDGING: N_("The works of this round have been given out already. Look at the page again."),
    rounds.CLOSED: N_("This round is closed. Nothing can be given out or given back any more."),
}


def _refuse_nothing(judges: Iterable[object], entries: Iterable[object]) -> None:
    if not any(True for _ in judges):
        raise RuleBroken(N_("There are no judges on the panel of this round. Appoint judges first."))
    if not any(True for _ in entries):
        raise RuleBroken(N_("There are no works in this round, so there is nothing to give out."))


def _waiting(round_id: int) -> Any:  # noqa: ANN401 -- SQLAlchemy's Select of a row
    return select(Proposal).where(Proposal.round_id == round_id, Proposal.state == PROPOSED).with_for_update()


def _locked(proposal_id: int) -> Proposal:
    row = db.session.get(Proposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(proposal_id)
    if row.state != PROPOSED:
        raise Conflict(N_("This proposal was confirmed or put aside meanwhile. Look at the page again."))
    return row


def _as_json(proposal: engine.Proposal, there: frozenset[Pair]) -> dict[str, Any]:
    new = [pair for pair in proposal.assignments if pair not in there]
    return {
        "assignments": [list(pair) for pair in proposal.assignments],
        "new": [list(pair) for pair in new],
        "loads": dict(proposal.loads),
        "given": dict(Counter(judge for _, judge in new)),
        "shortages": [
            {
                "category_id": int(shortage.category),
                "missing": shortage.missing,
                "message": shortage.why.message,
                "params": dict(shortage.why.params),
            }
            for shortage in proposal.shortages
        ],
        "level": proposal.level,
    }


def _rows(round_id: int, new: Iterable[tuple[int, int]]) -> list[dict[str, object]]:
    """Make the rows of new readings, behind what each judge has, in an order of the judge's own."""
    desks: dict[int, list[int]] = {}
    for blind_copy_id, judge_id in new:
        desks.setdefault(judge_id, []).append(blind_copy_id)
    last = _last_positions(round_id)
    rows = []
    for judge_id, copies in sorted(desks.items()):
        SystemRandom().shuffle(copies)
        first = last.get(judge_id, 0) + 1
        rows += [
            _row(round_id, blind_copy_id, judge_id, kind=REGULAR, position=position)
            for position, blind_copy_id in enumerate(copies, start=first)
        ]
    return rows


def _row(round_id: int, blind_copy_id: int, judge_id: int, *, kind: str, position: int) -> dict[str, object]:
    return {
        "round_id": round_id,
        "blind_copy_id": blind_copy_id,
        "judge_id": judge_id,
        "kind": kind,
        "state": ASSIGNED,
        "position": position,
        "recusal_reason": "",
    }


def _last_positions(round_id: int) -> dict[int, int]:
    last: dict[int, int] = {}
    for reading in queries.readings(round_id):
        last[reading.judge_id] = max(last.get(reading.judge_id, 0), reading.position)
    return last


# --- while judging runs -------------------------------------------------------------------------------------


def recuse(
    reading_id: int, *, judge_id: int, reason: str, now: datetime, actor_id: int | None = None
) -> None:
    """Take a reading back from its judge, who says why; a third one goes to the next judge at once.

    `actor_id`: who does it where it is not the judge, because the judge cannot go on.
    """
    reason = _reason(reason)
    begin_writing()
    row = db.session.get(Reading, reading_id, with_for_update=True, populate_existing=True)
    if row is None or row.judge_id != judge_id:
        raise NotFound(reading_id)
    if row.state != ASSIGNED:
        raise Conflict(N_("You have given this work back already."))
    round_ = _in_state(row.round_id, rounds.JUDGING)
    row.state, row.recusal_reason = RECUSED, reason
    db.session.flush()
    publish(
        events.JudgeRecused(
            at=now,
            actor_id=judge_id if actor_id is None else actor_id,
            edition_id=round_.edition_id,
            round_id=round_.id,
            reading_id=reading_id,
        )
    )
    if row.kind == THIRD:
        assign_third(row.blind_copy_id, now=now)


def _reason(written: str) -> str:
    reason = nfc(written).strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."),
            field="reason",
            least=SHORTEST_REASON,
            most=LONGEST_REASON,
        )
    return reason


@judge_role.as_program()
def assign_third(blind_copy_id: int, *, now: datetime) -> int | None:
    """Give a third reading to the least loaded judge free to read, and return the reading's id.

    Often it is a judge's submit that asks for it: the panel and the keys are none of that judge's, so the program asks
    for them itself, and nothing of the answer goes onto the judge's page. Asked twice, it gives the same reading.
    Where nobody is free it says so aloud and returns None.
    """
    begin_writing()
    copy = blind.copies([blind_copy_id]).get(blind_copy_id)
    if copy is None:
        raise NotFound(blind_copy_id)
    # Held until the end, so that two scoresheets handed in at once do not ask for two third readings.
    query = select(Reading).where(Reading.blind_copy_id == blind_copy_id).order_by(Reading.id)
    there = db.session.scalars(query.with_for_update()).all()
    running = next((r.id for r in there if r.kind == THIRD and r.state == ASSIGNED), None)
    if running is not None:
        return running
    round_ = _in_state(copy.round_id, rounds.JUDGING)
    entry = Entry(str(copy.id), str(copy.category_id), blind.keys_of(copy.id))
    loads = {str(judge): count for judge, count in queries.loads(round_.id).items()}
    taken, panel = {str(r.judge_id) for r in there}, problem.judges(round_)
    kept_away = problem.withheld_from(round_, copy.id)
    # A judge from whom it was withheld reads it only where nobody else is free: what comes late would be known as that.
    chosen = third.pick(entry, panel, loads, taken | kept_away) or third.pick(entry, panel, loads, taken)
    if chosen is None:
        wanting = events.ThirdReadingWanting(
            at=now, edition_id=round_.edition_id, round_id=round_.id, blind_copy_id=blind_copy_id
        )
        publish(wanting)
        return None
    return _add_third(round_, blind_copy_id, int(chosen), now)


def _add_third(round_: RoundView, blind_copy_id: int, judge_id: int, now: datetime) -> int:
    position = _last_positions(round_.id).get(judge_id, 0) + 1
    row = Reading(**_row(round_.id, blind_copy_id, judge_id, kind=THIRD, position=position))
    db.session.add(row)
    db.session.flush()
    publish(events.ReadingAdded(at=now, edition_id=round_.edition_id, round_id=round_.id, reading_id=row.id))
    return row.id


# --- declared conflicts -------------------------------------------------------------------------------------


def declare_conflict(edition_id: int, judge_id: int, unit_id: int, *, now: datetime) -> None:
    """Keep works of the unit, and of units below it, away from the judge. Twice is as good as once."""
    begin_writing()
    _refuse_while_reading(edition_id, judge_id)
    if not people.unit_line(unit_id):
        raise NotFound(unit_id)
    if unit_id in queries.declared(edition_id, judge_id):
        return
    key = conflict_key("unit", unit_id)
    db.session.add(DeclaredConflict(edition_id=edition_id, judge_id=judge_id, unit_id=unit_id, key=key))
    publish(
        events.ConflictDeclared(
            at=now, actor_id=judge_id, edition_id=edition_id, judge_id=judge_id, unit_id=unit_id
        )
    )


def withdraw_conflict(edition_id: int, judge_id: int, unit_id: int, *, now: datetime) -> None:
    """Take back a declaration made by mistake. Raises NotFound where there is none."""
    begin_writing()
    _refuse_while_reading(edition_id, judge_id)
    query = select(DeclaredConflict).where(
        DeclaredConflict.edition_id == edition_id,
        DeclaredConflict.judge_id == judge_id,
        DeclaredConflict.unit_id == unit_id,
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound(unit_id)
    db.session.delete(row)
    publish(
        events.ConflictWithdrawn(
            at=now, actor_id=judge_id, edition_id=edition_id, judge_id=judge_id, unit_id=unit_id
        )
    )


def _refuse_while_reading(edition_id: int, judge_id: int) -> None:
    # Once works lie on the desk, a declaration that made one of them vanish would tell whose it is.
    running = [r.id for r in editions.rounds(edition_id) if r.state == rounds.JUDGING]
    if any(queries.desk(judge_id, round_id) for round_id in running):
        raise RuleBroken(
            N_(
                "The works have been given out already. If you recognise one, open it and give it back"
                " with a reason."
            ),
            field="unit_id",
        )
