"""Tables beside the copies: what was blacked out of a work (named side), what judges noticed of a copy (blind side)."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key
from contest.platform.locked_text import LockedText

LONGEST: Final = 500  # letters of what a judge tells of a copy


class Redaction(Model):
    """What a secretary blacked out of a work before its code was drawn: whenever its copy is made anew, so is this.

    `cells` name parts of the pictures of pages of that version (rules/cells.py); `as_text`: judges read the text
    instead of pictures. Deleted when the codes are drawn: words of a work beside its entry would join both.
    """

    __tablename__ = "redaction"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    words: Mapped[list[str]]
    cells: Mapped[list[str]]
    as_text: Mapped[bool]


class IdentityFlag(Model):
    """A judge told that the author of a blind copy can be recognised. The office is never shown which judge.

    `outcome` is "" while it waits, then redacted or kept.
    """

    __tablename__ = "identity_flag"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # A name beside a code, as likely as not.
    said: Mapped[str] = mapped_column(LockedText("what judges told of a copy", LONGEST))
    told_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="", index=True)
    settled_at: Mapped[datetime | None]


class CopyRedaction(Model):
    """A blind copy was blacked out after its code was drawn; `digest` is what it is since (rules/shown.py).

    `former`: the digest it had, locked, and "" stands where it stood: who tries every name in the black place would
    find the one that was there. Of an older redaction `digest` is "" for the same reason.
    """

    __tablename__ = "copy_redaction"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    former: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
