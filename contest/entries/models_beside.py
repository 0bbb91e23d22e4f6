"""Tables beside the works: passages taken out of drafts, warnings set aside, sealed drafts, commitments to receipts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.entries.models import StoredFile
from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class Mend(Model):
    """What an author took out of a draft because it tells whose it is, and can put back; the newest few are kept.

    `place`: title, text, translation, own:<key of a field>, or file and translation_file, which were replaced.
    `before`: what stood there, `after`: the SHA-256 of what stands there since. `what` was taken out.
    """

    __tablename__ = "mend"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    place: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(200))
    before: Mapped[str] = mapped_column(Text, default="", deferred=True)
    markup: Mapped[str] = mapped_column(Text, default="", deferred=True)  # of a formatted text, before
    after: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    made_at: Mapped[datetime]
    file: Mapped[StoredFile | None] = relationship()


class SetAside(Model):
    """A warning of which an author said that it is somebody or something else; not shown again with this entry."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("entry_id", "kind", "token"),)
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    kind: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(300))
    set_aside_at: Mapped[datetime]


class Provenance(Model):
    """A draft or note that an author keeps sealed with a work, to show how it came about if that is ever in doubt.

    Digest and times stay when the author takes it back: receipts name the digest. The file's text is not kept.
    """

    __tablename__ = "provenance"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500), default="")
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile | None] = relationship()


class ProvenanceOpening(Model):
    """That the chair or an organiser opened what was sealed with a work, in a review, and why; the author is told."""

    __tablename__ = "provenance_opening"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]


class ReceiptCommitment(Model):
    """What was published about all receipts of a contest when works were no longer taken in; never changed.

    `number` counts them: a later one is over what came after the one before, such as works on paper. `content`: the
    lines that are signed (kernel/verifier.py), with count, time and root.
    """

    __tablename__ = "receipt_commitment"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    count: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(128))
    made_at: Mapped[datetime]


class CommittedReceipt(Model):
    """A receipt in the tree of a commitment; `leaf` tells nothing to who has not the signed receipt itself."""

    __tablename__ = "committed_receipt"
    __table_args__ = (UniqueConstraint("commitment_id", "leaf"),)
    id: Mapped[int] = primary_key()
    commitment_id: Mapped[int] = mapped_column(ForeignKey("receipt_commitment.id"))
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), unique=True)
    leaf: Mapped[str] = mapped_column(String(64))
