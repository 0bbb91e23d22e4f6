"""Reads who reads what, as frozen values; essays are known by their codes alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from contest.anonymisation import queries as blind
from contest.anonymisation.queries import BlindCopyView
from contest.assignment.models import DeclaredConflict, Proposal, Reading
from contest.editions import queries as editions
from contest.kernel.errors import NotFound
from contest.platform.database import db

REGULAR: Final = "regular"
THIRD: Final = "third"
ASSIGNED: Final = "assigned"
RECUSED: Final = "recused"


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading: regular or third, assigned or recused."""

    id: int
    round_id: int
    blind_copy_id: int
    judge_id: int
    kind: str
    state: str
    position: int

    @property
    def is_assigned(self) -> bool:
        return self.state == ASSIGNED


@dataclass(frozen=True, slots=True)
class DeskReading:
    """An essay on a judge's desk. `format` says how it is shown: html or pages."""

    reading_id: int
    blind_copy_id: int
    code: str
    title: str
    category_id: int
    words: int
    format: str
    kind: str
    position: int


@dataclass(frozen=True, slots=True)
class ShortageView:
    """Readings of a category that nobody can take; `message` is a msgid that `params` fill."""

    category_id: int
    missing: int
    message: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A distribution. `loads`: all readings of a judge with it; `given`: the new ones among them.

    `level` is False where conflicts or earlier readings keep the loads from being within one of each other.
    """

    id: int
    round_id: int
    made_at: datetime
    made_by: int
    is_repair: bool
    readings: int
    loads: Mapping[int, int]
    given: Mapping[int, int]
    shortages: tuple[ShortageView, ...]
    level: bool


@dataclass(frozen=True, slots=True)
class Hole:
    """A blind copy that lacks readings."""

    blind_copy_id: int
    code: str
    category_id: int
    missing: int


@dataclass(frozen=True, slots=True)
class Recusal:
    """A reading that a judge gave back. Its reason may name people and so is not told here."""

    reading_id: int
    code: str
    judge_id: int


# Asked for every page of a judge, and so put together once.
_DESK = (
    select(Reading)
    .where(
        Reading.judge_id == bindparam("judge_id"),
        Reading.round_id == bindparam("round_id"),
        Reading.state == ASSIGNED,
    )
    .order_by(Reading.position, Reading.id)
)


def desk(judge_id: int, round_id: int) -> tuple[DeskReading, ...]:
    """Return the essays that the judge is to read, in the judge's own order."""
    rows = db.session.scalars(_DESK, {"judge_id": judge_id, "round_id": round_id}).all()
    copies = blind.copies([row.blind_copy_id for row in rows])
    return tuple(_on_desk(row, copies[row.blind_copy_id]) for row in rows)


def reading(judge_id: int, code: str, *, round_id: int) -> DeskReading:
    """Return the judge's own reading of that code. Raises NotFound, also for another's and a recused one.

    The code is looked for on the own desk alone: asking for another's costs as much as asking for none.
    """
    for own in desk(judge_id, round_id):
        if own.code == code:
            return own
    raise NotFound(code)


def by_id(reading_id: int) -> ReadingView:
    """Return one reading. Raises NotFound."""
    row = db.session.get(Reading, reading_id)
    if row is None:
        raise NotFound(reading_id)
    return _view(row)


def readings(round_id: int) -> tuple[ReadingView, ...]:
    """Return all readings of the round, recused ones too, by blind copy and judge."""
    query = select(Reading).where(Reading.round_id == round_id)
    rows = db.session.scalars(query.order_by(Reading.blind_copy_id, Reading.judge_id))
    return tuple(_view(row) for row in rows)


def readings_of(blind_copy_id: int) -> tuple[ReadingView, ...]:
    """Return all readings of one blind copy, regular ones first."""
    query = select(Reading).where(Reading.blind_copy_id == blind_copy_id)
    rows = db.session.scalars(query.order_by(Reading.kind, Reading.judge_id))
    return tuple(_view(row) for row in rows)


