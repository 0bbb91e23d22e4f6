"""Writes a spec into the rows of an edition, keeping the rows whose ids it names."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from contest.editions import awarding, demanded, models, own_field_rows, papers, placed, sealings
from contest.editions.models import Category, Declaration, Edition, PanelSeat, Prize, Round
from contest.editions.rules.edition import CategorySpec, EditionSpec, RoundSpec
from contest.editions.rules.milestones import Milestone
from contest.editions.rules.own_fields import OwnField
from contest.kernel.errors import N_, Conflict, RuleBroken
from contest.people import units
from contest.platform.database import db

ROUND = ("name", "readings", "tolerance", "unit", "counting", "advancing", "threshold", "carried")
PLAIN = (
    "title",
    "number",
    "year",
    "time_zone",
    "opens_at",
    "closes_at",
    "grace_minutes",
    "summary",
    "rules_text",
    "keeps_drafts",
)


def fill(edition: Edition, spec: EditionSpec) -> None:
    """Set the columns of the edition's own row."""
    for name in PLAIN:
        setattr(edition, name, getattr(spec, name))
    edition.second_factor = list(spec.second_factor)
    placed.write(edition, spec.level)
    papers.write(edition, spec.paper)
    sealings.write(edition, spec.sealing)
    edition.works_in_all = spec.conditions.works_in_all
    edition.of_age = spec.identity.of_age
    edition.identity_fields = [asdict(each) for each in spec.identity.fields]
    edition.countries, edition.countries_by = list(spec.conditions.countries), spec.conditions.countries_by
    edition.born_from, edition.born_until = spec.conditions.born_from, spec.conditions.born_until
    awarding.fill(edition, spec)


def write_milestones(edition_id: int, milestones: Sequence[Milestone]) -> None:
    """Write the dates after the closing time in place of those there are."""
    db.session.execute(delete(models.Milestone).where(models.Milestone.edition_id == edition_id))
    db.session.add_all(
        models.Milestone(edition_id=edition_id, kind=each.kind, at=each.at) for each in milestones
    )
    db.session.flush()


def write_parts(edition_id: int, spec: EditionSpec) -> None:
    """Write categories, prizes, rounds, declarations, units. Raises Conflict for a row that is gone."""
    _write_units(edition_id, spec.conditions.units)
    asked: dict[int | None, tuple[OwnField, ...]] = {None: spec.own_fields}
    for category, wanted in zip(_keep(Category, spec.categories, edition_id), spec.categories, strict=True):
        _write_category(category, wanted)
        asked[category.id] = wanted.own_fields
    own_field_rows.write(edition_id, asked)
    awarding.write(edition_id, spec)
    write_rounds(edition_id, spec)
    db.session.execute(delete(Declaration).where(Declaration.edition_id == edition_id))
    db.session.add_all(
        Declaration(edition_id=edition_id, position=position, text=sentence)
        for position, sentence in enumerate(spec.declarations)
    )
    db.session.flush()
    db.session.expire_all()


def write_rounds(edition_id: int, spec: EditionSpec) -> None:
    """Write the rounds, and who goes on where a category says otherwise. Raises Conflict for a row that is gone."""
    for row, each in zip(_keep(Round, spec.rounds, edition_id), spec.rounds, strict=True):
        _write_round(row, each)
    own = {category.id: category for category in spec.categories if category.id is not None}
    for category in db.session.scalars(select(Category).where(Category.edition_id == edition_id)):
        if category.id in own:
            category.advancing, category.threshold = own[category.id].advancing, own[category.id].threshold
    db.session.flush()


def _write_units(edition_id: int, codes: Sequence[str]) -> None:
    known = units.ids(codes)
    for code in codes:
        if code not in known:
            raise RuleBroken(N_("There is no unit “%(code)s”. Check its spelling."), field="units", code=code)
    db.session.execute(delete(models.EnteringUnit).where(models.EnteringUnit.edition_id == edition_id))
    db.session.add_all(models.EnteringUnit(edition_id=edition_id, unit_id=known[code]) for code in codes)


def _keep(model: type[Any], wanted: Sequence[CategorySpec | RoundSpec], edition_id: int) -> list[Any]:
    """Return a row for each wanted part, in order; rows that nobody wants are deleted."""
    rows = db.session.scalars(
        select(model).where(model.edition_id == edition_id).order_by(model.position)
    ).all()
    known = {row.id: row for row in rows}
    ids = [part.id for part in wanted if part.id is not None]
    if len(set(ids)) != len(ids) or not known.keys() >= set(ids):
        raise Conflict(N_("Somebody changed these settings meanwhile. Look at the page again."))
    _delete([row for row in rows if row.id not in ids], model)
    _step_aside([known[i] for i in ids])
    kept = []
    for position, part in enumerate(wanted):
        row = known[part.id] if part.id is not None else model(edition_id=edition_id)
        row.position = position
        kept.append(row)
    return kept


def _step_aside(rows: Iterable[Any]) -> None:
    # Positions are unique, and rows are updated one by one: while they change places they stand below zero.
    for row in rows:
        row.position = -1 - row.position
    db.session.flush()


def _delete(rows: Sequence[Any], model: type[Any]) -> None:
    for row in rows:
        seat = PanelSeat.round_id if model is Round else PanelSeat.category_id
        db.session.execute(delete(PanelSeat).where(seat == row.id))
        if model is Category:
            db.session.execute(delete(Prize).where(Prize.category_id == row.id))
            own_field_rows.forget(row.id)
        _delete_unless_used(row, model)


def _delete_unless_used(row: Any, model: type[Any]) -> None:  # noqa: ANN401 -- a category or a round
    # Later stages may point here (a rubric at its round), and this stage cannot ask them: the database can.
    # The savepoint is the connection's own, as the session's would set off what waits for the commit.
    row_id, name = row.id, row.name
    db.session.flush()
    savepoint = db.session.connection().begin_nested()
    try:
        db.session.execute(
            delete(model).where(model.id == row_id), execution_options={"synchronize_session": False}
        )
    except IntegrityError as error:
        savepoint.rollback()
        raise RuleBroken(N_("“%(name)s” is in use already and cannot be removed."), name=name) from error
    savepoint.commit()
    db.session.expunge(row)


def _write_category(row: Category, wanted: CategorySpec) -> None:
    row.name = wanted.name
    row.length_minimum, row.length_maximum = wanted.length_minimum, wanted.length_maximum
    row.file_kinds = list(wanted.file_kinds)
    row.works_per_author, row.authors_most = wanted.works_per_author, wanted.authors_most
    row.advancing, row.threshold = wanted.advancing, wanted.threshold
    demanded.write(row, wanted.demands)
    db.session.add(row)
    db.session.flush()
    db.session.execute(delete(Prize).where(Prize.category_id == row.id))
    db.session.add_all(
        Prize(
            category_id=row.id,
            position=position,
            name=p.name,
            count=p.count,
            threshold=p.threshold,
            amount=p.amount,
        )
        for position, p in enumerate(wanted.prizes)
    )


def _write_round(row: Round, wanted: RoundSpec) -> None:
    for name in ROUND:
        setattr(row, name, getattr(wanted, name))
    db.session.add(row)
