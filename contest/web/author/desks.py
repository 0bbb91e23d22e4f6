"""A draft with all that belongs to its pages: the contest as it stands for this author, and its categories."""

from dataclasses import dataclass

from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.entries import author_queries as entries
from contest.entries.author_queries import DraftView
from contest.web import actor
from contest.web.author import arrival
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Desk:
    """The draft with all that belongs to its page."""

    draft: DraftView
    edition: EditionView
    categories: tuple[CategoryView, ...]

    @property
    def category(self) -> CategoryView | None:
        return next((c for c in self.categories if c.id == self.draft.category_id), None)


def desk_of(key: str) -> Desk:
    """Return the desk of one's own draft; times are shown in the zone of its contest. Raises NotFound."""
    draft = entries.draft(key, actor.current().account_id)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return Desk(draft, edition, editions.categories(edition.id))
