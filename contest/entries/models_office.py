"""Tables of what the office does with works beside deciding about them. The named side."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model


class ScreeningHold(Model):
    """That a secretary has a waiting work in hand, so that another gets a different one; void from `until` on."""

    __tablename__ = "screening_hold"
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
