"""Lists of works that units send with a ZIP of files: looked through, confirmed, taken in row by row, reported."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.kernel.errors import Conflict, NotFound
from contest.web import actor, errors
from contest.web import unit_lists as shared
from contest.web.downloads import attachment
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.unit_lists import Desk, ListForm

PATH = "/<slug>/unit-lists"


@pages.page(PATH, Permission.TAKE_IN_PAPER, methods=("GET", "POST"))
def unit_lists(edition: EditionView) -> ResponseReturnValue:
    """Look a list through; nothing is taken in before it is confirmed."""
    form, desk = ListForm(), _desk(edition)
    found: list[str] = []
    if form.validate_on_submit() and form.try_to(lambda: found.append(desk.look_through(form))):
        return redirect(url_for("office.unit_list", slug=edition.slug, key=found[0]), 303)
    if not form.is_submitted():
        form.arrived.data = shared.today(edition)
    page = sections.render(
        "office/unit_lists.html", edition, form=form, **shared.listing(desk, form, _address(edition))
    )
    return page, 422 if form.is_submitted() else 200


@pages.page(f"{PATH}/template-<which>.xlsx", Permission.TAKE_IN_PAPER)
def unit_list_template(edition: EditionView, which: str) -> ResponseReturnValue:
    """Send an empty list with its headings and the categories of the contest."""
    if which not in {"forwarded", "received"}:
        raise NotFound(which)
    return attachment(shared.template(edition, which), f"{edition.slug}-{which}", "xlsx")


@pages.page(f"{PATH}/<key>", Permission.TAKE_IN_PAPER)
def unit_list(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show what was found in a list, then how far it has come."""
    return _page(edition, key, 200)


def _page(edition: EditionView, key: str, status: int, problem: str = "") -> ResponseReturnValue:
    desk = _desk(edition)
    shown = shared.one(desk, key, _address(edition))
    return sections.render(
        "office/unit_list.html", edition, here_in_menu="office.unit_lists", problem=problem, **shown
    ), status


@pages.page(f"{PATH}/<key>/confirm", Permission.TAKE_IN_PAPER, methods=("POST",))
def unit_list_confirm(edition: EditionView, key: str) -> ResponseReturnValue:
    try:
        _desk(edition).confirm(key)
    except Conflict as error:
        return _page(edition, key, 409, errors.sentence(error))
    return redirect(url_for("office.unit_list", slug=edition.slug, key=key), 303)


@pages.page(f"{PATH}/<key>/drop", Permission.TAKE_IN_PAPER, methods=("POST",))
def unit_list_drop(edition: EditionView, key: str) -> ResponseReturnValue:
    _desk(edition).drop(key)
    flash(gettext("Put aside. Nothing of the list was taken in, and its files are deleted."), "success")
    return redirect(url_for("office.unit_lists", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>/report.xlsx", Permission.TAKE_IN_PAPER)
def unit_list_report(edition: EditionView, key: str) -> ResponseReturnValue:
    return attachment(shared.report(_desk(edition), key), f"{edition.slug}-list", "xlsx")


def _desk(edition: EditionView) -> Desk:
    return Desk(edition, actor.current().account_id)


def _address(edition: EditionView) -> shared.Address:
    return shared.Address("office.unit_list", edition.slug)
