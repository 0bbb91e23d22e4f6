"""The published results of a contest: the prizes by category, with the names of those who agreed to be named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.anonymisation import queries as blind
from contest.editions import awarding, unit_awards
from contest.editions import queries as editions
from contest.editions.awarding import ExtraPrizeView
from contest.editions.queries import CategoryView, EditionView, PrizeView
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.entries import queries as entries
from contest.entries.queries import NamedEntry
from contest.kernel.errors import NotFound
from contest.people import queries as people
from contest.results import by_code, choices, queries, taken_back, unit_standings
from contest.results.choices import ExtraView
from contest.results.queries import ResultView
from contest.results.rules.deciding import EMPTY
from contest.results.rules.unit_outcome import UnitResults
from contest.web import prize_words, unit_prize_words
from contest.web.public.pages import pages
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Winner:
    """A work with a prize; name and unit of each author in order, both empty where one does not want to be named.

    `code`: of a work of which nobody has proved yet whose it is, where the results were published by code.
    """

    title: str
    authors: tuple[tuple[str, str], ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize and the works that have it; `left` are not awarded, for this `reason` where the chair gave one."""

    name: str
    winners: tuple[Winner, ...]
    amount: int | None
    left: int
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its prizes, from the highest down."""

    name: str
    prizes: tuple[PrizeLine, ...]

    @property
    def has_winners(self) -> bool:
        return any(prize.winners for prize in self.prizes)

    @property
    def has_money(self) -> bool:
        return any(prize.amount for prize in self.prizes)


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """A prize beside the tables, who wins it in words, and who won it, with the jury's reason where it chose."""

    prize: ExtraPrize
    who: str
    winners: tuple[tuple[Winner, str], ...]


@dataclass(frozen=True, slots=True)
class OfUnits:
    """The prizes for units: who won them (None until they are confirmed), and by unit the sum that its points are."""

    found: UnitResults | None
    amounts: Mapping[int, int | None]
    formula: tuple[str, ...]
    sums: Mapping[int, str]


@pages.page("/editions/<slug>/results", Permission.SEE_PUBLIC)
def results(edition: EditionView) -> ResponseReturnValue:
    """Before publication there is no such page, for nobody."""
    published = queries.publication(edition.id)
    if published is None:
        raise NotFound(edition.slug)
    use_zone(edition.zone)
    winners, beside = queries.winners(edition.id), choices.published_extra(edition.id)
    said = {prize: why for (prize, about), why in choices.reasons(edition.id).items() if about == EMPTY}
    named = entries.named([*(each.entry_id for each in winners), *(each.entry_id for each in beside)])
    authors = frozenset(author.account_id for each in named.values() for author in each.authors)
    agreed = people.may_be_named(authors, published_at=published.published_at)
    shown = {key: _winner(each, agreed) for key, each in named.items()}
    if by_code.is_by_code(
        edition.id
    ):  # what was proved has a name; its title is still sealed on the named side
        titles = _blind_titles(edition.id)
        shown |= {w.entry_id: replace(shown[w.entry_id], title=titles[w.code]) for w in winners}
    by_prize = _by_code(edition.id)
    return render_template(
        "public/results.html",
        edition=edition,
        published_at=published.published_at,
        groups=[
            _group(category, winners, shown, said, by_prize) for category in editions.categories(edition.id)
        ],
        extra=[_extra(each, beside, shown) for each in awarding.extra_prizes(edition.id)],
        units=_of_units(edition.id),
        left_out=taken_back.count(edition.id),
        nobody_left=unit_prize_words.nobody_left,
    )


def _of_units(edition_id: int) -> OfUnits | None:
    """Return the prizes for units, None where there are none."""
    set_up = unit_awards.settings(edition_id)
    if not set_up.is_on:
        return None
    found = unit_standings.confirmed(edition_id)
    return OfUnits(
        found,
        {each.id: each.prize.amount for each in unit_awards.prizes(edition_id)},
        tuple(unit_prize_words.formula(set_up)),
        {
            line.unit_id: unit_prize_words.sum_of(set_up, line.figures)
            for line in (found.lines if found else ())
            if line.prize_id is not None
        },
    )


def _group(
    category: CategoryView,
    winners: tuple[ResultView, ...],
    named: Mapping[int, Winner],
    said: Mapping[int, str],
    by_prize: Mapping[int, tuple[Winner, ...]],
) -> Group:
    won = {
        prize.id: tuple(named[each.entry_id] for each in winners if each.prize_id == prize.id)
        for prize in category.prizes
    }
    lines = (_line(prize, (*won[prize.id], *by_prize.get(prize.id, ())), said) for prize in category.prizes)
    return Group(category.name, tuple(lines))


def _by_code(edition_id: int) -> dict[int, tuple[Winner, ...]]:
    """Return the works that are published by code, by their prize: those of which nobody knows yet whose they are."""
    lines = [each for each in by_code.winners(edition_id) if each.entry_id is None]
    if not lines:
        return {}
    titles = _blind_titles(edition_id)
    return {
        prize: tuple(Winner(titles[each.code], (), each.code) for each in lines if each.prize_id == prize)
        for prize in {each.prize_id for each in lines}
    }


def _blind_titles(edition_id: int) -> dict[str, str]:
    """Return the titles of the works of the last round by their codes."""
    return {copy.code: copy.title for copy in blind.blind_copies(editions.rounds(edition_id)[-1].id)}


def _line(prize: PrizeView, those: tuple[Winner, ...], said: Mapping[int, str]) -> PrizeLine:
    left = max(0, prize.count - len(those))
    return PrizeLine(prize.name, those, prize.amount, left, said.get(prize.id, "") if left else "")


def _extra(each: ExtraPrizeView, beside: tuple[ExtraView, ...], named: Mapping[int, Winner]) -> ExtraLine:
    won = tuple((named[e.entry_id], e.reason) for e in beside if e.extra_prize_id == each.id)
    return ExtraLine(each.prize, prize_words.extra_prize(each.prize), won)


def _winner(entry: NamedEntry, agreed: frozenset[int]) -> Winner:
    return Winner(
        entry.title,
        tuple((a.public_name, a.unit_name) if a.account_id in agreed else ("", "") for a in entry.authors),
    )
