"""Reads editions, their people and their rules, as frozen values."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, select

from contest.access.duties import Duty
from contest.editions import awarding, demanded, models, own_fields, papers, placed, sealings
from contest.editions.admission import conditions
from contest.editions.asking import identity
from contest.editions.models import Appointment, Category, Edition, Extension, PanelSeat, Prize, Round
from contest.editions.rules import grace, passing, phases, schedule
from contest.editions.rules.demands import PLAIN, Demands
from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec
from contest.editions.rules.milestones import Milestone, ordered
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.secrecy import NO_HOLDERS, Sealing
from contest.kernel.errors import NotFound, RuleBroken
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class EditionView:
    """What every page about an edition needs. `phase` is the phase at the instant it was asked."""

    id: int
    slug: str
    title: str
    number: int
    year: int
    summary: str
    time_zone: str
    stored_phase: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    second_factor: frozenset[Duty] = frozenset()
    grace_minutes: int = 0
    is_in_grace: bool = False
    level: str = ""
    collects_only: bool = False
    keeps_drafts: bool = False
    sealing: Sealing = NO_HOLDERS

    @property
    def takes_until(self) -> datetime:
        """Until when works are taken in: the closing time; once that has passed, the end of the grace."""
        return grace.ends(self.closes_at, self.grace_minutes) if self.is_in_grace else self.closes_at

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class PrizeView:
    id: int
    position: int
    name: str
    count: int
    threshold: Decimal | None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category with its limits in its unit, the kinds of file it takes, its prizes in order, what else it demands."""

    id: int
    position: int
    name: str
    length_minimum: int
    length_maximum: int
    file_kinds: tuple[str, ...]
    works_per_author: int
    authors_most: int
    prizes: tuple[PrizeView, ...]
    demands: Demands = PLAIN
    advancing: int | None = None
    threshold: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: how many read each entry, when a third reading is asked for, how it counts, how many go on."""

    id: int
    edition_id: int
    position: int
    name: str
    readings: int
    tolerance: Decimal | None
    counting: str
    advancing: int | None
    state: str
    unit: str = passing.POINTS
    threshold: Decimal | None = None
    carried: int | None = None


@dataclass(frozen=True, slots=True)
class SeatView:
    """A judge's place on the panel of a category; `capacity` is the most readings in the whole round."""

    account_id: int
    category_id: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """The closing time put off from `before` to `after`."""

    before: datetime
    after: datetime
    reason: str
    extended_at: datetime


# Asked for nearly every page, and so put together once: that takes SQLAlchemy longer than asking.
_OF: BindParameter[int] = bindparam("edition_id")
_BY_SLUG = select(Edition).where(Edition.slug == bindparam("slug"))
_WITH_DUTIES = (
    select(Edition, Appointment.duty).join(Appointment, Appointment.edition_id == Edition.id)
    .where(Appointment.account_id == bindparam("account_id"), Appointment.ended_at.is_(None))
    .order_by(Edition.year.desc(), Edition.id.desc(), Appointment.duty)
)  # fmt: skip
_PRIZES = (
    select(Prize).join(Category, Category.id == Prize.category_id).where(Category.edition_id == _OF)
    .order_by(Prize.category_id, Prize.position)
)  # fmt: skip
_CATEGORIES = select(Category).where(Category.edition_id == _OF).order_by(Category.position)
_ROUNDS = select(Round).where(Round.edition_id == _OF).order_by(Round.position)


def by_slug(slug: str, *, now: datetime) -> EditionView:
    """Return the edition of that address. Raises NotFound."""
    edition = db.session.scalar(_BY_SLUG, {"slug": slug})
    if edition is None:
        raise NotFound(slug)
    return view(edition, now)


def by_id(edition_id: int, *, now: datetime) -> EditionView:
    """Return the edition. Raises NotFound."""
    edition = db.session.get(Edition, edition_id)
    if edition is None:
        raise NotFound(edition_id)
    return view(edition, now)


def view(edition: Edition, now: datetime) -> EditionView:
    """Freeze a row as it stands at `now`."""
    times = schedule.Schedule(edition.opens_at, edition.closes_at, edition.grace_minutes)
    phase = schedule.phase(edition.phase, times, now)
    return EditionView(
        id=edition.id,
        slug=edition.slug,
        title=edition.title,
        number=edition.number,
        year=edition.year,
        summary=edition.summary,
        time_zone=edition.time_zone,
        stored_phase=edition.phase,
        phase=phase,
        opens_at=edition.opens_at,
        closes_at=edition.closes_at,
        second_factor=frozenset(map(Duty, edition.second_factor)),
        grace_minutes=edition.grace_minutes,
        level=edition.level,
        collects_only=edition.collects_only,
        keeps_drafts=edition.keeps_drafts,
        sealing=sealings.read(edition),
        is_in_grace=phase == schedule.OPEN and now >= edition.closes_at,
    )


