"""Finds the blind copies of works that are erased, by what publication joined; points and places stay."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from contest.anonymisation import erasing as blind
from contest.entries import erasing as entries
from contest.entries import queries as works
from contest.entries.rules.leaving import Fate
from contest.kernel.events import Event
from contest.people import queries as people
from contest.people.events import ErasureDecided
from contest.platform.database import db
from contest.results.models import Publication, PublishedExtra, PublishedResult


def prized(account_id: int, *, now: datetime) -> tuple[int, ...]:
    """Return the works of the person that have a published prize."""
    mine = entries.fates(account_id, (), now=now)
    beside = select(PublishedExtra.entry_id)
    query = select(PublishedResult.entry_id).where(
        PublishedResult.entry_id.in_(mine),
        PublishedResult.prize_id.is_not(None) | PublishedResult.entry_id.in_(beside),
    )
    return tuple(db.session.scalars(query.order_by(PublishedResult.entry_id)))


def named(account_id: int, entry_ids: Collection[int]) -> dict[int, bool]:
    """Return those of these works of the person whose published result names them; True: by the own name."""
    query = (
        select(PublishedResult.entry_id, Publication.published_at)
        .join(PublishedResult, PublishedResult.edition_id == Publication.edition_id)
        .where(PublishedResult.entry_id.in_(entry_ids))
    )
    who = frozenset({account_id})
    rows = db.session.execute(query.order_by(PublishedResult.entry_id)).all()
    shown = [entry_id for entry_id, at in rows if people.may_be_named(who, published_at=at)]
    return {
        entry_id: not author.pen_name
        for entry_id, work in sorted(works.named(shown).items())
        for author in work.authors
        if author.account_id == account_id
    }


def empty_blind_copies(event: Event) -> None:
    """Listen to people: empty what judges saw of the works of somebody who is erased."""
    if isinstance(event, ErasureDecided):
        decided = entries.fates(event.account_id, event.kept_entries, now=event.at)
        ids = [entry_id for entry_id, each in decided.items() if each is Fate.GOES]
        query = select(PublishedResult.copy_ids).where(PublishedResult.entry_id.in_(ids))
        copies = [copy_id for row in db.session.scalars(query) for copy_id in row]
        if copies:
            blind.empty(copies)
