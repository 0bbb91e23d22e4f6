"""The table beside the results: who proved a code to be theirs where the identities cannot be opened any more."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class ResultClaim(Model):
    """A published code that an entry's receipt and original file prove; joined once a second organiser confirms it."""

    __tablename__ = "result_claim"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    receipt_number: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    claimed_at: Mapped[datetime]
    claimed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