def public_editions(*, now: datetime, limit: int = 20) -> tuple[EditionView, ...]:
    """Return what has been announced, the newest first."""
    query = (
        select(Edition)
        .where(Edition.phase != schedule.DRAFT)
        .order_by(Edition.year.desc(), Edition.opens_at.desc(), Edition.id.desc())
        .limit(limit)
    )
    return tuple(view(edition, now) for edition in db.session.scalars(query))


def editions_of(account_id: int, *, now: datetime) -> tuple[tuple[EditionView, frozenset[Duty]], ...]:
    """Return the editions in which the person holds duties, the newest first, with those duties."""
    found: dict[int, tuple[EditionView, frozenset[Duty]]] = {}
    for edition, duty in db.session.execute(_WITH_DUTIES, {"account_id": account_id}):
        known = found.get(edition.id, (view(edition, now), frozenset()))
        found[edition.id] = (known[0], known[1] | {Duty(duty)})
    return tuple(found.values())


def duties(account_id: int, edition_id: int) -> frozenset[Duty]:
    """Return the duties that the person holds in the edition now."""
    held = select(Appointment.duty).where(
        Appointment.account_id == account_id, Appointment.ended_at.is_(None)
    )
    return frozenset(map(Duty, db.session.scalars(held.where(Appointment.edition_id == edition_id))))


def appointed(edition_id: int, duty: Duty) -> tuple[int, ...]:
    """Return the accounts that hold the duty, in the order of their ids."""
    held = select(Appointment.account_id).where(Appointment.duty == duty, Appointment.ended_at.is_(None))
    there = held.where(Appointment.edition_id == edition_id)
    return tuple(db.session.scalars(there.order_by(Appointment.account_id)))


def rules_text(edition_id: int) -> str:
    """Return the rules as they were written, in Markdown; they are cleaned when they are shown."""
    return db.session.scalar(select(Edition.rules_text).where(Edition.id == edition_id)) or ""


def seed(edition_id: int) -> str:
    """Return the seed for draws, announced with the edition."""
    return db.session.scalars(select(Edition.seed).where(Edition.id == edition_id)).one()


def declarations(edition_id: int) -> tuple[str, ...]:
    """Return the sentences that an author must agree to, in order."""
    query = select(models.Declaration.text).where(models.Declaration.edition_id == edition_id)
    return tuple(db.session.scalars(query.order_by(models.Declaration.position)))


def declarations_for(category: CategoryView, edition_id: int) -> tuple[str, ...]:
    """Return the sentences that the author of such a work must agree to: everybody's, then the category's own."""
    return tuple(dict.fromkeys((*declarations(edition_id), *category.demands.own_declarations)))


def categories(edition_id: int) -> tuple[CategoryView, ...]:
    """Return the categories in order, each with its prizes."""
    prizes: dict[int, list[PrizeView]] = {}
    for p in db.session.scalars(_PRIZES, {"edition_id": edition_id}):
        prizes.setdefault(p.category_id, []).append(_prize(p))
    rows = db.session.scalars(_CATEGORIES, {"edition_id": edition_id})
    return tuple(_category(c, tuple(prizes.get(c.id, ()))) for c in rows)


def category(category_id: int, *, edition_id: int, with_prizes: bool = True) -> CategoryView:
    """Return one category of the edition; its prizes are asked for where they are needed. Raises NotFound."""
    row = db.session.get(Category, category_id)
    if row is None or row.edition_id != edition_id:
        raise NotFound(category_id)
    if not with_prizes:
        return _category(row, ())
    listed = select(Prize).where(Prize.category_id == category_id).order_by(Prize.position)
    return _category(row, tuple(_prize(p) for p in db.session.scalars(listed)))


def _prize(row: Prize) -> PrizeView:
    return PrizeView(row.id, row.position, row.name, row.count, row.threshold, row.amount)


def _category(row: Category, prizes: tuple[PrizeView, ...]) -> CategoryView:
    return CategoryView(
        id=row.id,
        position=row.position,
        name=row.name,
        length_minimum=row.length_minimum,
        length_maximum=row.length_maximum,
        file_kinds=tuple(row.file_kinds),
        works_per_author=row.works_per_author,
        authors_most=row.authors_most,
        prizes=prizes,
        demands=demanded.read(row),
        advancing=row.advancing,
        threshold=row.threshold,
    )


def rounds(edition_id: int) -> tuple[RoundView, ...]:
    """Return the rounds in order."""
    return tuple(_round(row) for row in db.session.scalars(_ROUNDS, {"edition_id": edition_id}))


