"""Tables of who reads what: readings, declared conflicts, and the proposal that waits for confirmation."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key
from contest.platform.locked_text import LockedText

LONGEST_REASON: Final = 1000  # letters of why a judge gives a work back


class Reading(Model):
    """A blind copy on a judge's desk. `kind`: regular or third. `state`: assigned or recused.

    `position` is the judge's own shuffled order, so that a list tells nothing of arrival.
    """

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("blind_copy_id", "judge_id"),)
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="regular")
    state: Mapped[str] = mapped_column(String(10), default="assigned")
    position: Mapped[int]
    # Whom a judge knows, beside a code.
    recusal_reason: Mapped[str] = mapped_column(
        LockedText("why a judge gave a work back", LONGEST_REASON), default=""
    )


class DeclaredConflict(Model):
    """A judge's own declaration, kept as an opaque key only."""

    __tablename__ = "declared_conflict"
    __table_args__ = (UniqueConstraint("edition_id", "judge_id", "key"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[str] = mapped_column(String(32))


class Proposal(Model):
    """A distribution that the organiser sees before it counts. `state`: proposed, confirmed, discarded."""

    __tablename__ = "proposal"
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seed: Mapped[str] = mapped_column(String(100))
    result: Mapped[dict[str, Any]]
