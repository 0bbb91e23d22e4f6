"""A secretary takes back what they decided themselves, while it is not with the judges: a new act, with its trace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from contest.editions import queries as editions
from contest.entries import events, for_office, holding
from contest.entries.models import Entry, ScreeningDecision, Version
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, Conflict, NotFound
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

MOST: Final = 5


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A decision that its secretary can take back."""

    id: int
    entry_key: str
    title: str
    verdict: str
    decided_at: datetime


def own_decisions(edition_id: int, secretary_id: int, *, limit: int = MOST) -> tuple[OwnDecision, ...]:
    """Return the secretary's last decisions that still stand about the version that counts, the newest first."""
    newest = (
        select(func.max(ScreeningDecision.id))
        .where(ScreeningDecision.entry_id == Entry.id, ScreeningDecision.undone_at.is_(None))
        .correlate(Entry)
        .scalar_subquery()
    )
    query = (
        select(
            ScreeningDecision.id, Entry.key, Version.title, ScreeningDecision.verdict,
            ScreeningDecision.decided_at,
        )
        .join(Entry, Entry.id == ScreeningDecision.entry_id)
        .join(Version, Version.id == ScreeningDecision.version_id)
        .where(
            Entry.edition_id == edition_id,
            ScreeningDecision.secretary_id == secretary_id,
            ScreeningDecision.id == newest,
            Version.number == Entry.version_number,
            Entry.state.in_(states.TABLE[Act.UNDO].states),
        )
        .order_by(ScreeningDecision.id.desc())
        .limit(limit)
    )  # fmt: skip
    return tuple(OwnDecision(*row) for row in db.session.execute(query))


def take_back(entry_key: str, decision_id: int, *, edition_id: int, secretary_id: int, now: datetime) -> str:
    """Take the decision back, hold the work again and return its state: as it was before that decision.

    Raises NotFound for another's decision, Conflict where it is not the last one or the work has gone on.
    """
    begin_writing()
    entry = for_office.locked(entry_key, edition_id)
    row = db.session.get(ScreeningDecision, decision_id, populate_existing=True)
    if row is None or (row.entry_id, row.secretary_id) != (entry.id, secretary_id):
        raise NotFound(entry_key)
    those = standing(entry)
    if not those or those[0].id != row.id:
        raise Conflict(
            N_(
                "The work has gone on since that decision, so it cannot be taken back. Look at the work again."
            )
        )
    states.check(Act.UNDO, entry.state, editions.by_id(edition_id, now=now).phase)
    was, row.undone_at = entry.state, now
    entry.state = states.after(Act(those[1].verdict), was) if those[1:] else states.SUBMITTED
    if entry.state == states.SUBMITTED:
        holding.take_over(entry_key, edition_id, secretary_id=secretary_id, now=now)
    db.session.flush()
    publish(
        events.DecisionTakenBack(
            at=now, actor_id=secretary_id, edition_id=edition_id, entry_id=entry.id,
            version_id=row.version_id, decision_id=row.id, was=was, state=entry.state,
        )
    )  # fmt: skip
    return entry.state


def standing(entry: Entry) -> list[ScreeningDecision]:
    """Return the decisions about the version that counts which were not taken back, the newest first."""
    query = (
        select(ScreeningDecision)
        .join(Version, Version.id == ScreeningDecision.version_id)
        .where(
            Version.entry_id == entry.id,
            Version.number == entry.version_number,
            ScreeningDecision.undone_at.is_(None),
        )
        .order_by(ScreeningDecision.id.desc())
    )
    return list(db.session.scalars(query))