def loads(round_id: int) -> dict[int, int]:
    """Return how many readings lie on each judge's desk; who has none is not in it."""
    query = (
        select(Reading.judge_id, func.count())
        .where(Reading.round_id == round_id, Reading.state == ASSIGNED)
        .group_by(Reading.judge_id)
        .order_by(Reading.judge_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def unfilled(round_id: int) -> tuple[Hole, ...]:
    """Return the blind copies that lack readings, by code; what a third reading would add is not counted."""
    wanted = editions.round_by_id(round_id).readings
    there = Counter(r.blind_copy_id for r in readings(round_id) if r.is_assigned and r.kind == REGULAR)
    return tuple(
        Hole(copy.id, copy.code, copy.category_id, wanted - there[copy.id])
        for copy in blind.blind_copies(round_id)
        if there[copy.id] < wanted
    )


def recusals(round_id: int) -> tuple[Recusal, ...]:
    """Return the readings that judges gave back, by code and judge."""
    rows = [r for r in readings(round_id) if not r.is_assigned]
    codes = blind.codes([row.blind_copy_id for row in rows])
    found = [Recusal(row.id, codes[row.blind_copy_id], row.judge_id) for row in rows]
    return tuple(sorted(found, key=lambda recusal: (recusal.code, recusal.judge_id)))


# --- conflicts ----------------------------------------------------------------------------------------------


def declared(edition_id: int, judge_id: int) -> tuple[int, ...]:
    """Return the units that the judge declared, in the order of their ids."""
    query = select(DeclaredConflict.unit_id).where(
        DeclaredConflict.edition_id == edition_id, DeclaredConflict.judge_id == judge_id
    )
    return tuple(db.session.scalars(query.order_by(DeclaredConflict.unit_id)))


def declared_keys(edition_id: int) -> dict[int, frozenset[str]]:
    """Return the opaque keys of all declarations in the edition, by judge."""
    query = select(DeclaredConflict.judge_id, DeclaredConflict.key).where(
        DeclaredConflict.edition_id == edition_id
    )
    found: dict[int, set[str]] = {}
    for judge_id, key in db.session.execute(query):
        found.setdefault(judge_id, set()).add(key)
    return {judge_id: frozenset(keys) for judge_id, keys in found.items()}


# --- proposals ----------------------------------------------------------------------------------------------


def waiting_proposal(round_id: int) -> ProposalView | None:
    """Return the proposal that waits for its confirmation, or None."""
    query = select(Proposal).where(Proposal.round_id == round_id, Proposal.state == "proposed")
    row = db.session.scalar(query.order_by(Proposal.id.desc()).limit(1))
    return None if row is None else _proposal(row)


def proposal(proposal_id: int) -> ProposalView:
    """Return a proposal in whatever state. Raises NotFound."""
    row = db.session.get(Proposal, proposal_id)
    if row is None:
        raise NotFound(proposal_id)
    return _proposal(row)


def confirmed(round_id: int) -> tuple[str, int] | None:
    """Return the seed by which the works of the round were given out, and how many pairs were withheld; or None."""
    query = select(Proposal).where(Proposal.round_id == round_id, Proposal.state == "confirmed")
    for row in db.session.scalars(query.order_by(Proposal.id)):
        if not row.result["is_repair"]:
            return row.seed, row.result.get("withheld", 0)
    return None


def _proposal(row: Proposal) -> ProposalView:
    result = row.result
    return ProposalView(
        id=row.id,
        round_id=row.round_id,
        made_at=row.made_at,
        made_by=row.made_by,
        is_repair=result["is_repair"],
        readings=len(result["assignments"]),
        loads={int(judge): count for judge, count in result["loads"].items()},
        given={int(judge): count for judge, count in result["given"].items()},
        shortages=tuple(ShortageView(**shortage) for shortage in result["shortages"]),
        level=result["level"],
    )


def _view(row: Reading) -> ReadingView:
    return ReadingView(
        row.id, row.round_id, row.blind_copy_id, row.judge_id, row.kind, row.state, row.position
    )


def _on_desk(row: Reading, copy: BlindCopyView) -> DeskReading:
    return DeskReading(
        reading_id=row.id,
        blind_copy_id=copy.id,
        code=copy.code,
        title=copy.title,
        category_id=copy.category_id,
        words=copy.words,
        format=copy.kind,
        kind=row.kind,
        position=row.position,
    )
