"""To every author whose work was judged: the results are public, and this is the own one."""

from collections.abc import Iterable, Mapping
from typing import Any

from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.kernel import clock
from contest.people import queries as people
from contest.results import choices, payouts
from contest.results import queries as results
from contest.results.events import ResultsPublished

EVENT = ResultsPublished
TEMPLATE = "result_published"


def recipients(event: ResultsPublished) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Give each author one letter for each work."""
    if event.edition_id is None:
        return
    named = entries.named(results.published_entries(event.edition_id))
    for entry_id, entry in sorted(named.items()):
        for author in entry.authors:
            yield author.account_id, {"entry_id": entry_id}


def context(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    entry = entries.entry_facts(ids["entry_id"])
    result = results.result_of(ids["entry_id"])
    edition = editions.by_id(entry.edition_id, now=clock.now())
    category = editions.category(result.category_id, edition_id=edition.id)
    return {
        "name": people.person(ids["account_id"]).name,
        "edition": edition.title,
        "slug": edition.slug,
        "entry": entry,
        "place": result.place,
        "ranked": results.size(result.round_id, result.category_id),
        "round": editions.round_by_id(result.round_id).name,
        "is_paid_out": result.entry_id in {won.entry_id for won in payouts.to_pay(edition.id)},
        "prize": "; ".join(
            (
                *(p.name for p in category.prizes if p.id == result.prize_id),
                *choices.extra_of(ids["entry_id"]),
            )
        ),
    }
