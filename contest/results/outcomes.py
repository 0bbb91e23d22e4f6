"""What came of works once the results are public: which are ranked, and the prizes that each has won."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from contest.anonymisation import queries as blind
from contest.editions import awarding
from contest.editions import queries as editions
from contest.platform.database import db
from contest.results import by_code
from contest.results.models import PublishedExtra, PublishedResult


def prizes_of(entry_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the prizes of each ranked work, perhaps none; a work without a result is left out."""
    own = select(PublishedResult.entry_id, PublishedResult.edition_id, PublishedResult.prize_id)
    rows = db.session.execute(own.where(PublishedResult.entry_id.in_(entry_ids))).all()
    if not rows:
        return {}
    beside: defaultdict[int, list[int]] = defaultdict(list)
    won = select(PublishedExtra.entry_id, PublishedExtra.extra_prize_id).order_by(PublishedExtra.id)
    for entry_id, prize_id in db.session.execute(won.where(PublishedExtra.entry_id.in_(entry_ids))):
        beside[entry_id].append(prize_id)
    names, extra = _names({row.edition_id for row in rows})
    return {
        row.entry_id: (
            *([names[row.prize_id]] if row.prize_id is not None else []),
            *(extra[prize_id] for prize_id in beside[row.entry_id]),
        )
        for row in rows
    }


def _names(edition_ids: Collection[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what the prizes of these editions are called by id: those of the tables, and those beside them."""
    tables = (prize for key in edition_ids for c in editions.categories(key) for prize in c.prizes)
    extra = (each for key in edition_ids for each in awarding.extra_prizes(key))
    return {prize.id: prize.name for prize in tables}, {each.id: each.prize.name for each in extra}


@dataclass(frozen=True, slots=True)
class Given:
    """How often each prize was given, by its id: those of the tables, and those beside them."""

    tables: Mapping[int, int]
    extra: Mapping[int, int]


def given(edition_id: int) -> Given:
    """Count the prizes of a published edition; where it was published by code, those of the codes."""
    own = select(PublishedResult.prize_id).where(PublishedResult.edition_id == edition_id)
    named = [prize_id for prize_id in db.session.scalars(own) if prize_id is not None]
    beside = select(PublishedExtra.extra_prize_id).where(PublishedExtra.edition_id == edition_id)
    tables = [each.prize_id for each in by_code.winners(edition_id)] or named
    return Given(Counter(tables), Counter(db.session.scalars(beside)))


def entries_by_code(edition_id: int) -> dict[str, int]:
    """Return the published works by each code that they had in any round; nothing before the publication."""
    query = select(PublishedResult.entry_id, PublishedResult.copy_ids)
    rows = db.session.execute(query.where(PublishedResult.edition_id == edition_id)).all()
    codes = blind.codes([copy_id for row in rows for copy_id in row.copy_ids])
    return {codes[copy_id]: row.entry_id for row in rows for copy_id in row.copy_ids if copy_id in codes}
