"""An author's own result: place, score, prize, and every reading without its judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.judging import queries as judging
from contest.judging.queries import RubricView
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.results import carried, choices, payouts, queries
from contest.results.payouts import OwnPayout
from contest.web import actor
from contest.web.author.pages import pages
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Reading:
    """One judge's reading: the total, and (criterion, points, most points) in the order of the rubric."""

    total: Decimal
    marks: tuple[tuple[str, Decimal, Decimal], ...]


@pages.page("/entries/<key>/result", Permission.WRITE_ENTRY)
def result(key: str) -> ResponseReturnValue:
    """Before publication, and for another's entry, there is no such page."""
    own = entries.own_work(key, actor.current().account_id)
    found = queries.result_of(own.entry_id)
    edition = editions.by_id(own.edition_id, now=clock.now())
    use_zone(edition.zone)
    category = editions.category(found.category_id, edition_id=edition.id)
    rubric = judging.needed_rubric(found.round_id, found.category_id)
    judged = editions.round_by_id(found.round_id)
    return render_template(
        "author/result.html",
        edition=edition,
        own=own,
        result=found,
        category=category.name,
        round=judged,
        made_up=carried.made_up(judged, found.category_id, found.code, found.value),
        ranked=queries.size(found.round_id, found.category_id),
        prize="; ".join(
            (*(p.name for p in category.prizes if p.id == found.prize_id), *choices.extra_of(own.entry_id))
        ),
        full_score=rubric.full_score,
        payout=_payout(own.entry_id),
        readings=[_reading(score, rubric) for score in found.scores],
    )


def _payout(entry_id: int) -> OwnPayout | None:
    """Return what there is to know of the payment, where the work has won a prize that is paid out."""
    try:
        return payouts.own(entry_id, actor.current().account_id)
    except NotFound:
        return None


def _reading(score: Mapping[str, Any], rubric: RubricView) -> Reading:
    given = score["marks"]
    return Reading(
        Decimal(score["total"]),
        tuple(
            (line.settings.name, Decimal(given[line.settings.name]), line.settings.maximum)
            for line in rubric.criteria
            if line.settings.name in given
        ),
    )
