"""Tables of what the secretariat takes in: works on paper, units' lists on their way, works that units only report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class PaperEntry(Model):
    """How a work came that the secretariat took in: its days, and what editions/rules/paper.py decided of them.

    `clock`: of the arrival, minutes after midnight, None where only the day is known. `sheet`: which version of the
    declarations was signed on paper. `code_number` grows with each new code that the author may claim the work by.
    """

    __tablename__ = "paper_entry"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    postmark: Mapped[date | None]
    arrived: Mapped[date]
    clock: Mapped[int | None]
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")  # why a late one is refused, or taken in
    sheet: Mapped[str] = mapped_column(String(80))
    taken_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_in_at: Mapped[datetime] = mapped_column(index=True)
    undone_reason: Mapped[str] = mapped_column(String(300), default="")
    claim_reason: Mapped[str] = mapped_column(String(300), default="")  # of a secretary who did it by hand
    code_number: Mapped[int] = mapped_column(default=1)


class IntakeBatch(Model):
    """A unit's lists with a ZIP of files, looked at and on their way into the contest.

    `state`: looked-at, running, done, dropped. `rows`: what the list of forwarded works says, as rules/batch_rows.py
    keeps it; `faults`: what is wrong in the lists; `kept`: how many works units keep; `settings`: what holds for all
    rows. The files stay in the storage under `files_key` until the batch is done.
    """

    __tablename__ = "intake_batch"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="looked-at", index=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(deferred=True)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(deferred=True)
    kept: Mapped[list[dict[str, Any]]] = mapped_column(deferred=True)
    settings: Mapped[dict[str, Any]]
    count: Mapped[int]
    files_key: Mapped[str | None] = mapped_column(String(40))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class BatchRow(Model):
    """A row of a batch that was dealt with: the entry it became, or why it could not be taken in."""

    __tablename__ = "batch_row"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)
    id: Mapped[int] = primary_key()
    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id"))
    number: Mapped[int]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    problem: Mapped[dict[str, Any] | None]


class ReportedCount(Model):
    """How many works a unit says it received and keeps, and of how many authors: no entry stands behind them."""

    __tablename__ = "reported_count"
    __table_args__ = (UniqueConstraint("edition_id", "unit_id", "category_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    works: Mapped[int]
    authors: Mapped[int]
    reported_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime]
