"""The published results of a contest: the prizes by category, with the names of those who agreed to be named."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.entries import queries as entries
from contest.entries.queries import NamedEntry
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.results import queries
from contest.results.queries import ResultView
from contest.web.public.pages import pages
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Winner:
    """A work with a prize. `author` and `unit` are empty where the author does not want to be named."""

    title: str
    author: str
    unit: str


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize and the works that have it."""

    name: str
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its prizes, from the highest down; those that nobody has are left out."""

    name: str
    prizes: tuple[PrizeLine, ...]


@pages.page("/editions/<slug>/results", Permission.SEE_PUBLIC)
def results(edition: EditionView) -> ResponseReturnValue:
    """Before publication there is no such page, for nobody."""
    published = queries.publication(edition.id)
    if published is None:
        raise NotFound(edition.slug)
    use_zone(edition.zone)
    winners = queries.winners(edition.id)
    named = entries.named([each.entry_id for each in winners])
    authors = frozenset(each.author_id for each in named.values())
    agreed = people.may_be_named(authors, published_at=published.published_at)
    return render_template(
        "public/results.html",
        edition=edition,
        published_at=published.published_at,
        groups=[
            _group(category, winners, {key: _winner(each, agreed) for key, each in named.items()})
            for category in editions.categories(edition.id)
        ],
    )


def _group(category: CategoryView, winners: tuple[ResultView, ...], named: Mapping[int, Winner]) -> Group:
    lines = (
        PrizeLine(prize.name, tuple(named[each.entry_id] for each in winners if each.prize_id == prize.id))
        for prize in category.prizes
    )
    return Group(category.name, tuple(line for line in lines if line.winners))


def _winner(entry: NamedEntry, agreed: frozenset[int]) -> Winner:
    if entry.author_id not in agreed:
        return Winner(entry.title, "", "")
    return Winner(entry.title, entry.public_name, entry.unit_name)