def round_by_id(round_id: int) -> RoundView:
    """Return one round. Raises NotFound."""
    row = db.session.get(Round, round_id)
    if row is None:
        raise NotFound(round_id)
    return _round(row)


def current_round(edition_id: int) -> RoundView | None:
    """Return the first round that is not closed, or None when all are."""
    return next((r for r in rounds(edition_id) if r.state != "closed"), None)


def _round(row: Round) -> RoundView:
    """Freeze a row: each field of the view has a column of its name."""
    return RoundView(**{field.name: getattr(row, field.name) for field in fields(RoundView)})


# --- settings -----------------------------------------------------------------------------------------------


def spec(edition_id: int) -> EditionSpec:
    """Return all settings, with the ids of the rows they stand in. Raises NotFound."""
    edition = db.session.get(Edition, edition_id)
    if edition is None:
        raise NotFound(edition_id)
    asked = own_fields.specs(edition_id)
    return EditionSpec(
        title=edition.title,
        number=edition.number,
        year=edition.year,
        time_zone=edition.time_zone,
        opens_at=edition.opens_at,
        closes_at=edition.closes_at,
        summary=edition.summary,
        rules_text=edition.rules_text,
        categories=tuple(_category_spec(c, asked.get(c.id, ())) for c in categories(edition_id)),
        rounds=tuple(
            RoundSpec(**{field.name: getattr(r, field.name) for field in fields(RoundSpec)})
            for r in rounds(edition_id)
        ),
        declarations=declarations(edition_id),
        second_factor=tuple(edition.second_factor),
        milestones=milestones(edition_id),
        conditions=conditions(edition_id),
        level=placed.read(edition),
        paper=papers.read(edition),
        grace_minutes=edition.grace_minutes,
        identity=identity(edition_id),
        **awarding.settings(edition_id),
        own_fields=asked.get(None, ()),
        keeps_drafts=edition.keeps_drafts,
        sealing=sealings.read(edition),
    )


def _category_spec(category: CategoryView, asked: tuple[OwnField, ...]) -> CategorySpec:
    return CategorySpec(
        name=category.name,
        length_minimum=category.length_minimum,
        length_maximum=category.length_maximum,
        file_kinds=category.file_kinds,
        works_per_author=category.works_per_author,
        authors_most=category.authors_most,
        prizes=tuple(PrizeSpec(p.name, p.count, p.threshold, p.amount) for p in category.prizes),
        demands=category.demands,
        id=category.id,
        own_fields=asked,
        advancing=category.advancing,
        threshold=category.threshold,
    )


def missing(edition_id: int, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Name what stands between the edition and its next phase; nothing where the next step is free."""
    edition = by_id(edition_id, now=now)
    if edition.collects_only and edition.stored_phase == schedule.ANNOUNCED:
        return tuple(phases.before_ending_collection(edition.phase))
    if edition.stored_phase == schedule.DRAFT:
        return tuple(phases.before_announcing(spec(edition_id), now=now))
    states = tuple(each.state for each in rounds(edition_id))
    if edition.stored_phase == schedule.ANNOUNCED:
        return tuple(phases.before_judging(edition.phase, states[0]))
    if edition.stored_phase == schedule.JUDGING:
        return tuple(phases.before_deliberation(states))
    return ()


def milestones(edition_id: int) -> tuple[Milestone, ...]:
    """Return the dates after the closing time, in the order in which they come."""
    rows = db.session.scalars(select(models.Milestone).where(models.Milestone.edition_id == edition_id))
    return ordered([Milestone(row.kind, row.at) for row in rows])


def extensions(edition_id: int) -> tuple[ExtensionView, ...]:
    """Return how the closing time was put off, the latest last."""
    query = select(Extension).where(Extension.edition_id == edition_id).order_by(Extension.id)
    return tuple(ExtensionView(e.before, e.after, e.reason, e.extended_at) for e in db.session.scalars(query))


def extension(extension_id: int) -> ExtensionView:
    """Return how the closing time was put off once. Raises NotFound."""
    row = db.session.get(Extension, extension_id)
    if row is None:
        raise NotFound(extension_id)
    return ExtensionView(row.before, row.after, row.reason, row.extended_at)


def panel(round_id: int) -> tuple[SeatView, ...]:
    """Return who reads which category in the round, by category and then by account."""
    query = (
        select(PanelSeat)
        .where(PanelSeat.round_id == round_id)
        .order_by(PanelSeat.category_id, PanelSeat.account_id)
    )
    return tuple(SeatView(s.account_id, s.category_id, s.capacity) for s in db.session.scalars(query))
