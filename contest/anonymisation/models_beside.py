"""Tables beside the copies: what was blacked out of a work (named side), what judges noticed of a copy (blind side)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key


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
    said: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="", index=True)
    settled_at: Mapped[datetime | None]


class CopyRedaction(Model):
    """A blind copy was blacked out after its code was drawn; `digest` is what it is since (rules/shown.py)."""

    __tablename__ = "copy_redaction"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
