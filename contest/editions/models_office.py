"""What the office keeps beside an edition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key


class BlindCheck(Model):
    """A check, on a copy of the settings, that judges cannot learn who wrote what; `report` once it is over."""

    __tablename__ = "blind_check"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(String(300), default="")  # why it could not be done
    published_at: Mapped[
        datetime | None
    ]  # since when everybody may read it; of one check of an edition at most
