"""Lists of works that the contact of a unit sends for it and the units below, where the contest lets contacts do so."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions import papers, roster
from contest.editions.queries import EditionView
from contest.kernel.errors import Conflict, NotFound
from contest.people import members
from contest.people import queries as people
from contest.web import actor, errors
from contest.web import unit_lists as shared
from contest.web.account.pages import pages
from contest.web.downloads import attachment
from contest.web.templating import use_zone
from contest.web.unit_lists import Desk, ListForm

PATH = "/units/<slug>/lists"


@pages.page(PATH, Permission.SEE_OWN_UNIT, methods=("GET", "POST"))
def own_lists(edition: EditionView) -> ResponseReturnValue:
    """Look a list through; nothing is taken in before it is confirmed."""
    desk, form = _desk(edition), ListForm()
    found: list[str] = []
    if form.validate_on_submit() and form.try_to(lambda: found.append(desk.look_through(form))):
        return redirect(url_for("account.own_list", slug=edition.slug, key=found[0]), 303)
    if not form.is_submitted():
        form.arrived.data = shared.today(edition)
    shown = shared.listing(desk, form, _address(edition))
    page = render_template("account/own_lists.html", edition=edition, unit=_unit(edition), form=form, **shown)
    return page, 422 if form.is_submitted() else 200


@pages.page(f"{PATH}/template-<which>.xlsx", Permission.SEE_OWN_UNIT)
def own_list_template(edition: EditionView, which: str) -> ResponseReturnValue:
    """Send an empty list with its headings and the categories of the contest."""
    if which not in {"forwarded", "received"}:
        raise NotFound(which)
    return attachment(shared.template(edition, which), f"{edition.slug}-{which}", "xlsx")


@pages.page(f"{PATH}/<key>", Permission.SEE_OWN_UNIT)
def own_list(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show what was found in a list, then how far it has come."""
    return _page(edition, key, 200)


def _page(edition: EditionView, key: str, status: int, problem: str = "") -> ResponseReturnValue:
    shown = shared.one(_desk(edition), key, _address(edition))
    page = render_template(
        "account/own_list.html", edition=edition, unit=_unit(edition), problem=problem, **shown
    )
    return page, status


@pages.page(f"{PATH}/<key>/confirm", Permission.SEE_OWN_UNIT, methods=("POST",))
def own_list_confirm(edition: EditionView, key: str) -> ResponseReturnValue:
    try:
        _desk(edition).confirm(key)
    except Conflict as error:
        return _page(edition, key, 409, errors.sentence(error))
    return redirect(url_for("account.own_list", slug=edition.slug, key=key), 303)


@pages.page(f"{PATH}/<key>/drop", Permission.SEE_OWN_UNIT, methods=("POST",))
def own_list_drop(edition: EditionView, key: str) -> ResponseReturnValue:
    _desk(edition).drop(key)
    flash(gettext("Put aside. Nothing of the list was taken in, and its files are deleted."), "success")
    return redirect(url_for("account.own_lists", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>/report.xlsx", Permission.SEE_OWN_UNIT)
def own_list_report(edition: EditionView, key: str) -> ResponseReturnValue:
    return attachment(shared.report(_desk(edition), key), f"{edition.slug}-list", "xlsx")


def _desk(edition: EditionView) -> Desk:
    """Return the contact's lists of the own unit and all below it. Raises NotFound where contacts send none."""
    if not papers.of(edition.id).unit_lists:
        raise NotFound(edition.slug)
    use_zone(edition.zone)
    who = actor.current().account_id
    unit_id = roster.contact_unit(who, edition.id)
    return Desk(edition, who, members.domain(unit_id, shared.today(edition)))


def _unit(edition: EditionView) -> str:
    return people.unit_name(roster.contact_unit(actor.current().account_id, edition.id))


def _address(edition: EditionView) -> shared.Address:
    return shared.Address("account.own_list", edition.slug)
