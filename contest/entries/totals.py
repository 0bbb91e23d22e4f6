"""How many works an edition got, by state and category; counts only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from contest.entries.models import Entry
from contest.entries.models_paper import PaperEntry
from contest.entries.rules import states
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Totals:
    """Submitted works by state, and by category and state; drafts are left out.

    Of those that were not withdrawn: `authors` who handed them in, co-authors not counted, and `on_paper`.
    """

    by_state: Mapping[str, int]
    by_category: Mapping[int, Mapping[str, int]]
    authors: int
    on_paper: int


def of_edition(edition_id: int) -> Totals:
    """Return the numbers of an edition."""
    here = (Entry.edition_id == edition_id, Entry.version_number > 0)
    query = select(Entry.category_id, Entry.state, func.count()).where(*here)
    by_state, by_category = Counter[str](), dict[int, dict[str, int]]()
    for category_id, state, count in db.session.execute(query.group_by(Entry.category_id, Entry.state)):
        by_state[state] += count
        by_category.setdefault(category_id or 0, {})[state] = count
    kept = (*here, Entry.state != states.WITHDRAWN)
    authors = select(func.count(Entry.author_id.distinct())).where(*kept)
    on_paper = select(func.count(Entry.id)).join(PaperEntry, PaperEntry.entry_id == Entry.id).where(*kept)
    return Totals(
        by_state={state: by_state[state] for state in states.STATES if by_state[state]},
        by_category=by_category,
        authors=db.session.scalar(authors) or 0,
        on_paper=db.session.scalar(on_paper) or 0,
    )
