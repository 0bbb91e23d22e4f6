"""Who has which waiting work in hand, so that two secretaries never screen the same one without knowing it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, exists, literal, select, tuple_

from contest.entries import for_office
from contest.entries.models import Entry
from contest.entries.models_office import ScreeningHold
from contest.entries.rules import states
from contest.people import queries as people
from contest.platform.database import UtcDateTime, begin_writing, db

# Since the last act of who holds it: long enough to read an essay, short enough for a colleague to wait.
TIME: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Hold:
    """Who has a work in hand, and until when if nothing more is done."""

    secretary_id: int
    name: str
    until: datetime


def take_next(
    edition_id: int, *, secretary_id: int, after: str = "", now: datetime, passed: Collection[str] = ()
) -> str | None:
    """Give the secretary the next waiting work that nobody else has in hand, and return its key; None for none.

    After the one named, then from the beginning; `passed` are left out. Two at once get two different works.
    """
    begin_writing()
    for query in _ways(edition_id, secretary_id, after, now):
        left_out = set(passed) | ({after} if after else set())
        while True:
            entry = db.session.scalar(query.where(Entry.key.not_in(left_out)))
            if entry is None:
                break
            # Only locked, not changed, by who was faster: asked again, as the row alone would not tell.
            if _of_another(entry.id, secretary_id, now) is None:
                _write(entry.id, secretary_id, now)
                return entry.key
            left_out.add(entry.key)
    return None


def _ways(edition_id: int, secretary_id: int, after: str, now: datetime) -> list[Select[Entry]]:
    """Return where to look: behind the work named, then everywhere."""
    others = exists().where(
        ScreeningHold.entry_id == Entry.id,
        ScreeningHold.secretary_id != secretary_id,
        ScreeningHold.until > now,
    )
    query = (
        select(Entry)
        .where(Entry.edition_id == edition_id, Entry.state == states.SUBMITTED, ~others)
        .order_by(Entry.submitted_at, Entry.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    place = select(Entry.submitted_at, Entry.id).where(Entry.key == after, Entry.edition_id == edition_id)
    reached = db.session.execute(place).first() if after else None
    if reached is None or reached.submitted_at is None:
        return [query]
    behind = tuple_(literal(reached.submitted_at, UtcDateTime()), literal(reached.id))
    return [query.where(tuple_(Entry.submitted_at, Entry.id) > behind), query]


def open_it(entry_key: str, edition_id: int, *, secretary_id: int, now: datetime) -> Hold | None:
    """Take a waiting work in hand that nobody else has, or keep it in hand; return who has it where another does."""
    begin_writing()
    entry = for_office.locked(entry_key, edition_id)
    held = _of_another(entry.id, secretary_id, now)
    if held is not None:
        return Hold(held.secretary_id, people.person(held.secretary_id).name, held.until)
    if entry.state == states.SUBMITTED:
        _write(entry.id, secretary_id, now)
    return None


def take_over(entry_key: str, edition_id: int, *, secretary_id: int, now: datetime) -> None:
    """Take a waiting work in hand, also where another has it: knowingly, after the page has said so."""
    begin_writing()
    entry = for_office.locked(entry_key, edition_id)
    if entry.state == states.SUBMITTED:
        _write(entry.id, secretary_id, now)


def release(entry_key: str, edition_id: int, *, secretary_id: int) -> None:
    """Put a work back that the secretary has in hand; another's stays with them."""
    begin_writing()
    entry_id = select(Entry.id).where(Entry.key == entry_key, Entry.edition_id == edition_id)
    mine = ScreeningHold.entry_id.in_(entry_id), ScreeningHold.secretary_id == secretary_id
    db.session.execute(delete(ScreeningHold).where(*mine), execution_options={"synchronize_session": False})


def in_hand(edition_id: int, *, now: datetime) -> dict[str, Hold]:
    """Return who has which waiting works in hand, by the works' keys."""
    query = (
        select(Entry.key, ScreeningHold.secretary_id, ScreeningHold.until)
        .join(Entry, Entry.id == ScreeningHold.entry_id)
        .where(Entry.edition_id == edition_id, Entry.state == states.SUBMITTED, ScreeningHold.until > now)
    )
    rows = db.session.execute(query).all()
    named = people.people(frozenset(row.secretary_id for row in rows))
    return {row.key: Hold(row.secretary_id, named[row.secretary_id].name, row.until) for row in rows}


def of_another(entry_id: int, secretary_id: int, now: datetime) -> Hold | None:
    """Return who else has the work in hand, for the part's own services, which hold the entry."""
    held = _of_another(entry_id, secretary_id, now)
    return Hold(held.secretary_id, people.person(held.secretary_id).name, held.until) if held else None


def end(entry_id: int) -> None:
    """Forget who had the work in hand: it is decided, or gone."""
    db.session.execute(
        delete(ScreeningHold).where(ScreeningHold.entry_id == entry_id),
        execution_options={"synchronize_session": "fetch"},
    )


def _of_another(entry_id: int, secretary_id: int, now: datetime) -> ScreeningHold | None:
    query = select(ScreeningHold).where(
        ScreeningHold.entry_id == entry_id,
        ScreeningHold.secretary_id != secretary_id,
        ScreeningHold.until > now,
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _write(entry_id: int, secretary_id: int, now: datetime) -> None:
    row = db.session.get(ScreeningHold, entry_id, populate_existing=True)
    if row is None:
        row = ScreeningHold(entry_id=entry_id)
        db.session.add(row)
    row.secretary_id, row.until = secretary_id, now + TIME
    db.session.flush()
