"""Tables of what the office does with works beside deciding about them. The named side."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.entries.rules.questions import ANSWER, QUESTION
from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key
from contest.platform.locked_text import LockedText


class ScreeningHold(Model):
    """That a secretary has a waiting work in hand, so that another gets a different one; void from `until` on."""

    __tablename__ = "screening_hold"
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]


class AfterRequest(Model):
    """What an author asked for after the closing time, and the answer: "", yes or no.

    `kind`: withdraw, title or about; `wanted`: the new title, `before`: the one there was. `locked`: reasons that were
    written while the work is sealed, by the installation's keys and of one length; None otherwise.
    """

    __tablename__ = "after_request"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(200), default="")
    wanted: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    locked: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class AuthorQuestion(Model):
    """What a secretary asks the author of a work, and the answer. Until it is closed no second one can be asked.

    Both are locked from the start by the installation's keys, and equally long: an author may quote the work, and
    beside a name that would find the blind copy. `coded_asked`, `coded_answered`: written when the judges had it
    already; the secretariat reads that at once, and what was written before after the opening.
    """

    __tablename__ = "author_question"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    question: Mapped[str] = mapped_column(LockedText("what an author is asked", QUESTION[1]))
    coded_asked: Mapped[bool]
    asked_at: Mapped[datetime]
    answer_by: Mapped[date | None]
    answer: Mapped[str] = mapped_column(LockedText("what an author answers", ANSWER[1]), default="")
    coded_answered: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]


class NameOnWork(Model):
    """How the name of an author is spelt on one work, as the office corrected it; the account keeps its own."""

    __tablename__ = "name_on_work"
    __table_args__ = (UniqueConstraint("entry_id", "account_id"),)
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))


class OfficeAct(Model):
    """What the office changed about a work, and why: moved it, corrected a unit, counts it once with another.

    `kind`: category, unit, name, kept, duplicate or parted; `before`, `after`: what stood there and what stands there
    now, by name. `other_id`: of a duplicate the work that stays, of that one the duplicate. `unit_before_id`: of a work
    that took the unit of its duplicate, the one it had, which a parting gives back; None where it had none.
    """

    __tablename__ = "office_act"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(200), default="")
    after: Mapped[str] = mapped_column(String(200), default="")
    other_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    took_unit: Mapped[bool] = mapped_column(default=False)
    unit_before_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text)
    acted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    acted_at: Mapped[datetime]
