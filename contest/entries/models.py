"""Tables of what authors submit: drafts, versions, files, receipts, decisions on them. The named side."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class StoredFile(Model):
    """A file as it was received: bytes in the storage under `storage_key`, what was read from it here.

    `seconds`: how long a recording lasts, 0 for anything else. `parts`: of pictures that are kept together, name, size,
    sha256 and traces of each, in order; `previews`: a small WEBP of each, base64.
    """

    __tablename__ = "stored_file"
    id: Mapped[int] = primary_key()
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    words: Mapped[int]
    pages: Mapped[int] = mapped_column(default=0)
    note_lines: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    flags: Mapped[list[str]]
    traces: Mapped[list[str]]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    previews: Mapped[list[str]] = mapped_column(default=list, deferred=True)
    uploaded_at: Mapped[datetime]


class Entry(Model):
    """A work on its way through the contest. Title, text, file and category here are the draft's.

    `state`: draft, submitted, returned, accepted, refused, withdrawn, coded. `revision` counts saves of the
    draft, so that two windows are told apart, and `saved_in` names the window that saved last by itself;
    `version_number` is the last version's, 0 before the first. `markup`: the typed text with headings, lists, tables,
    cleaned; "" where it has none, and then the text is all there is.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_queue", "edition_id", "state", "submitted_at", "id"),)
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    markup: Mapped[str] = mapped_column(Text, default="", deferred=True)
    words: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    revision: Mapped[int] = mapped_column(default=1)
    saved_in: Mapped[str] = mapped_column(String(26), default="")
    version_number: Mapped[int] = mapped_column(default=0)
    # How many co-authors stand before the author; None while nobody was ever asked, as with nearly all works.
    author_place: Mapped[int | None]
    # The entry of an edition below that was sent on and became this one.
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # The judges had it by then.
    withdrawn_late: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    file: Mapped[StoredFile | None] = relationship()
    versions: Mapped[list["Version"]] = relationship(order_by="Version.number", back_populates="entry")


