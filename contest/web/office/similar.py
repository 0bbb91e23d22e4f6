"""Texts that are like a work, as a secretary sees them: how much, where, side by side; a source that does not count."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules import schedule
from contest.entries import marking, screening_queries, similar
from contest.entries.marking import Mark
from contest.entries.rules import copies
from contest.entries.similar import Alike, Elsewhere, SideBySide, Source
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.web import actor
from contest.web.forms import Form, LineField
from contest.web.office import sections
from contest.web.office.pages import pages

PATH: Final = "/<slug>/screening/<key>/similar/<source>"
MARKS: Final = {
    copies.OWN_PUBLICATION: lazy_gettext("the author's own publication"),
    copies.QUOTATION: lazy_gettext("a quotation, allowed"),
}
# How much of a work of another edition may be told.
ALL, TITLE, NOTHING = "all", "title", "nothing"
OVER: Final = frozenset({schedule.PUBLISHED, schedule.ARCHIVED})


class MarkForm(Form):
    """Why a source does not count."""

    kind = RadioField(
        lazy_gettext("This source is"),
        choices=[SelectChoice(*mark) for mark in MARKS.items()],
        validate_choice=False,  # the rule says it better
    )
    reason = LineField(lazy_gettext("Why"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as this person may see it; `url` of its own work where the person may read it."""

    source: Source
    edition_title: str
    told: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """What stands of it on the page of a work. `is_above`: others' works, then own ones; `is_partial`: see `told`."""

    alike: Alike
    limit: int | None
    is_above: bool
    own_is_above: bool
    sources: tuple[Shown, ...]
    same: tuple[tuple[Elsewhere, str], ...]
    titles: tuple[tuple[Elsewhere, str], ...]
    is_partial: bool


def section(edition: EditionView, key: str, category: CategoryView) -> Section:
    """Return what the page of a work says of texts that are like it."""
    alike, limit = similar.of(key, edition.id), category.demands.similarity
    shown = [_shown(edition, each) for each in alike.sources]
    return Section(
        alike=alike,
        limit=limit,
        is_above=copies.is_above(alike.others, limit),
        own_is_above=copies.is_above(alike.own, limit),
        sources=tuple(each for each in shown if each.told != NOTHING),
        same=_elsewhere(edition, similar.the_very_same(key, edition.id)),
        titles=_elsewhere(edition, similar.alike_in_title(key, edition.id)),
        is_partial=_holds_a_duty_elsewhere(edition),
    )


@pages.page(PATH, Permission.SCREEN)
def screening_similar(edition: EditionView, key: str, source: str) -> ResponseReturnValue:
    """Show the passages of a work and of a source side by side."""
    return _page(edition, key, source, MarkForm(), 200)


@pages.page(PATH, Permission.SCREEN, methods=("POST",))
def screening_mark(edition: EditionView, key: str, source: str) -> ResponseReturnValue:
    """Say that the source does not count, or take that back."""
    form = MarkForm()
    who: dict[str, Any] = {
        "edition_id": edition.id,
        "secretary_id": actor.current().account_id,
        "now": clock.now(),
    }
    if request.form.get("act") == "unmark":
        marking.unmark(key, source, **who)
        flash(gettext("The source counts again."), "success")
    else:
        said = Mark(form.kind.data or "", form.reason.data or "")
        if not (form.validate() and form.try_to(lambda: marking.mark(key, source, said, **who))):
            return _page(edition, key, source, form, 422)
        flash(gettext("Noted: the source does not count."), "success")
    return redirect(url_for("office.screening_similar", slug=edition.slug, key=key, source=source), 303)


def _page(edition: EditionView, key: str, source: str, form: MarkForm, status: int) -> ResponseReturnValue:
    work = screening_queries.to_screen(key, edition.id)
    found = similar.side_by_side(key, source, edition.id)
    shown = _shown(edition, found.source)
    if shown.told == NOTHING:
        raise NotFound(source)
    page = sections.render(
        "office/screening_similar_source.html",
        edition,
        here_in_menu="office.screening",
        work=work,
        found=_told(found, shown),
        shown=shown,
        form=form,
        marks=MARKS,
    )
    return page, status


def _told(found: SideBySide, shown: Shown) -> SideBySide:
    """Leave out the words of a work that the person may not read, and who wrote it."""
    if shown.told == ALL:
        return found
    ours = tuple(replace(pair, theirs=()) for pair in found.pairs)
    return replace(found, source=shown.source, pairs=ours)


def _shown(edition: EditionView, source: Source) -> Shown:
    other = editions.by_id(source.edition_id, now=clock.now())
    told = ALL if source.is_reference else _may_be_told(edition, other)
    if told != ALL:
        source = replace(source, authors="")
    url = None
    if told == ALL and not source.is_reference:
        url = url_for("office.screening_entry", slug=other.slug, key=source.key)
    return Shown(source, other.title, told, url)


def _elsewhere(edition: EditionView, found: tuple[Elsewhere, ...]) -> tuple[tuple[Elsewhere, str], ...]:
    named = [(each, editions.by_id(each.edition_id, now=clock.now())) for each in found]
    return tuple((each, other.title) for each, other in named if _may_be_told(edition, other) != NOTHING)


def _may_be_told(edition: EditionView, other: EditionView) -> str:
    """Tell what a secretary may know of a work of another edition: all as its secretary too, or that there is one.

    Who has another duty there is told nothing before its results: what is alike would say whose a blind copy is.
    """
    if edition.id == other.id:
        return ALL
    asking = actor.circumstances(other)
    if allows(Permission.SCREEN, asking):
        return ALL
    return NOTHING if asking.duties and other.phase not in OVER else TITLE


def _holds_a_duty_elsewhere(edition: EditionView) -> bool:
    """Tell whether something may be kept back, so that the page says so whether or not there is anything."""
    return any(_may_be_told(edition, other) == NOTHING for other, _ in actor.current().duties)
