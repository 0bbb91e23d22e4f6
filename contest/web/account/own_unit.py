"""The page of a unit's contact: how many works came from the unit, and who agreed to be shown."""

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import papers, roster
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.people import queries as people
from contest.reports import own_unit as reports
from contest.web import actor, wording
from contest.web.account.pages import pages
from contest.web.templating import use_zone


@pages.page("/units/<slug>/own", Permission.SEE_OWN_UNIT)
def own_unit(edition: EditionView) -> ResponseReturnValue:
    use_zone(edition.zone)
    unit_id = roster.contact_unit(actor.current().account_id, edition.id)
    today = clock.now().astimezone(edition.zone).date()
    return render_template(
        "account/own_unit.html",
        edition=edition,
        unit=people.unit_name(unit_id),
        counts=reports.own_unit(edition.id, unit_id, on=today),
        fewest=reports.FEWEST,
        may_send_lists=papers.of(edition.id).unit_lists,
        wording=wording,
    )
