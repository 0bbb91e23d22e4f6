"""What a rubric is for: a round, and one category in it or all that have none of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for
from flask_babel import gettext

from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView, RoundView
from contest.judging import queries
from contest.judging.queries import RubricView
from contest.kernel.errors import NotFound

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """`kept` is the rubric that stands exactly here, `common` the one of the round for all categories."""

    edition: EditionView
    round: RoundView
    category: CategoryView | None
    rounds: tuple[RoundView, ...]
    categories: tuple[CategoryView, ...]
    rubrics: queries.Rubrics

    @property
    def category_id(self) -> int | None:
        return self.category.id if self.category else None

    @property
    def kept(self) -> RubricView | None:
        return self.rubrics.own.get(self.category_id)

    @property
    def common(self) -> RubricView | None:
        return self.rubrics.own.get(None)

    @property
    def on_their_own(self) -> list[str]:
        """The categories that have a rubric of their own, by name."""
        return [c.name for c in self.categories if c.id in self.rubrics.own]

    def url(self, endpoint: str = "office.rubric", **more: str) -> str:
        """Return the address of a page about this rubric."""
        return address(self.edition, self.round, self.category, endpoint, **more)

    def round_tabs(self, endpoint: str) -> list[tuple[int, str, str]]:
        return [
            (each.position, each.name, address(self.edition, each, None, endpoint)) for each in self.rounds
        ]

    def category_tabs(self, endpoint: str) -> list[tuple[int | None, str, str]]:
        """Offer all categories together and each alone; nothing where there is but one."""
        if len(self.categories) == 1 and not self.on_their_own:
            return []
        for_all = (None, gettext("All categories"), address(self.edition, self.round, None, endpoint))
        return [
            for_all,
            *((c.id, c.name, address(self.edition, self.round, c, endpoint)) for c in self.categories),
        ]


def address(
    edition: EditionView, judged: RoundView, category: CategoryView | None, endpoint: str, **more: str
) -> str:
    """Return the address of a page about a rubric."""
    number = None if category is None else category.position + 1
    values: dict[str, Any] = {"round": judged.position + 1, "category": number, **more}
    return url_for(endpoint, slug=edition.slug, **values)


def named(edition: EditionView) -> Place:
    """Return what the address names, the first round and all categories without a name. Raises NotFound."""
    rounds, categories = editions.rounds(edition.id), editions.categories(edition.id)
    judged = numbered(rounds, request.args.get("round", "1"))
    wanted = request.args.get("category")
    category = numbered(categories, wanted) if wanted is not None else None
    return Place(edition, judged, category, rounds, categories, queries.rubrics(judged.id))


def numbered(listed: Sequence[T], wanted: str) -> T:
    """Return the one of that number, counted from 1. Raises NotFound."""
    found = next((each for number, each in enumerate(listed, start=1) if str(number) == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found
