"""Looks a work of a contest up for the secretariat: by words of its title, by the name of an author, by its receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from contest.entries import authorship, for_office
from contest.entries.models import Entry, Version
from contest.entries.queries import LAST_VERSION
from contest.kernel.text import fold
from contest.people import queries as people
from contest.platform.database import db

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A submitted work; `authors` as the work names them."""

    key: str
    title: str
    authors: str
    unit_name: str
    category_id: int
    state: str
    submitted_at: datetime


def search(edition_id: int, words: str, *, limit: int = MOST) -> tuple[Hit, ...]:
    """Return the works in which each word stands, in the title and the authors' names together; the newest first.

    Marks and capitals do not count. The number of a receipt finds its work alone. Drafts are not looked through.
    """
    numbered = for_office.by_number(edition_id, words)
    wanted = fold(words).split()
    if numbered is None and not wanted:
        return ()
    query = (
        select(
            Entry.id, Entry.key, Entry.state, Entry.author_id, Entry.unit_id, Entry.author_place,
            Version.id.label("version_id"), Version.title, Version.category_id, Version.submitted_at,
        )
        .join(Version, LAST_VERSION)
        .where(Entry.edition_id == edition_id)
        .order_by(Version.submitted_at.desc(), Entry.id.desc())
    )  # fmt: skip
    if numbered is not None:
        query = query.where(Entry.id == numbered[0])
    rows = db.session.execute(query).all()
    alone = people.people(frozenset(row.author_id for row in rows))
    several = authorship.of_versions(row.version_id for row in rows if row.author_place is not None)
    spelt = authorship.spelt(row.id for row in rows)
    found = []
    for row in rows:
        names = ", ".join(each.name for each in several.get(row.version_id, ()) if each.left_at is None)
        names = names or spelt.get((row.id, row.author_id)) or alone[row.author_id].name
        stands = fold(f"{row.title} {names}")
        if numbered is not None or all(word in stands for word in wanted):
            found.append((row, names))
        if len(found) == limit:
            break
    units = people.unit_names(frozenset(row.unit_id for row, _ in found if row.unit_id is not None))
    return tuple(
        Hit(
            row.key,
            row.title,
            names,
            units.get(row.unit_id, ""),
            row.category_id,
            row.state,
            row.submitted_at,
        )
        for row, names in found
    )
