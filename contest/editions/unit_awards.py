"""Writes and reads how units win prizes: the prizes, the formula; which units there are to choose from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from contest.editions import models
from contest.editions.models import UnitFormula, UnitHeadcount
from contest.editions.rules import unit_counting
from contest.editions.rules.headcounts import Known
from contest.editions.rules.unit_prizes import NO_UNIT_PRIZES, PrizePoints, UnitPrize, UnitPrizes
from contest.kernel import text
from contest.people import units
from contest.platform.database import db

EXAMPLES = 2
_COLUMNS = ("counted", "credit", "submitted", "admitted", "finalists", "rate", "admitted_least")


@dataclass(frozen=True, slots=True)
class UnitPrizeView:
    """A prize for units, with the row that results point to."""

    id: int
    prize: UnitPrize


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the tree of units: how many units it has, and the names of some."""

    number: int
    count: int
    examples: tuple[str, ...]


def write(edition_id: int, set_up: UnitPrizes) -> None:
    """Write them in place of what there is; of a draft only, as results point to the prizes."""
    for table in (models.UnitPrize, UnitFormula):
        db.session.execute(delete(table).where(table.edition_id == edition_id))
    if not set_up.is_on:
        return
    kept = {name: getattr(set_up, name) for name in _COLUMNS}
    points = [{**asdict(each), "points": str(each.points)} for each in set_up.points]
    db.session.add(UnitFormula(edition_id=edition_id, points=points, **kept))
    db.session.add_all(
        models.UnitPrize(edition_id=edition_id, position=position, **asdict(each))
        for position, each in enumerate(set_up.prizes)
    )


def settings(edition_id: int) -> UnitPrizes:
    """Return how units win prizes, NO_UNIT_PRIZES where they do not."""
    row = db.session.scalar(select(UnitFormula).where(UnitFormula.edition_id == edition_id))
    if row is None:
        return NO_UNIT_PRIZES
    return UnitPrizes(
        is_on=True,
        prizes=tuple(each.prize for each in prizes(edition_id)),
        points=tuple(
            PrizePoints(each["prize"], Decimal(each["points"]), each["is_enough"]) for each in row.points
        ),
        **{name: getattr(row, name) for name in _COLUMNS},
    )


def prizes(edition_id: int) -> tuple[UnitPrizeView, ...]:
    """Return the prizes for units, in order."""
    query = select(models.UnitPrize).where(models.UnitPrize.edition_id == edition_id)
    return tuple(
        UnitPrizeView(row.id, UnitPrize(row.name, row.count, row.amount))
        for row in db.session.scalars(query.order_by(models.UnitPrize.position))
    )


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit that is ranked, and how many people it has, None where nobody wrote it down."""

    code: str
    name: str
    people: int | None


def headcounts(edition_id: int) -> dict[int, int]:
    """Return how many people units have, as it was written down for the edition."""
    query = select(UnitHeadcount.unit_id, UnitHeadcount.people).where(UnitHeadcount.edition_id == edition_id)
    return dict(db.session.execute(query).all())


def ranked_units(edition_id: int, on: date) -> tuple[RankedUnit, ...]:
    """Return the units of that day that are ranked, by code."""
    tree, counted, people = units.tree(), settings(edition_id).counted, headcounts(edition_id)
    own = [
        code
        for code, unit in tree.items()
        if unit.is_valid(on) and unit_counting.counts_for(tree, code, counted, on) == code
    ]
    ids = units.ids(own)
    return tuple(RankedUnit(code, tree[code].name, people.get(ids[code])) for code in sorted(own))


def known_units(edition_id: int, on: date) -> Known:
    """Return what a list of headcounts may name: all units, and who is ranked instead of those that are not."""
    tree, counted = units.tree(), settings(edition_id).counted
    ids = units.ids(tree.keys())
    called: dict[str, list[int]] = {}
    instead: dict[int, str] = {}
    for code, unit in tree.items():
        for name in dict.fromkeys((code, text.fold(unit.name))):
            called.setdefault(name, []).append(ids[code])
        ranked = unit_counting.counts_for(tree, code, counted, on)
        if ranked != code:
            instead[ids[code]] = tree[ranked].name if ranked else ""
    return Known(called, instead)


def kinds(on: date) -> Mapping[str, int]:
    """Return the kinds of units there are on that day, each with how many, in the order of the alphabet."""
    found = Counter(unit.kind for unit in units.tree().values() if unit.kind and unit.is_valid(on))
    return dict(sorted(found.items()))


def levels(on: date) -> tuple[Level, ...]:
    """Return the levels of the tree of units on that day, from the top down."""
    tree = units.tree()
    found: dict[int, list[str]] = {}
    for code, unit in tree.items():
        if unit.is_valid(on):
            found.setdefault(len(unit_counting.line(tree, code, on)), []).append(unit.name)
    return tuple(
        Level(number, len(names), tuple(names[:EXAMPLES])) for number, names in sorted(found.items())
    )
