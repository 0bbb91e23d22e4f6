"""The schedule of an edition: the next phase, and a later closing time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.editions import queries, service
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.results import unit_standings
from contest.web import actor, wording
from contest.web.office import checklist, sections
from contest.web.office.edition_forms import ExtendForm
from contest.web.office.pages import pages


@dataclass(frozen=True, slots=True)
class Act:
    """A recorded act that leads on from a phase: its name on the button, and what it means."""

    label: LazyString
    meaning: LazyString
    done: LazyString
    service: Callable[..., None]


# By the stored phase it leads on from. The other phases change by what is done on other pages: AFTERWARDS says where.
ACTS: Mapping[str, Act] = {
    "draft": Act(
        lazy_gettext("Announce the contest"),
        lazy_gettext(
            "Everybody will see the contest, and it will open and close by its schedule. Afterwards only the"
            " title, the summary, the text of the rules and the later dates can be changed, each with a reason that"
            " everybody may read, and the closing time put off."
        ),
        lazy_gettext("The contest is announced."),
        service.announce,
    ),
    "collection": Act(
        lazy_gettext("End the collection"),
        lazy_gettext(
            "The contest is over and nothing in it can be changed afterwards. Its accepted works can still be sent on."
        ),
        lazy_gettext("The collection has ended."),
        service.archive,
    ),
    "published": Act(
        lazy_gettext("Archive the contest"),
        lazy_gettext("Nothing in the contest can be changed afterwards. Its public pages stay."),
        lazy_gettext("The contest is archived."),
        service.archive,
    ),
}

# An edition that only collects is over with its collection.
COLLECTION = "collection"

AFTERWARDS: Mapping[str, LazyString] = {
    "announced": lazy_gettext(
        "After the closing time the secretaries screen the works and draw the blind codes. Judging begins with that:"
        " from then on the works are known by their codes alone."
    ),
    "judging": lazy_gettext(
        "Deliberation begins when the last round is closed. Then the chair decides the awards, still by code."
    ),
    "deliberation": lazy_gettext(
        "Next, the results are published. That is done on the page of the results, after two people have approved them."
    ),
    "archived": lazy_gettext("The contest is archived. There is no further phase."),
}


@pages.page("/<slug>/schedule", Permission.EDIT_EDITION)
def schedule(edition: EditionView) -> ResponseReturnValue:
    return _page(edition, ExtendForm(formdata=None))


@pages.page("/<slug>/schedule/advance", Permission.EDIT_EDITION, methods=("POST",))
def next_phase(edition: EditionView) -> ResponseReturnValue:
    """Take the step that the person saw; a page from yesterday does not take another one."""
    act = ACTS.get(request.form.get("phase", ""))
    if act is None:
        raise NotFound("phase")
    act.service(edition.id, actor_id=actor.current().account_id, now=clock.now())
    flash(str(act.done), "success")
    return redirect(url_for("office.schedule", slug=edition.slug), 303)


@pages.page("/<slug>/schedule/extend", Permission.EDIT_EDITION, methods=("POST",))
def extend(edition: EditionView) -> ResponseReturnValue:
    form = ExtendForm()
    who, now = actor.current().account_id, clock.now()
    if form.validate() and form.try_to(
        lambda: service.extend(
            edition.id,
            form.closes_at.instant(edition.zone),
            reason=form.reason.data or "",
            with_later=form.with_later.data,
            actor_id=who,
            now=now,
        )
    ):
        flash(gettext("The closing time has been put off, and the public page says so."), "success")
        return redirect(url_for("office.schedule", slug=edition.slug), 303)
    return _page(edition, form, 422)


def _step(edition: EditionView) -> str:
    is_collected = edition.collects_only and edition.stored_phase == "announced"
    return COLLECTION if is_collected else edition.stored_phase


def _page(edition: EditionView, form: ExtendForm, status: int = 200) -> ResponseReturnValue:
    rounds = queries.rounds(edition.id)
    return (
        sections.render(
            "office/edition_schedule.html",
            edition,
            here_in_menu="office.schedule",
            form=form,
            act=ACTS.get(_step(edition)),
            step=_step(edition),
            afterwards=AFTERWARDS.get(edition.stored_phase),
            missing=checklist.missing(edition),
            rounds=rounds,
            extensions=queries.extensions(edition.id),
            milestones=queries.milestones(edition.id),
            unit_prizes_wait=unit_standings.are_waiting(edition.id),
            may_extend=edition.stored_phase == "announced" and rounds[0].state == "waiting",
            wording=wording,
        ),
        status,
    )
