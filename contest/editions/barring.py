"""Writes the list of those who must not take part."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from contest.editions import barred, events
from contest.editions.models import BarredPerson
from contest.editions.rules.barring import MOST, Row
from contest.kernel import text
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.people.rules import addresses
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def bar(edition_id: int, rows: Sequence[Row], *, actor_id: int, now: datetime) -> int:
    """Put people on the list; who stands there already is left as is. Return how many are new. Raises RuleBroken."""
    begin_writing()
    known = {(person.folded_name, person.email, person.id_number) for person in barred.rows(edition_id)}
    added = 0
    for row in rows:
        for problem in row.problems:
            raise problem
        person = (text.fold(row.name), addresses.canonical(row.email) if row.email else "", row.id_number)
        if person in known:
            continue
        known.add(person)
        added += 1
        db.session.add(
            BarredPerson(
                edition_id=edition_id,
                name=row.name,
                folded_name=person[0],
                email=person[1],
                id_number=person[2],
                why=row.why,
                listed_at=now,
            )
        )
    if len(known) > MOST:
        raise RuleBroken(N_("There is room for %(most)d people on the list."), field="rows", most=MOST)
    if added:
        publish(events.PeopleBarred(at=now, actor_id=actor_id, edition_id=edition_id, count=added))
    return added


def unbar(edition_id: int, key: str, *, actor_id: int, now: datetime) -> None:
    """Take somebody off the list. Raises NotFound."""
    begin_writing()
    row = db.session.scalar(
        select(BarredPerson).where(BarredPerson.edition_id == edition_id, BarredPerson.key == key)
    )
    if row is None:
        raise NotFound(key)
    db.session.delete(row)
    publish(events.PersonUnbarred(at=now, actor_id=actor_id, edition_id=edition_id))
