"""What the chair says beside the awards: why a prize is not awarded, how a tie at the end of a prize was settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField

from contest.access.permissions import Permission
from contest.assignment.rules.reasons import Reason
from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules import edition as settings
from contest.kernel import clock
from contest.results import choices, queries, service
from contest.results import settling as deciding
from contest.results.rules.awards import Proposal
from contest.results.rules.deciding import EMPTY, TIE, TableLine
from contest.results.service import LONGEST_REASON
from contest.web import actor
from contest.web.forms import Form, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.fields import number
from contest.web.office.pages import pages


@dataclass(frozen=True, slots=True)
class Saying:
    """Something about a prize that the chair says or may say: the question, what is said, whether it must be."""

    prize_id: int
    about: str
    title: str
    question: str
    reason: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What all prizes together cost: as the tables plan it, and as it is decided now."""

    planned: int
    decided: int


class SayingForm(Form):
    """Which prize, what about it, and the reason."""

    prize_id = HiddenField()
    about = HiddenField()
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(LONGEST_REASON)])


def money(edition_id: int) -> Money:
    """Return what the prizes cost; of those beside the tables, before the opening, only what the chair chose."""
    spec = editions.spec(edition_id)
    each = {p.id: p.amount or 0 for category in editions.categories(edition_id) for p in category.prizes}
    beside = {p.id: p.prize.amount or 0 for p in awarding.extra_prizes(edition_id)}
    given = [a.prize_id for a in queries.awards(edition_id).values() if a.prize_id is not None]
    won = choices.published_extra(edition_id) or choices.chosen(edition_id)
    decided = sum(each[prize_id] for prize_id in given) + sum(beside[one.extra_prize_id] for one in won)
    return Money(settings.prize_money(spec), decided)


def to_say(edition_id: int, proposal: Proposal) -> Mapping[int, tuple[Saying, ...]]:
    """Return what there is to say, by category."""
    found: dict[int, list[Saying]] = {}
    for line in service.table_lines(edition_id, proposal):
        found.setdefault(line.category_id, []).extend(_sayings(line))
    return {category: tuple(those) for category, those in found.items()}


def _sayings(line: TableLine) -> Iterator[Saying]:
    if line.left:
        yield Saying(
            line.prize_id,
            EMPTY,
            gettext("“%(prize)s”, not awarded: %(count)d", prize=line.prize, count=line.left),
            " ".join(_words(each) for each in line.why) if line.left <= line.excused else "",
            line.reason,
            line.needs_reason,
        )
    if line.border is not None and line.is_open:
        yield Saying(
            line.prize_id,
            TIE,
            gettext("“%(prize)s”: a tie for the jury to settle", prize=line.prize),
            gettext(
                "%(codes)s are equal. %(why)s Change the awards where the jury decides otherwise, then say how it"
                " decided.",
                codes=", ".join(line.border.codes),
                why=_words(line.border.decision.reason),
            ),
            line.settled,
            line.needs_vote,
        )


def _words(reason: Reason) -> str:
    return str(gettext(reason.message, **reason.params))


@pages.page("/<slug>/results/reasons", Permission.DECIDE_AWARDS, methods=("POST",))
def results_reasons(edition: EditionView) -> ResponseReturnValue:
    """Keep what the chair says about a prize; a reason that cannot be kept is asked for again on a page of its own."""
    form = SayingForm()
    if form.validate() and form.try_to(
        lambda: deciding.explain(
            edition.id,
            number(form.prize_id.data) or 0,
            form.about.data or "",
            reason=form.reason.data or "",
            actor_id=actor.current().account_id,
            now=clock.now(),
        )
    ):
        flash(gettext("The reason is kept. Earlier approvals are void now."), "success")
        return redirect(url_for("office.results", slug=edition.slug), 303)
    page = sections.render(
        "office/results_reason.html",
        edition,
        here_in_menu="office.results",
        form=form,
        is_tie=form.about.data == TIE,
    )
    return page, 422
