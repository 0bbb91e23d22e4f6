"""Prizes beside the tables: chosen by code for a theme before the opening; after it who won, and who has several."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules.extra_prizes import THEMATIC, ExtraPrize
from contest.entries import queries as entries
from contest.entries.queries import NamedEntry
from contest.kernel import clock
from contest.kernel.names import sort_key
from contest.results import choices, queries, settling
from contest.results.service import LONGEST_REASON
from contest.web import actor, prize_words
from contest.web.forms import Form, LineField, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.fields import number
from contest.web.office.pages import pages

PATH = "/<slug>/results/extra-prizes"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A work that the chair chose, by code."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A prize beside the tables. `chosen` before the opening, `winners` (work, author) after it."""

    id: int
    prize: ExtraPrize
    who: str
    chosen: tuple[Chosen, ...]
    winners: tuple[tuple[str, str], ...]

    @property
    def is_thematic(self) -> bool:
        return self.prize.kind == THEMATIC


class ChoiceForm(Form):
    """Which prize, which work, and why."""

    extra_prize_id = SelectField(lazy_gettext("Prize"), validate_choice=False)
    code = LineField(lazy_gettext("Blind code"), [required(), at_most(12)])
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(LONGEST_REASON)])


@pages.page(PATH, Permission.SEE_SCORES)
def results_extra_prizes(edition: EditionView) -> ResponseReturnValue:
    return _page(edition, _form(edition, formdata=None))


@pages.page(PATH, Permission.DECIDE_AWARDS, methods=("POST",))
def results_extra_choose(edition: EditionView) -> ResponseReturnValue:
    """Choose a work for a prize."""
    form = _form(edition)
    if form.validate() and form.try_to(
        lambda: settling.choose(
            edition.id,
            number(form.extra_prize_id.data) or 0,
            form.code.data or "",
            reason=form.reason.data or "",
            actor_id=actor.current().account_id,
            now=clock.now(),
        )
    ):
        flash(gettext("The work has been chosen. Earlier approvals are void now."), "success")
        return redirect(url_for("office.results_extra_prizes", slug=edition.slug), 303)
    return _page(edition, form), 422


@pages.page(f"{PATH}/back", Permission.DECIDE_AWARDS, methods=("POST",))
def results_extra_back(edition: EditionView) -> ResponseReturnValue:
    """Take a choice back."""
    form = _form(edition, formdata=None)
    done = form.try_to(
        lambda: settling.take_back(
            edition.id,
            number(request.form.get("extra_prize_id")) or 0,
            request.form.get("code", ""),
            actor_id=actor.current().account_id,
            now=clock.now(),
        )
    )
    if not done:
        return _page(edition, form), 422
    flash(gettext("The choice has been taken back. Earlier approvals are void now."), "success")
    return redirect(url_for("office.results_extra_prizes", slug=edition.slug), 303)


def _form(edition: EditionView, **how: None) -> ChoiceForm:
    form = ChoiceForm(**how)
    form.extra_prize_id.choices = [
        SelectChoice(str(each.id), each.prize.name)
        for each in awarding.extra_prizes(edition.id)
        if each.prize.kind == THEMATIC
    ]
    return form


def _page(edition: EditionView, form: ChoiceForm) -> str:
    is_published = queries.is_published(edition.id)
    may_choose = allows(Permission.DECIDE_AWARDS, actor.circumstances(edition)) and not is_published
    return sections.render(
        "office/results_extra_prizes.html",
        edition,
        here_in_menu="office.results",
        lines=_lines(edition),
        form=form if may_choose and form.extra_prize_id.choices else None,
        may_choose=may_choose,
        is_published=is_published,
        limit=awarding.caps(edition.id).per_author,
        several=_several(edition) if is_published else (),
    )


def _lines(edition: EditionView) -> tuple[Line, ...]:
    final = queries.final_computation(edition.id)
    codes = {s.blind_copy_id: s.code for s in queries.standings(final.id)} if final else {}
    chosen, won = choices.chosen(edition.id), choices.published_extra(edition.id)
    named = entries.named([each.entry_id for each in won])
    return tuple(
        Line(
            each.id,
            each.prize,
            prize_words.extra_prize(each.prize),
            tuple(Chosen(codes[c.blind_copy_id], c.reason) for c in chosen if c.extra_prize_id == each.id),
            tuple(
                (named[w.entry_id].title, _author(named[w.entry_id]))
                for w in won
                if w.extra_prize_id == each.id
            ),
        )
        for each in awarding.extra_prizes(edition.id)
    )


def _author(entry: NamedEntry) -> str:
    return ", ".join(author.name for author in entry.authors)


def _several(edition: EditionView) -> list[tuple[str, list[str]]]:
    """Return the authors with more than one prize, by name; all authors of a work have its prize."""
    names: Mapping[int, str] = {
        prize.id: prize.name for category in editions.categories(edition.id) for prize in category.prizes
    }
    extra = {each.id: each.prize.name for each in awarding.extra_prizes(edition.id)}
    won = [(each.entry_id, names[each.prize_id or 0]) for each in queries.winners(edition.id)]
    won += [(each.entry_id, extra[each.extra_prize_id]) for each in choices.published_extra(edition.id)]
    works = entries.named([entry_id for entry_id, _ in won])
    people: dict[int, tuple[str, list[str]]] = {}
    for entry_id, prize in won:
        for author in works[entry_id].authors:
            people.setdefault(author.account_id, (author.name, []))[1].append(prize)
    return sorted((each for each in people.values() if len(each[1]) > 1), key=lambda each: sort_key(each[0]))
