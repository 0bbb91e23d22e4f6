"""Tables of judging: the rubric, one scoresheet a reading, one mark a criterion."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.platform.database import Model, primary_key


class Rubric(Model):
    """The criteria of a round; frozen at the first mark."""

    __tablename__ = "rubric"
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    full_score: Mapped[Decimal]
    frozen_at: Mapped[datetime | None]
    criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.position", cascade="all, delete-orphan"
    )


class Criterion(Model):
    """One line of the rubric. Points go from `minimum` to `maximum` by `step`; `weight` is its share of the whole."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("rubric_id", "position"),)
    id: Mapped[int] = primary_key()
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default="steps")
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[Decimal]
    minimum: Mapped[Decimal]
    maximum: Mapped[Decimal]
    step: Mapped[Decimal]
    descriptors: Mapped[list[dict[str, Any]]]


class Scoresheet(Model):
    """A judge's marks for one reading. `state`: draft, submitted. `revision` tells two tabs apart."""

    __tablename__ = "scoresheet"
    id: Mapped[int] = primary_key()
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    comment: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[Decimal | None]
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    marks: Mapped[list["Mark"]] = relationship(order_by="Mark.criterion_id", cascade="all, delete-orphan")


class Mark(Model):
    """What a judge gave for one criterion: points, or words for a comment-only criterion."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("scoresheet_id", "criterion_id"),)
    id: Mapped[int] = primary_key()
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[Decimal | None]
    text: Mapped[str] = mapped_column(Text, default="")
