"""The check that an edition is blind: asked for by organisers before judging, read in the office, published by them."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import blind_checks
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.reports import blindness as telling
from contest.web import actor
from contest.web.errors import sentence
from contest.web.office import crowds, sections
from contest.web.office.pages import pages


@pages.page("/<slug>/blindness", Permission.SEE_BLINDNESS)
def blindness(edition: EditionView) -> ResponseReturnValue:
    return _page(edition)


@pages.page("/<slug>/blindness", Permission.CHECK_BLINDNESS, methods=("POST",))
def check_blindness(edition: EditionView) -> ResponseReturnValue:
    """Ask for a check, which runs in the worker; or keep the answers to a question from the judges."""
    if "hide" in request.form:
        return _hide(edition)
    try:
        blind_checks.ask(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except Conflict as problem:
        return _page(edition, sentence(problem)), 409
    flash(gettext("The check has begun. It takes a minute or two: load this page again."), "success")
    return redirect(url_for("office.blindness", slug=edition.slug), 303)


@pages.page("/<slug>/blindness.txt", Permission.SEE_BLINDNESS)
def blindness_report(edition: EditionView) -> ResponseReturnValue:
    """The last report as a file."""
    found = blind_checks.last_report(edition.id)
    if found is None:
        raise NotFound(edition.id)
    response = Response(telling.text(found.report, str(get_locale())), mimetype="text/plain")
    response.headers["Content-Disposition"] = f"attachment; filename={edition.slug}-blindness.txt"
    return response


@pages.page("/<slug>/blindness/publication", Permission.PUBLISH_BLINDNESS, methods=("POST",))
def publish_blindness(edition: EditionView) -> ResponseReturnValue:
    """Put the report of a check on the public page, or take it off; the office goes on to what it sees there."""
    check, who = request.form.get("check", ""), actor.current().account_id
    if check and _tells_leaks(edition, check) and request.form.get("confirmed") != "yes":
        return _page(edition, unconfirmed=True), 422
    if check.isascii() and check.isdigit():
        try:
            blind_checks.publish_report(edition.id, int(check[:9]), actor_id=who, now=clock.now())
        except Conflict as problem:
            return _page(edition, sentence(problem)), 409
        flash(gettext("The report stands on the public page."), "success")
    else:
        blind_checks.withdraw_report(edition.id, actor_id=who, now=clock.now())
        flash(gettext("No report stands on the public page."), "success")
    return redirect(url_for("office.blindness", slug=edition.slug), 303)


def _tells_leaks(edition: EditionView, check: str) -> bool:
    """Tell whether the report that is to be published names leaks: that is asked for once more."""
    newest = blind_checks.last_report(edition.id)
    return newest is not None and check == str(newest.id) and not newest.report["is_clean"]


def _hide(edition: EditionView) -> ResponseReturnValue:
    """Keep the answers to a question from the judges, where so few gave one that it may tell whose a work is."""
    question, reason = request.form["hide"], request.form.get("reason", "")
    try:
        blind_checks.hide_answers(
            edition.id, question, reason=reason, actor_id=actor.current().account_id, now=clock.now()
        )
    except Conflict as problem:
        return _page(edition, sentence(problem)), 409
    except RuleBroken as problem:
        return _page(edition, refused=sentence(problem)), 422
    flash(
        gettext(
            "Judges do not read the answers to “%(question)s”. Prepare the blind copies anew.",
            question=question,
        ),
        "success",
    )
    return redirect(url_for("office.blindness", slug=edition.slug), 303)


def _page(edition: EditionView, problem: str = "", *, refused: str = "", unconfirmed: bool = False) -> str:
    found = blind_checks.last(edition.id)
    newest = blind_checks.last_report(edition.id)
    may_check = allows(Permission.CHECK_BLINDNESS, actor.circumstances(edition))
    return sections.render(
        "office/blindness.html",
        edition,
        found=found,
        newest=newest,
        told=telling.told(newest.report) if newest else None,
        published=blind_checks.published(edition.id),
        problem=problem,
        why=gettext(found.problem) if found and found.problem else "",
        may_publish=allows(Permission.PUBLISH_BLINDNESS, actor.circumstances(edition)),
        is_of_draft=newest is not None and not blind_checks.is_of_the_announced(newest),
        may_check=may_check,
        is_running=found is not None and blind_checks.is_running(found, now=clock.now()),
        unconfirmed=unconfirmed,
        crowds=crowds.of(edition, reads_works=False) if may_check else None,
        may_hide=may_check,
        hiding=request.form.get("hide", ""),
        hiding_reason=request.form.get("reason", ""),
        hiding_problem=refused,
    )
