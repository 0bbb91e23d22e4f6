"""What a rubric is for: a round, and one category in it or all that have none of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for
from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView, RoundView
from contest.judging import queries
from contest.judging.queries import RubricView
from contest.kernel.errors import NotFound

T = TypeVar("T")
# Key, name, address, what is said of it, and the tone of that.
Tab = tuple[int | None, str, str, str, str]
# What a tab says of the rubric behind it, and in which tone.
COMPLETE = (lazy_gettext("complete"), "good")
PARTLY = (lazy_gettext("not for all categories"), "warn")
THERE = (lazy_gettext("written"), "good")
OWN = (lazy_gettext("its own"), "good")
SHARED = (lazy_gettext("as all"), "plain")
NOT_NEEDED = (lazy_gettext("not needed"), "plain")
NONE = (lazy_gettext("none yet"), "warn")


def _said(state: tuple[LazyString, str]) -> tuple[str, str]:
    return str(state[0]), state[1]


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

    def round_tabs(self, endpoint: str) -> list[Tab]:
        """Offer each round, and say whether all its works can be marked."""
        return [
            (each.position, each.name, address(self.edition, each, None, endpoint), *self._of_round(each))
            for each in self.rounds
        ]

    def category_tabs(self, endpoint: str) -> list[Tab]:
        """Offer all categories together and each alone, and say which have a rubric; nothing where there is but one."""
        if len(self.categories) == 1 and not self.on_their_own:
            return []
        for_all = address(self.edition, self.round, None, endpoint)
        there = THERE if self.common else NONE if self._bare(self.round) else NOT_NEEDED
        return [
            (None, gettext("All categories"), for_all, *_said(there)),
            *(
                (c.id, c.name, address(self.edition, self.round, c, endpoint), *self._of_category(c))
                for c in self.categories
            ),
        ]

    def onward(self) -> tuple[str, str] | None:
        """Return name and address of the rubric that is still missing once this one is saved; None where none is."""
        here = self.round.position
        for judged in (self.round, *self.rounds[here + 1 :], *self.rounds[:here]):
            bare = self._bare(judged)
            if judged == self.round:
                bare = [c for c in bare if self.category not in {None, c}]
            if bare:
                category = None if len(bare) == len(self.categories) else bare[0]
                name = judged.name if category is None else f"{judged.name} · {category.name}"
                return name, address(self.edition, judged, category, "office.rubric")
        return None

    def _bare(self, judged: RoundView) -> list[CategoryView]:
        """Return the categories whose works cannot be marked in the round yet."""
        there = self.rubrics if judged == self.round else queries.rubrics(judged.id)
        return [category for category in self.categories if there.of(category.id) is None]

    def _of_round(self, judged: RoundView) -> tuple[str, str]:
        bare = len(self._bare(judged))
        return _said(NONE if bare == len(self.categories) else PARTLY if bare else COMPLETE)

    def _of_category(self, category: CategoryView) -> tuple[str, str]:
        return _said(OWN if category.id in self.rubrics.own else SHARED if self.common else NONE)


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
