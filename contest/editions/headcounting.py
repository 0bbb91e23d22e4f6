"""Writes down how many people units have, where the formula of the unit prizes asks for it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from contest.editions import events, unit_awards
from contest.editions.models import Edition, UnitHeadcount
from contest.editions.rules import schedule
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def keep(edition_id: int, people: Mapping[int, int], *, actor_id: int, now: datetime) -> int:
    """Write the numbers by unit; 0 takes one away, other units stay as they are. Return how many changed.

    Raises RuleBroken where nothing asks for them, or the books are closed.
    """
    begin_writing()
    edition = db.session.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if edition is None:
        raise NotFound(edition_id)
    if edition.phase == schedule.ARCHIVED:
        raise RuleBroken(N_("This contest is archived. Its settings stay as they are."))
    if not unit_awards.settings(edition_id).asks_headcount:
        raise RuleBroken(N_("The formula of the unit prizes does not ask how many people a unit has."))
    query = select(UnitHeadcount).where(UnitHeadcount.edition_id == edition_id)
    rows = {row.unit_id: row for row in db.session.scalars(query)}
    changed = {
        unit_id: number
        for unit_id, number in people.items()
        if number != (rows[unit_id].people if unit_id in rows else 0)
    }
    for unit_id, number in changed.items():
        if unit_id not in rows:
            db.session.add(UnitHeadcount(edition_id=edition_id, unit_id=unit_id, people=number))
        elif number:
            rows[unit_id].people = number
        else:
            db.session.delete(rows[unit_id])
    if changed:
        units, numbers = zip(*sorted(changed.items()), strict=True)
        publish(
            events.HeadcountsWritten(
                at=now, actor_id=actor_id, edition_id=edition_id, units=units, people=numbers
            )
        )
    return len(changed)
