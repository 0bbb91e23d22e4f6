"""What came of works once the results are public: which are ranked, and the prizes that each has won."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from contest.editions import awarding
from contest.editions import queries as editions
from contest.platform.database import db
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
