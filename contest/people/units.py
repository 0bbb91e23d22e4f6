"""The tree of units by codes: read as a whole, changed unit by unit or by a list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select

from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound
from contest.people import events
from contest.people.models import Unit as Row
from contest.people.models import UnitSuccession
from contest.people.rules import unit_tree
from contest.people.rules.unit_tree import Plan, Tree, Unit
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

# Of a tree: one change at a time, so that two do not close a loop together.
TREE_LOCK = 0x0917
# More are read as the whole table: databases take some thousand values in one question.
FEW = 500
OVERTAKEN = N_(
    "Somebody changed the units while you were looking. Nothing is saved yet: look at it again, then save once more."
)


def tree() -> dict[str, Unit]:
    """Return all units by code."""
    return _frozen(db.session.scalars(select(Row).order_by(Row.code)).all())


def _frozen(rows: Sequence[Row]) -> dict[str, Unit]:
    """Return these rows by code, in their order, with the codes of what they point to."""
    joined = select(UnitSuccession.predecessor_id, Row.code).join(Row, Row.id == UnitSuccession.successor_id)
    above = {row.parent_id for row in rows if row.parent_id is not None}
    parents = select(Row.id, Row.code)
    if len(rows) <= FEW:
        joined = joined.where(UnitSuccession.predecessor_id.in_([row.id for row in rows]))
        parents = parents.where(Row.id.in_(above))
    codes = dict(db.session.execute(parents).all())
    successors: dict[int, list[str]] = {}
    for before, after in db.session.execute(joined):
        successors.setdefault(before, []).append(after)
    return {
        row.code: Unit(
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent=None if row.parent_id is None else codes[row.parent_id],
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            successors=tuple(sorted(successors.get(row.id, ()))),
        )
        for row in rows
    }


def one(unit_id: int) -> Unit:
    """Return the unit. Raises NotFound."""
    row = db.session.get(Row, unit_id)
    if row is None:
        raise NotFound(unit_id)
    return _frozen([row])[row.code]


def ids(codes: Collection[str]) -> dict[str, int]:
    """Return the ids of the units of these codes."""
    query = select(Row.code, Row.id)
    if len(codes) <= FEW:
        query = query.where(Row.code.in_(codes))
    found = dict(db.session.execute(query).all())
    return {code: found[code] for code in codes if code in found}


def territory(unit_id: int) -> frozenset[int]:
    """Return the ids of the unit and of all whose place it took: what years are compared by. Raises NotFound."""
    code = one(unit_id).code
    return frozenset(ids(unit_tree.territory(tree(), code)).values())


def current(unit_id: int, on: date) -> tuple[str, ...]:
    """Return the codes of who stands for the unit on that day. Raises NotFound."""
    unit = one(unit_id)
    if unit.is_valid(on) or not unit.successors:
        return (unit.code,)
    return unit_tree.current(tree(), unit.code, on)


def search(words: str, *, after: str = "", limit: int = 100) -> tuple[Unit, ...]:
    """Find units by a part of the name, without regard to diacritics, or by the beginning of the code; by code."""
    wanted = text.fold(words)
    query = select(Row).where(Row.code > after).order_by(Row.code).limit(limit)
    if wanted:
        query = query.where(
            or_(
                Row.folded_name.contains(wanted, autoescape=True),
                func.lower(Row.code).startswith(text.one_line(words).lower(), autoescape=True),
            )
        )
    return tuple(_frozen(db.session.scalars(query).all()).values())


def save(unit: Unit, *, seen: str | None, actor_id: int | None, now: datetime) -> None:
    """Add the unit, or change the one with its code.

    `seen` is `unit_tree.digest` of the unit as it was shown, None for a new one. Raises RuleBroken naming the field,
    Conflict where somebody changed the unit meanwhile or took the code of a new one.
    """
    _begin()
    whole = tree()
    stored = whole.get(unit.code)
    if (None if stored is None else unit_tree.digest({unit.code: stored})) != seen:
        raise Conflict(OVERTAKEN)
    for problem in unit_tree.problems({**whole, unit.code: unit}, unit.code):
        raise problem
    _write(whole, [unit], actor_id=actor_id, now=now)


def apply(plan: Plan, *, seen: str, actor_id: int | None, now: datetime) -> None:
    """Do what the plan says. Raises Conflict unless `seen` is the digest of the tree it was made for."""
    _begin()
    whole = tree()
    if unit_tree.digest(whole) != seen:
        raise Conflict(OVERTAKEN)
    for row in plan.wrong:
        raise row.problems[0]
    _write(whole, [*plan.added, *(after for _, after in plan.changed)], actor_id=actor_id, now=now)


def _begin() -> None:
    begin_writing()
    if db.session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        db.session.execute(select(func.pg_advisory_xact_lock(TREE_LOCK)))


def _write(whole: Tree, units: list[Unit], *, actor_id: int | None, now: datetime) -> None:
    rows = {
        row.code: row for row in db.session.scalars(select(Row).where(Row.code.in_([u.code for u in units])))
    }
    for unit in units:
        row = rows.setdefault(unit.code, Row(code=unit.code))
        row.name, row.folded_name, row.kind = unit.name, text.fold(unit.name), unit.kind
        row.valid_from, row.valid_until = unit.valid_from, unit.valid_until
        db.session.add(row)
    db.session.flush()
    known = ids({code for u in units for code in (u.code, u.parent, *u.successors) if code is not None})
    for unit in units:
        rows[unit.code].parent_id = known[unit.parent] if unit.parent is not None else None
    _write_successions(units, known)
    db.session.flush()
    _tell(whole, units, known, actor_id=actor_id, now=now)


def _write_successions(units: list[Unit], known: Mapping[str, int]) -> None:
    db.session.execute(
        delete(UnitSuccession).where(UnitSuccession.predecessor_id.in_([known[unit.code] for unit in units])),
        execution_options={"synchronize_session": False},
    )
    db.session.add_all(
        UnitSuccession(predecessor_id=known[unit.code], successor_id=known[successor])
        for unit in units
        for successor in unit.successors
    )


def _tell(
    whole: Tree, units: list[Unit], known: Mapping[str, int], *, actor_id: int | None, now: datetime
) -> None:
    for unit in units:
        unit_id, before = known[unit.code], whole.get(unit.code)
        if before is None:
            publish(events.UnitAdded(at=now, actor_id=actor_id, unit_id=unit_id))
        elif before != unit:
            changed = unit_tree.differences(before, unit)
            publish(events.UnitChanged(at=now, actor_id=actor_id, unit_id=unit_id, fields=changed))
