"""Tables of one running of a contest: categories, schedule, rounds, panels, appointments, prizes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.keys import new_key
from contest.platform.database import Held, Model, primary_key


class Edition(Held, Model):
    """One running of a contest. `phase` holds the recorded acts; open and closed follow from the schedule."""

    __tablename__ = "edition"
    id: Mapped[int] = primary_key()
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    year: Mapped[int]
    summary: Mapped[str] = mapped_column(String(500), default="")
    rules_text: Mapped[str] = mapped_column(Text, default="")
    time_zone: Mapped[str] = mapped_column(String(60))
    phase: Mapped[str] = mapped_column(String(20), default="draft")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    grace_minutes: Mapped[int] = mapped_column(default=0)
    announced_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    second_factor: Mapped[list[str]] = mapped_column(default=list)  # duties that need one
    # Who may enter: works of one author in all categories, years of birth, both included; None: no condition.
    works_in_all: Mapped[int | None]
    born_from: Mapped[int | None]
    born_until: Mapped[int | None]
    # Who may be younger names a guardian.
    of_age: Mapped[int] = mapped_column(default=18, server_default="18")
    # What authors are asked about themselves: {"kind", "is_required", "purpose"} of rules.identity.Asked.
    identity_fields: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    # How many may win, see rules.prizes.Caps; how ties are decided, see rules.ties.
    share: Mapped[int | None]
    share_of: Mapped[str] = mapped_column(String(20), default="works", server_default="works")
    share_in: Mapped[str] = mapped_column(String(20), default="category", server_default="category")
    per_author: Mapped[int | None]
    ties: Mapped[list[str]] = mapped_column(
        default=lambda: ["criteria", "lowest"], server_default='["criteria", "lowest"]'
    )
    countries: Mapped[list[str]] = mapped_column(default=list)
    countries_by: Mapped[str] = mapped_column(String(20), default="citizenship")
    keeps_drafts: Mapped[bool] = mapped_column(default=False)  # authors may keep drafts and notes sealed
    # Where it is run, and what it sends on: rules/levels.py.
    level: Mapped[str] = mapped_column(String(10), default="")
    collects_only: Mapped[bool] = mapped_column(default=False)
    forward_quota: Mapped[int | None]
    forward_threshold: Mapped[Decimal | None]
    paper_counts_by: Mapped[str] = mapped_column(String(10), default="arrival")
    paper_last_arrival: Mapped[date | None]
    unit_lists: Mapped[bool] = mapped_column(default=False)  # contacts of units hand in lists
    # How the identities are sealed while it is judged: rules/secrecy.py.
    sealing: Mapped[str] = mapped_column(String(10), default="plain", server_default="plain")
    keys_needed: Mapped[int] = mapped_column(default=2, server_default="2")
    seed: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    categories: Mapped[list["Category"]] = relationship(
        order_by="Category.position", back_populates="edition"
    )
    rounds: Mapped[list["Round"]] = relationship(order_by="Round.position", back_populates="edition")
    declarations: Mapped[list["Declaration"]] = relationship(order_by="Declaration.position")


class Category(Model):
    """A kind of work with its own limits and prizes. `file_kinds`: see rules.edition; then what it demands."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    length_minimum: Mapped[int] = mapped_column(default=0)
    length_maximum: Mapped[int]
    file_kinds: Mapped[list[str]]
    works_per_author: Mapped[int] = mapped_column(default=1)
    advancing: Mapped[int | None]  # from the first round, where it is not what the round says
    threshold: Mapped[Decimal | None]
    length_unit: Mapped[str] = mapped_column(String(20), default="words")
    uncounted: Mapped[list[str]] = mapped_column(default=lambda: ["title"])
    file_limit_mb: Mapped[int | None]
    similarity: Mapped[int | None]
    authors_most: Mapped[int] = mapped_column(default=1)  # of one work; 1: no co-authors
    # The first language is the main one; codes, or names that have no code.
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["vi"])
    any_language: Mapped[bool] = mapped_column(default=False)
    translation: Mapped[bool] = mapped_column(default=False)
    publication: Mapped[str] = mapped_column(String(20), default="")
    published_from: Mapped[date | None]
    published_until: Mapped[date | None]
    proof: Mapped[str] = mapped_column(String(10), default="")
    own_declarations: Mapped[list[str]] = mapped_column(default=list)
    own_checks: Mapped[list[str]] = mapped_column(default=list)  # of secretaries, beside the usual lines
    recordings: Mapped[list[str]] = mapped_column(default=list)
    recording_limit_mb: Mapped[int | None]
    script: Mapped[bool] = mapped_column(default=True)
    edition: Mapped[Edition] = relationship(back_populates="categories")
    prizes: Mapped[list["Prize"]] = relationship(order_by="Prize.position")


class OwnField(Model):
    """A question to authors beside title and text; without a category it is asked in all. Fixed once announced."""

    __tablename__ = "own_field"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    help: Mapped[str] = mapped_column(String(300), default="")
    options: Mapped[list[str]]
    least: Mapped[str] = mapped_column(String(30), default="")
    most: Mapped[str] = mapped_column(String(30), default="")
    file_kinds: Mapped[list[str]]
    megabytes: Mapped[int]
    is_required: Mapped[bool]
    for_judges: Mapped[bool]


