"""A judge tells that the author of a blind copy can be recognised. The blind side: nothing here leads to a name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.anonymisation import events
from contest.anonymisation.models import BlindCopy
from contest.anonymisation.models_beside import LONGEST, IdentityFlag
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.kernel.text import nfc
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

WAITING, REDACTED, KEPT = "", "redacted", "kept"


@dataclass(frozen=True, slots=True)
class Told:
    """What this judge told of a copy: the words, and "" (waits), redacted or kept."""

    said: str
    outcome: str


def tell(blind_copy_id: int, *, judge_id: int, said: str, now: datetime) -> None:
    """Tell the office, by code and without the judge's name; once more changes the words of what waits.

    Raises RuleBroken for words that are too long, NotFound.
    """
    words = nfc(said).strip()
    if len(words) > LONGEST:
        raise RuleBroken(N_("Write at most %(most)d letters."), field="said", most=LONGEST)
    begin_writing()
    copy = db.session.get(BlindCopy, blind_copy_id)
    if copy is None:
        raise NotFound(blind_copy_id)
    row = _latest(blind_copy_id, judge_id)
    if row is None or row.outcome != WAITING:
        row = IdentityFlag(blind_copy_id=blind_copy_id, judge_id=judge_id, outcome=WAITING)
        db.session.add(row)
    row.said, row.told_at = words, now
    db.session.flush()
    publish(
        events.IdentityVisible(
            at=now, actor_id=judge_id, edition_id=copy.edition_id, round_id=copy.round_id, code=copy.code
        )
    )


def told(blind_copy_id: int, judge_id: int) -> Told | None:
    """Return what this judge told last of the copy, or None."""
    row = _latest(blind_copy_id, judge_id)
    return None if row is None else Told(row.said, row.outcome)


def told_in(round_id: int, judge_id: int) -> dict[str, Told]:
    """Return what this judge told last of each copy of the round, by code; one question to the database."""
    query = (
        select(BlindCopy.code, IdentityFlag.said, IdentityFlag.outcome)
        .join(BlindCopy, BlindCopy.id == IdentityFlag.blind_copy_id)
        .where(BlindCopy.round_id == round_id, IdentityFlag.judge_id == judge_id)
        .order_by(IdentityFlag.id)
    )
    return {code: Told(said, outcome) for code, said, outcome in db.session.execute(query)}


def answered(round_id: int, code: str, at: datetime) -> tuple[int, ...]:
    """Return the ids of the judges whom the office answered at that instant about this copy, in their order."""
    query = (
        select(IdentityFlag.judge_id)
        .distinct()
        .join(BlindCopy, BlindCopy.id == IdentityFlag.blind_copy_id)
        .where(BlindCopy.round_id == round_id, BlindCopy.code == code, IdentityFlag.settled_at == at)
        .order_by(IdentityFlag.judge_id)
    )
    return tuple(db.session.scalars(query))


def _latest(blind_copy_id: int, judge_id: int) -> IdentityFlag | None:
    query = select(IdentityFlag).where(
        IdentityFlag.blind_copy_id == blind_copy_id, IdentityFlag.judge_id == judge_id
    )
    return db.session.scalar(query.order_by(IdentityFlag.id.desc()).limit(1))
