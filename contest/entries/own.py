"""Finds an author's entry to change it: locked, read afresh, and nobody else's."""

from collections import Counter

from sqlalchemy import Select, func, select
from sqlalchemy.orm import undefer

from contest.access.duties import Duty, excluded_by
from contest.editions import queries as editions
from contest.entries import authorship
from contest.entries.models import Entry, Version
from contest.entries.rules import states
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.people.queries import Person
from contest.platform.database import db


def find(entry_key: str, author_id: int) -> Entry:
    """Return the author's entry with its text. Raises NotFound, for another's as well."""
    return _one(_mine(entry_key, author_id), entry_key)


def locked(entry_key: str, author_id: int) -> Entry:
    """Return the author's entry, held until the transaction ends. Raises NotFound, for another's as well."""
    held = _mine(entry_key, author_id).with_for_update().execution_options(populate_existing=True)
    return _one(held, entry_key)


def _mine(entry_key: str, author_id: int) -> Select[Entry]:
    mine = select(Entry).where(Entry.key == entry_key, Entry.author_id == author_id)
    return mine.options(undefer(Entry.text), undefer(Entry.markup))


def _one(query: Select[Entry], entry_key: str) -> Entry:
    entry = db.session.scalar(query)
    if entry is None:
        raise NotFound(entry_key)
    return entry


def readable(entry_key: str, account_id: int) -> Entry:
    """Return an entry that the person has a part in, as its author or beside them. Raises NotFound."""
    theirs = select(Entry).where(Entry.key == entry_key, authorship.has_part({account_id}))
    return _one(theirs.options(undefer(Entry.text), undefer(Entry.markup)), entry_key)


def held(entry_key: str, account_id: int) -> Entry:
    """Return an entry that the person has a part in, held until the transaction ends. Raises NotFound."""
    theirs = select(Entry).where(Entry.key == entry_key, authorship.has_part({account_id}))
    return _one(theirs.with_for_update().execution_options(populate_existing=True), entry_key)


def hold_all(entry_key: str, authors: frozenset[int]) -> None:
    """Hold the entry and all others of its authors in its edition: two submitted at once must count each other.

    In one order for everybody, and before any of them is held alone, so that nobody waits in a ring.
    """
    edition_id = select(Entry.edition_id).where(Entry.key == entry_key).scalar_subquery()
    theirs = select(Entry.id).where(Entry.edition_id == edition_id, authorship.has_part(authors))
    db.session.execute(theirs.order_by(Entry.id).with_for_update())


def refuse_officials(author: Person, edition_id: int) -> None:
    """Raise RuleBroken for somebody whose duty in the edition forbids taking part, or whose data lies unused."""
    if author.restricted_at is not None:
        raise RuleBroken(
            N_(
                "You have asked that your data is not used, so nothing can be handed in. "
                "Lift the restriction on the page of your data first."
            )
        )
    if excluded_by(Duty.AUTHOR, editions.duties(author.id, edition_id)):
        raise RuleBroken(
            N_(
                "You are a judge, the chair, a secretary or the treasurer of this contest, so you cannot take part "
                "with a work of your own."
            )
        )


def other_works(entry: Entry, account_id: int) -> Counter[int]:
    """Count the person's other entries that take part in the edition, by the category they were submitted in."""
    query = (
        select(Version.category_id, func.count())
        .select_from(Entry)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .where(
            authorship.is_author(account_id),
            Entry.edition_id == entry.edition_id,
            Entry.id != entry.id,
            Entry.state.in_(states.TAKING_PART),
        )
        .group_by(Version.category_id)
    )
    return Counter(dict(iter(db.session.execute(query))))