class Upload(Model):
    """A file on its way to a draft, piece by piece: one for each place, so that a new one replaces it.

    `role`: what it is to be, as in rules/uploading.py; `key` names its bytes in the storage too. Of `size` bytes the
    first `received` are durable; what a crash left behind them was never acknowledged.
    """

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("entry_id", "role"),)
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class StatementRow(Model):
    """What an author says of a work beside its text: of the draft, or frozen with a version.

    `language` and `country` by their codes, a language without one by its name; `published`: yes, no or "".
    """

    __tablename__ = "statement"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), unique=True)
    language: Mapped[str] = mapped_column(String(40), default="")
    translation: Mapped[str] = mapped_column(Text, default="", deferred=True)
    translation_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    country: Mapped[str] = mapped_column(String(8), default="")
    published: Mapped[str] = mapped_column(String(8), default="")
    published_in: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[date | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    proof_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    recording_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    translation_file: Mapped[StoredFile | None] = relationship(foreign_keys=[translation_file_id])
    proof_file: Mapped[StoredFile | None] = relationship(foreign_keys=[proof_file_id])
    recording_file: Mapped[StoredFile | None] = relationship(foreign_keys=[recording_file_id])


class Version(Model):
    """What was submitted at one moment; never changed. `token` makes a repeated submit the same submit.

    From `erased_at` on title, text and file are gone, and the receipt alone tells what there was.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    markup: Mapped[str] = mapped_column(Text, default="", deferred=True)
    words: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    declarations: Mapped[list[str]]
    submitted_at: Mapped[datetime]
    in_grace: Mapped[bool] = mapped_column(default=False)  # after the closing time, taken in all the same
    erased_at: Mapped[datetime | None]
    entry: Mapped[Entry] = relationship(back_populates="versions")
    file: Mapped[StoredFile | None] = relationship()
    receipt: Mapped["Receipt"] = relationship(back_populates="version")


class OwnAnswer(Model):
    """What an author answered in a field of the edition's own; without a version it belongs to the draft.

    A draft keeps answers to fields of other categories: whoever changes the category back finds them again.
    """

    __tablename__ = "own_answer"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("own_field.id"), index=True)
    value: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file: Mapped[StoredFile | None] = relationship()


class Receipt(Model):
    """What the author can check: number, time and digests of a version; `document` is what is signed."""

    __tablename__ = "receipt"
    id: Mapped[int] = primary_key()
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    issued_at: Mapped[datetime] = mapped_column(index=True)
    sha256_text: Mapped[str] = mapped_column(String(64), index=True)
    sha256_file: Mapped[str | None] = mapped_column(String(64), index=True)
    sha256_own: Mapped[str | None] = mapped_column(String(64))  # of the answers to the edition's own fields
    document: Mapped[str] = mapped_column(Text, deferred=True)
    signature: Mapped[str] = mapped_column(String(128))
    version: Mapped[Version] = relationship(back_populates="receipt")


class ReceiptList(Model):
    """The receipts of one day by their digests, chained and signed when the day is over; never changed.

    `content`: the lines of rules/daily_list.py, `digest` their SHA-256, which the next list begins with.
    """

    __tablename__ = "receipt_list"
    id: Mapped[int] = primary_key()
    number: Mapped[int] = mapped_column(unique=True)
    day: Mapped[date] = mapped_column(unique=True)
    zone: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    content: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    sealed_at: Mapped[datetime]


class ScreeningDecision(Model):
    """What a secretary decided about a version, once: `verdict` is accept, return or refuse.

    `causes`: names of rules/screening.py; `return_by`: until when a correction is asked for, None: the closing time.
    From `undone_at` on the secretary has taken it back, and it counts no more.
    """

    __tablename__ = "screening_decision"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[str] = mapped_column(String(20))
    checklist: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    causes: Mapped[list[str]] = mapped_column(default=list)
    return_by: Mapped[datetime | None]
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class AboutAuthor(Model):
    """What a person says about themselves with an entry, as the edition asks; "" for nothing.

    Kept once and not with every version: a version freezes the work, this can be corrected and erased in one place.
    """

    __tablename__ = "about_author"
    __table_args__ = (UniqueConstraint("entry_id", "account_id"),)
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    pen_name: Mapped[str] = mapped_column(String(100), default="")
    by_pen_name: Mapped[bool] = mapped_column(default=False)  # named so when the results are published
    position: Mapped[str] = mapped_column(String(150), default="")
    academic_title: Mapped[str] = mapped_column(String(100), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    id_number: Mapped[str] = mapped_column(String(12), default="")
    saved_at: Mapped[datetime]


class Guardian(Model):
    """Who agrees in place of an author who may be under age: the text word for word, None while not given."""

    __tablename__ = "guardian"
    __table_args__ = (UniqueConstraint("entry_id", "account_id"),)
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)  # of the author
    name: Mapped[str] = mapped_column(String(120), default="")
    relation: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    text_version: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="")
    given_at: Mapped[datetime | None]


class CoAuthor(Model):
    """Somebody whom the author of an entry names beside them, by an address until the person has confirmed.

    `state`: asked, confirmed, declined, left, removed. The link in the letter is signed when it is rendered.
    """

    __tablename__ = "co_author"
    __table_args__ = (UniqueConstraint("entry_id", "email"),)
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="asked")
    letters: Mapped[int] = mapped_column(default=1)  # how often this person was asked by mail
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class VersionAuthor(Model):
    """An author of a version that has several, the one who submitted it included; as they stood at the submit.

    `left_at`: the person took their name off the work afterwards.
    """

    __tablename__ = "version_author"
    __table_args__ = (
        UniqueConstraint("version_id", "account_id"),
        UniqueConstraint("version_id", "position"),
    )
    id: Mapped[int] = primary_key()
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    position: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    left_at: Mapped[datetime | None]


# --- what is compared to find copies -------------------------------------------------------------------------


class ComparedText(Model):
    """A work as it is compared with others: its last version, what of it is indexed, how much was found elsewhere.

    `sample`: the values of rules/sketch.py by which it is found, `scheme` of rules/shingles.py by which they were
    made. `others` and `own`: how many of its words stand in works of other people and in reference texts, and in
    other works of its authors; marked sources do not count. `is_due`: to be compared, for the first time or again.
    """

    __tablename__ = "compared_text"
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    scheme: Mapped[int]
    words: Mapped[int]
    sample: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    is_due: Mapped[bool] = mapped_column(index=True)
    others: Mapped[int] = mapped_column(default=0)
    own: Mapped[int] = mapped_column(default=0)
    compared_at: Mapped[datetime | None]


class SampledShingle(Model):
    """That a work has a value in its sample. Millions of rows: a pair of numbers each, and found by the value.

    No foreign key: it would need an index of its own. Who deletes a compared text knows its values by the sample.
    """

    __tablename__ = "sampled_shingle"
    __table_args__ = {"sqlite_with_rowid": False}
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # a compared text


class ReferenceText(Model):
    """A text that works are compared with and that is no entry: a winner of earlier years, an article, the rules.

    `origin` says where it is from. What `may_be_quoted` counts in no work of its edition.
    """

    __tablename__ = "reference_text"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, deferred=True)
    words: Mapped[int]
    may_be_quoted: Mapped[bool] = mapped_column(default=False)
    scheme: Mapped[int]
    sample: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]


class ReferenceShingle(Model):
    """That a reference text has a value in its sample; apart from the works' so that it is never crowded out."""

    __tablename__ = "reference_shingle"
    __table_args__ = {"sqlite_with_rowid": False}
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # a reference text


class Likeness(Model):
    """How many words of a compared text stand in a source, another compared text or a reference text, and where.

    `passages`: start, end, start in the source, end in the source, and so on, counted in words.
    """

    __tablename__ = "likeness"
    __table_args__ = (UniqueConstraint("text_id", "source_id"), UniqueConstraint("text_id", "reference_id"))
    id: Mapped[int] = primary_key()
    text_id: Mapped[int] = mapped_column(ForeignKey("compared_text.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("compared_text.id"), index=True)
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_text.id"), index=True)
    words: Mapped[int]
    passages: Mapped[list[int]]


class LikenessMark(Model):
    """What a secretary says of a source of an entry, so that it does not count: own-publication or quotation."""

    __tablename__ = "likeness_mark"
    __table_args__ = (UniqueConstraint("entry_id", "source_id"), UniqueConstraint("entry_id", "reference_id"))
    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("compared_text.id"), index=True)
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_text.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[datetime]
