"""Tables of results: standings by code, awards, approvals, and what publication joined to names."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key


class Computation(Model):
    """One run of the ranking over a round. `digest` stands for the scores and the standings it led to."""

    __tablename__ = "computation"
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime]
    computed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Standing(Model):
    """The computed place of a blind copy. `value` is the exact mean as a fraction, "numerator/denominator"."""

    __tablename__ = "standing"
    __table_args__ = (UniqueConstraint("computation_id", "blind_copy_id"),)
    id: Mapped[int] = primary_key()
    computation_id: Mapped[int] = mapped_column(ForeignKey("computation.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    place: Mapped[int]
    place_low: Mapped[int]
    place_high: Mapped[int]
    value: Mapped[str] = mapped_column(Text)
    readings: Mapped[int]
    tie_broken_by: Mapped[str] = mapped_column(String(140), default="")


class CarriedScore(Model):
    """What a blind copy of the last round brings along: its exact score of the round before, as a fraction.

    Written when the works go on, so that nobody has to open a seal to reckon. Only results know it.
    """

    __tablename__ = "carried_score"
    id: Mapped[int] = primary_key()
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"), unique=True)
    value: Mapped[str] = mapped_column(Text)


class Award(Model):
    """A prize for a blind copy: proposed by the prize table, decided by the chair. `reason` says why it was changed."""

    __tablename__ = "award"
    __table_args__ = (UniqueConstraint("edition_id", "blind_copy_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"))
    prize_id: Mapped[int | None] = mapped_column(ForeignKey("prize.id"))
    proposed_prize_id: Mapped[int | None] = mapped_column(ForeignKey("prize.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PrizeReason(Model):
    """Why a prize is not awarded (`about` is "empty"), or how a tie at its end was settled ("tie"); by the chair."""

    __tablename__ = "prize_reason"
    __table_args__ = (UniqueConstraint("prize_id", "about"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    about: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class ExtraChoice(Model):
    """A work that the chair chose for a prize beside the tables, by its code, and why; before the identities open."""

    __tablename__ = "extra_choice"
    __table_args__ = (UniqueConstraint("extra_prize_id", "blind_copy_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    extra_prize_id: Mapped[int] = mapped_column(ForeignKey("extra_prize.id"))
    blind_copy_id: Mapped[int] = mapped_column(ForeignKey("blind_copy.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class AuthorCheck(Model):
    """Whether one author has more prizes than the rules allow, asked before publishing the decision of that `digest`.

    `groups`: for each such author the codes of the works, with spaces between; nothing of who it is.
    """

    __tablename__ = "author_check"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    groups: Mapped[list[str]]
    checked_at: Mapped[datetime]


class WithdrawalCheck(Model):
    """Which works with a prize were taken back by their authors, asked before publishing: codes, and nobody's name."""

    __tablename__ = "withdrawal_check"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    codes: Mapped[list[str]]
    checked_at: Mapped[datetime]


class WithdrawnResult(Model):
    """A work that was ranked and left out of what was published: its author had taken it back. By its code alone."""

    __tablename__ = "withdrawn_result"
    __table_args__ = (UniqueConstraint("round_id", "code"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    code: Mapped[str] = mapped_column(String(12))
    place: Mapped[int]


class Approval(Model):
    """A person's approval of exactly these standings and awards (`digest`); two people are needed."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("edition_id", "account_id", "digest"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]


class Publication(Model):
    """The recorded act of opening the identities and publishing."""

    __tablename__ = "publication"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))


class ProofPackage(Model):
    """What joins receipts and codes since the publication, for anybody to check; `content`: the file, never changed."""

    __tablename__ = "proof_package"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class PublishedResult(Model):
    """A result joined to its entry at publication: its place in the last round that it reached.

    `scores` holds what the author may see of the own readings, `copy_ids` the blind copies of the work in all rounds,
    so that they can be emptied when the author asks for it.
    """

    __tablename__ = "published_result"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    prize_id: Mapped[int | None] = mapped_column(ForeignKey("prize.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    place: Mapped[int]
    value: Mapped[str] = mapped_column(Text)
    scores: Mapped[list[dict[str, Any]]]
    copy_ids: Mapped[list[int]] = mapped_column(default=list, server_default="[]")


class PublishedExtra(Model):
    """A prize beside the tables joined to its entry at publication; `reason` where the jury chose it."""

    __tablename__ = "published_extra"
    __table_args__ = (UniqueConstraint("extra_prize_id", "entry_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    extra_prize_id: Mapped[int] = mapped_column(ForeignKey("extra_prize.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")


class UnitChoice(Model):
    """What an organiser chose for a unit instead of what the ranking proposes: a prize for units, or none; and why."""

    __tablename__ = "unit_choice"
    __table_args__ = (UniqueConstraint("edition_id", "unit_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_prize_id: Mapped[int | None] = mapped_column(ForeignKey("unit_prize.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class UnitPrizeReason(Model):
    """Why a prize for units stays empty, by an organiser."""

    __tablename__ = "unit_prize_reason"
    id: Mapped[int] = primary_key()
    unit_prize_id: Mapped[int] = mapped_column(ForeignKey("unit_prize.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class UnitDecision(Model):
    """That the prizes for units were given, once: `digest` stands for the ranking and for who won.

    `uncounted`: works that count for no unit; `left_by_ranking`: prizes for which no unit was left.
    """

    __tablename__ = "unit_decision"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    uncounted: Mapped[int]
    left_by_ranking: Mapped[list[int]]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class UnitStanding(Model):
    """A line of the ranking of units as it stood when the prizes were given: counts only, names as they were.

    `points` and the `figures` are exact, as fractions; `proposed_id` is what the ranking gave, `reason` why it was
    changed.
    """

    __tablename__ = "unit_standing"
    __table_args__ = (UniqueConstraint("edition_id", "unit_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    joined: Mapped[list[str]]
    divided_into: Mapped[list[str]]
    figures: Mapped[dict[str, Any]]
    points: Mapped[str] = mapped_column(Text)
    place: Mapped[int]
    shut: Mapped[list[str]]
    unit_prize_id: Mapped[int | None] = mapped_column(ForeignKey("unit_prize.id"))
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("unit_prize.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class BankDetails(Model):
    """Where a winner's prizes are paid to, encrypted; seen by the treasurer alone, and gone some time after."""

    __tablename__ = "bank_details"
    __table_args__ = (UniqueConstraint("edition_id", "account_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    given_at: Mapped[datetime] = mapped_column(index=True)


class PrizePayment(Model):
    """That a prize was paid, and on which day."""

    __tablename__ = "prize_payment"
    id: Mapped[int] = primary_key()
    result_id: Mapped[int] = mapped_column(ForeignKey("published_result.id"), unique=True)
    paid_on: Mapped[date]
    marked_at: Mapped[datetime]
    marked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
