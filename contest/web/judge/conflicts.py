"""Where a judge declares units whose essays the judge must not read."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.assignment import queries, service
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.web import actor
from contest.web.errors import sentence
from contest.web.judge.pages import pages


@pages.page("/<slug>/conflicts", Permission.SEE_DESK, methods=("GET", "POST"))
def conflicts(edition: EditionView) -> ResponseReturnValue:
    """Declare a unit; what is declared stays, because essays were kept away for it."""
    judge_id = actor.current().account_id
    problem = None
    if request.method == "POST":
        try:
            service.declare_conflict(edition.id, judge_id=judge_id, unit_id=_unit(), now=clock.now())
        except (RuleBroken, NotFound) as error:
            problem = (
                sentence(error) if isinstance(error, RuleBroken) else gettext("Choose a unit from the list.")
            )
        else:
            flash(gettext("Declared. Essays of that unit will not be given to you."), "success")
            return redirect(url_for("judge.conflicts", slug=edition.slug), 303)
    declared = queries.declared(edition.id, judge_id)
    units = people.units()
    page = render_template(
        "judge/conflicts.html",
        edition=edition,
        units=units,
        declared=[unit for unit in units if unit.id in declared],
        problem=problem,
    )
    return page, 422 if problem else 200


def _unit() -> int:
    sent = request.form.get("unit_id", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
