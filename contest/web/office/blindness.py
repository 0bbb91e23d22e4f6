"""The check that an edition is blind: asked for by organisers before judging, read by officials and observers."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import blind_checks
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound
from contest.reports import blindness as telling
from contest.web import actor
from contest.web.errors import sentence
from contest.web.office import sections
from contest.web.office.pages import pages


@pages.page("/<slug>/blindness", Permission.SEE_BLINDNESS)
def blindness(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page("/<slug>/blindness", Permission.CHECK_BLINDNESS, methods=("POST",))
def check_blindness(edition: EditionView) -> ResponseReturnValue:
    """Ask for a check; it runs in the worker."""
    try:
        blind_checks.ask(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except Conflict as problem:
        return _page(edition, sentence(problem)), 409
    flash(gettext("The check has begun. It takes a minute or two: load this page again."), "success")
    return redirect(url_for("office.blindness", slug=edition.slug), 303)


@pages.page("/<slug>/blindness.txt", Permission.SEE_BLINDNESS)
def blindness_report(edition: EditionView) -> ResponseReturnValue:
    """The report as a file, to be published."""
    found = blind_checks.last(edition.id)
    if found is None or not found.report:
        raise NotFound(edition.id)
    response = Response(telling.text(found.report, str(get_locale())), mimetype="text/plain")
    response.headers["Content-Disposition"] = f"attachment; filename={edition.slug}-blindness.txt"
    return response


def _page(edition: EditionView, problem: str = "") -> str:
    found = blind_checks.last(edition.id)
    told = telling.text(found.report, str(get_locale())) if found and found.report else ""
    return sections.render(
        "office/blindness.html",
        edition,
        found=found,
        told=told,
        problem=problem,
        why=gettext(found.problem) if found and found.problem else "",
        may_check=allows(Permission.CHECK_BLINDNESS, actor.circumstances(edition)),
    )
