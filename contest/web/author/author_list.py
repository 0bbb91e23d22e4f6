"""Who the authors of a work are, as the pages of an entry show it."""

from collections.abc import Sequence

from contest.editions.queries import CategoryView
from contest.entries import author_queries, authorship
from contest.entries.author_queries import DraftView
from contest.entries.authorship import Place
from contest.entries.rules.co_authors import CONFIRMED, ON_THE_LIST
from contest.web import actor


def places(draft: DraftView) -> tuple[Place, ...]:
    """Return the list as it stands, to its author and to a co-author."""
    return authorship.places(draft.key, draft.author_id) if draft.key else ()


def shown(draft: DraftView, categories: Sequence[CategoryView]) -> tuple[Place, ...]:
    """Return the list where the page is to show one: where there may be co-authors or are some, else nothing."""
    if all(category.authors_most == 1 for category in categories):
        return ()
    chosen = next((c for c in categories if c.id == draft.category_id), None)
    listed = tuple(place for place in places(draft) if place.state in ON_THE_LIST)
    return () if len(listed) == 1 and (chosen is None or chosen.authors_most == 1) else listed


def names(draft: DraftView) -> tuple[str, ...]:
    """Return the names of who has confirmed, in order: whom a submit would name."""
    return tuple(place.name for place in places(draft) if place.state == CONFIRMED)


def submitted(draft: DraftView) -> tuple[str, ...]:
    """Return the names on the version that counts; nothing before the first submit."""
    if not draft.version_number:
        return ()
    return author_queries.receipt(draft.key, actor.current().account_id, draft.version_number).authors
