"""Tables on both sides of the wall: renditions (named), blind copies and keys (blind), seals between them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class Rendition(Model):
    """An accepted version made blind, before it has a code: what the secretary checks. The named side.

    `state`: failed, to_clear, clear. `findings`, `removed` and `flags` are what the leak search and the
    converter saw; `failure` is a sentence and what fills it, as JSON. Rows are deleted when the codes are drawn:
    from then on what judges see stands in the blind copies alone.
    """

    __tablename__ = "rendition"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    state: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    html: Mapped[str] = deferred(mapped_column(Text, default=""))
    text: Mapped[str] = deferred(mapped_column(Text, default=""))
    words: Mapped[int] = mapped_column(default=0)
    placed: Mapped[str] = deferred(
        mapped_column(Text, nullable=False, default="", server_default="")
    )  # rules/placed.py
    page_keys: Mapped[list[str]]
    # The recording beside it, made anew: mp3, mp4, or "" where there is none.
    recording_kind: Mapped[str] = mapped_column(String(3), default="", server_default="")
    recording_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    recording_key: Mapped[str] = mapped_column(String(40), default="", server_default="")
    # Answers to the edition's own fields that judges may see: {"label": …, "kind": …, "value": …}.
    own: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    findings: Mapped[list[dict[str, Any]]]
    removed: Mapped[list[dict[str, Any]]]
    flags: Mapped[list[str]]
    failure: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def storage_keys(self) -> list[str]:
        """Where everything lies that was made of it."""
        return [*(self.page_keys or []), *([self.recording_key] if self.recording_key else [])]


class BlindCopy(Model):
    """What a judge sees of an entry in one round. Nothing here points to an entry; chance orders the rows."""

    __tablename__ = "blind_copy"
    __table_args__ = (UniqueConstraint("round_id", "code"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    html: Mapped[str] = deferred(mapped_column(Text, default=""))
    words: Mapped[int]
    # Where on the pictures the words of `html` stand (rules/placed.py): what is black there, too.
    placed: Mapped[str] = deferred(mapped_column(Text, nullable=False, default="", server_default=""))
    own: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")


class BlindPage(Model):
    """A page image of a blind copy, under a storage key of its own that no other row knows."""

    __tablename__ = "blind_page"
    __table_args__ = (UniqueConstraint("blind_copy_id", "number"),)
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    number: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)


class BlindRecording(Model):
    """The recording beside a blind copy, made anew, under a storage key of its own that no other row knows."""

    __tablename__ = "blind_recording"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(3))
    seconds: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)


class ClosedKeys(Model):
    """The opaque keys of a blind copy, locked: how often a key occurs among the works would tell whose key it is.

    They are those of units and people whose judges must not read it. All rows of a round are equally long.
    """

    __tablename__ = "closed_keys"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    locked: Mapped[bytes] = mapped_column(LargeBinary)


class Seal(Model):
    """The encrypted link from a blind copy to its entry; all seals are equally long."""

    __tablename__ = "seal"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime | None]


class CopyCommitment(Model):
    """What was published about all blind copies of a round when its codes were drawn; never changed.

    `content`: the lines that are signed (kernel/verifier.py), with count, time and root.
    """

    __tablename__ = "copy_commitment"
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    number: Mapped[int]
    count: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(128))
    made_at: Mapped[datetime]


class CommittedCopy(Model):
    """A blind copy in the tree of its round. `digest`: of what judges are shown; `leaf`: with a nonce in the seal.

    So nobody who has not opened the seal can tell from the leaf which receipt it is bound to.
    """

    __tablename__ = "committed_copy"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    leaf: Mapped[str] = mapped_column(String(64), unique=True)
