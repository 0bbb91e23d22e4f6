"""For administrators: the tree of units that people choose theirs from."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import queries as people
from contest.people import service
from contest.web import actor
from contest.web.account.details_forms import UnitForm
from contest.web.account.pages import pages


@pages.page("/administration/units", Permission.MANAGE_UNITS, methods=("GET", "POST"))
def units() -> ResponseReturnValue:
    form = UnitForm()
    if form.validate_on_submit() and form.try_to(lambda: _add(form)):
        flash(gettext("The unit %(name)s is in the tree.", name=form.name.data), "success")
        return redirect(url_for("account.units"), 303)
    listed = people.units()
    return render_template("account/units.html", form=form, units=listed), 422 if form.errors else 200


def _add(form: UnitForm) -> None:
    service.add_unit(
        form.code.data or "",
        form.name.data or "",
        kind=form.kind.data or "",
        parent_id=form.parent,
        actor_id=actor.current().account_id,
        now=clock.now(),
    )
