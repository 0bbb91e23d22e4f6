"""The outbox: a message is written in the transaction that causes it and leaves after the commit."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class OutboxMessage(Model):
    """A notice to one person. `context` holds ids and numbers; names and links are put in when it is rendered."""

    __tablename__ = "outbox_message"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    notice: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    context: Mapped[dict[str, Any]]
    written_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(200), default="")
