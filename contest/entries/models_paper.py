"""Tables of what the secretariat takes in."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

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