class Declaration(Model):
    """A sentence that an author must agree to before submitting."""

    __tablename__ = "declaration"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))


class Round(Model):
    """A round of judging. `state`: waiting, coded, judging, closed. `unit` of the tolerance: points or percent."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    readings: Mapped[int] = mapped_column(default=2)
    tolerance: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(String(10), default="points", server_default="points")
    counting: Mapped[str] = mapped_column(String(20), default="mean")
    # How many entries of each category go on to the next round; None in the last round.
    advancing: Mapped[int | None]
    threshold: Mapped[Decimal | None]  # no work with fewer points goes on
    carried: Mapped[int | None]  # how many per cent of the score are those of the round before
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    edition: Mapped[Edition] = relationship(back_populates="rounds")


class Prize(Model):
    """One line of a category's prize table; `threshold` is the least value that may win it, `amount` whole đồng."""

    __tablename__ = "prize"
    __table_args__ = (UniqueConstraint("category_id", "position"),)
    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    count: Mapped[int]
    threshold: Mapped[Decimal | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)


class ExtraPrize(Model):
    """A prize of the edition beside the categories' tables, see rules.extra_prizes."""

    __tablename__ = "extra_prize"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    count: Mapped[int]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    among: Mapped[str] = mapped_column(String(20))
    born_from: Mapped[int | None]
    only_without: Mapped[bool]


class UnitFormula(Model):
    """How units are ranked for prizes of their own, see rules.unit_prizes; without a row they get none.

    `points`: {"prize", "points", "is_enough"} of rules.unit_prizes.PrizePoints, the points as text.
    """

    __tablename__ = "unit_formula"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    counted: Mapped[str] = mapped_column(String(60))
    credit: Mapped[str] = mapped_column(String(10))
    submitted: Mapped[Decimal]
    admitted: Mapped[Decimal]
    finalists: Mapped[Decimal]
    rate: Mapped[Decimal]
    points: Mapped[list[dict[str, Any]]]
    admitted_least: Mapped[int | None]


class UnitPrize(Model):
    """A prize for units."""

    __tablename__ = "unit_prize"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    count: Mapped[int]
    amount: Mapped[int | None] = mapped_column(BigInteger)


class UnitHeadcount(Model):
    """How many people a unit has, written down for the rate of works in one edition."""

    __tablename__ = "unit_headcount"
    __table_args__ = (UniqueConstraint("edition_id", "unit_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    people: Mapped[int]


class Appointment(Model):
    """A duty of a person in an edition."""

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("edition_id", "account_id", "duty"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    duty: Mapped[str] = mapped_column(String(20))
    appointed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # whose contact the person is


class Invitation(Model):
    """An invitation to a duty by mail. The link in it is signed when the mail is rendered, never stored."""

    __tablename__ = "invitation"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    duty: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5), default="vi")
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    # What the organisers know of the person already: taken over on acceptance, the categories as seats on the panel.
    # Of a unit's contact: the unit.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    category_ids: Mapped[list[int]] = mapped_column(default=list, server_default="[]")


class PanelSeat(Model):
    """A judge's place on the panel of a category in a round. `capacity`: most readings, None: no ceiling."""

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("round_id", "category_id", "account_id"),)
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    capacity: Mapped[int | None]


class EnteringUnit(Model):
    """A unit whose people may enter, with all below it; an edition that names none is open to everybody."""

    __tablename__ = "entering_unit"
    __table_args__ = (UniqueConstraint("edition_id", "unit_id"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class Milestone(Model):
    """A date after the closing time, as planned; `kind` is one of rules.milestones.KINDS."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class FixedRules(Model):
    """The public settings as they stood from `fixed_at` on: the document itself and its SHA-256."""

    __tablename__ = "fixed_rules"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300), default="")  # none for the first
    fixed_at: Mapped[datetime]
    fixed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class LatePermission(Model):
    """One author may hand works in until `until`, though the closing time has passed."""

    __tablename__ = "late_permission"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]


class Extension(Model):
    """The closing time put off once, with the reason that everybody may read."""

    __tablename__ = "extension"
    id: Mapped[int] = primary_key()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    before: Mapped[datetime]
    after: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
    extended_at: Mapped[datetime]
    extended_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Announcement(Model):
    """Something that the organisers tell everybody, in one language or two; seen from `published_at` on."""

    __tablename__ = "announcement"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    # By language: {"vi": {"title": …, "text": …}}; a language that nobody wrote is not there.
    words: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    files: Mapped[list["AnnouncementFile"]] = relationship(order_by="AnnouncementFile.id")


class AnnouncementFile(Model):
    """A file that everybody may save with an announcement."""

    __tablename__ = "announcement_file"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)


class BarredPerson(Model):
    """Somebody whom the rules keep from taking part. `folded_name` finds the name however it is written."""

    __tablename__ = "barred_person"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    id_number: Mapped[str] = mapped_column(String(12), default="", server_default="")
    why: Mapped[str] = mapped_column(String(120), default="")
    listed_at: Mapped[datetime]
