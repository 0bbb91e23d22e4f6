"""Tables of the key holders: their public keys, an edition's key, its packages, and what holders met for.

No secret key is ever in a row: neither a holder's nor the edition's. What a turn leaves behind until the next holder
comes is still sealed to the others.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class HolderKey(Model):
    """The public key of a holder. `next_key`: of a new sheet, which counts once new packages are made."""

    __tablename__ = "holder_key"
    __table_args__ = (UniqueConstraint("edition_id", "account_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    next_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class EditionKey(Model):
    """The key of an edition: `needed` of `holders` open it together. Nothing but the times is left after the opening.

    `test_seal` is sealed to the public key and opened by the rehearsal. `given_up_at`: when it was recorded that too
    few of the holders' keys are left.
    """

    __tablename__ = "edition_key"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    test_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    needed: Mapped[int]
    holders: Mapped[list[int]]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    rehearsed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


class KeyPackage(Model):
    """The edition's secret key, sealed to the holders in this order: the first one opens the outermost layer."""

    __tablename__ = "key_package"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    holders: Mapped[list[int]]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class KeyMeeting(Model):
    """What holders enter their keys for. `purpose`: rehearsal, opening, one (identity), holders (a new set of them).

    `state`: gathering, done, ended. `code`, `reason`: of the one identity that is asked for, `answer`: which entry it
    is, locked, until the one who asked has seen it. `number`, `place`, `witnesses`: what the minutes say.
    """

    __tablename__ = "key_meeting"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    begun_at: Mapped[datetime]
    begun_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
    done_at: Mapped[datetime | None]
    count: Mapped[int] = mapped_column(default=0)  # of seals that were opened
    code: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    number: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    witnesses: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    seen_at: Mapped[datetime | None]


class KeyTurn(Model):
    """A holder entered a key at a device. `layers`: what the next one opens, by the order of holders."""

    __tablename__ = "key_turn"
    __table_args__ = (UniqueConstraint("meeting_id", "account_id"),)
    id: Mapped[int] = primary_key()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("key_meeting.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    device: Mapped[str] = mapped_column(String(32))
    entered_at: Mapped[datetime]
    layers: Mapped[dict[str, Any]]
