"""Tables of judging: the rubric, one scoresheet a reading, one mark a criterion."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.platform.database import Model, primary_key

_FOR_ALL = text("category_id IS NULL")


class Rubric(Model):
    """The criteria of a round, for one category or (None) for all without one of their own; frozen at the first mark.

    `weighing`: what the organiser means by the weights: points, percent that add up to 100, or free proportions.
    """

    __tablename__ = "rubric"
    __table_args__ = (
        UniqueConstraint("round_id", "category_id"),
        Index("uq_rubric_for_all", "round_id", unique=True, sqlite_where=_FOR_ALL, postgresql_where=_FOR_ALL),
    )
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    full_score: Mapped[Decimal]
    weighing: Mapped[str] = mapped_column(String(10), default="free", server_default="free")
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


class RubricVersion(Model):
    """A rubric as it stood from `saved_at` on: the last one of a draft, and every one since the announcement.

    `document` is empty where the rubric was taken away. Time and person are unknown of what is older than this table.
    """

    __tablename__ = "rubric_version"
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    document: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


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
