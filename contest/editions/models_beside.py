"""The table beside an edition's own: which edition sends works on to which."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class EditionLink(Model):
    """The lower edition sends works on to the upper one; agreed there where `agreed_at` is set."""

    __tablename__ = "edition_link"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    lower_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    upper_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
