"""More time for one author after the closing time: given by address with a reason, seen as a list, taken back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.editions import late, permitting, queries
from contest.editions.queries import EditionView
from contest.editions.rules.phases import REASON
from contest.kernel import clock
from contest.web import actor
from contest.web.forms import Form, InstantField, LineField, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.pages import pages


class LateForm(Form):
    """Who gets more time, until when, and why."""

    email = LineField(lazy_gettext("E-mail address of the author"), [required(), at_most(254)])
    until = InstantField(lazy_gettext("May hand in until"), [required()])
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(REASON[1])])


@pages.page("/<slug>/late", Permission.PERMIT_LATE, methods=("GET", "POST"))
def late_permissions(edition: EditionView) -> ResponseReturnValue:
    form = LateForm()
    who, now = actor.current().account_id, clock.now()
    if form.validate_on_submit() and form.try_to(
        lambda: permitting.permit(
            edition.id,
            form.email.data or "",
            form.until.instant(edition.zone),
            reason=form.reason.data or "",
            actor_id=who,
            now=now,
        )
    ):
        flash(gettext("The author has more time now and is told so by mail."), "success")
        return redirect(url_for("office.late_permissions", slug=edition.slug), 303)
    page = sections.render(
        "office/late.html",
        edition,
        form=form,
        given=late.given(edition.id),
        now=now,
        may_give=queries.rounds(edition.id)[0].state == "waiting",
    )
    return page, 422 if form.errors else 200


@pages.page("/<slug>/late/take-back", Permission.PERMIT_LATE, methods=("POST",))
def late_take_back(edition: EditionView) -> ResponseReturnValue:
    permitting.take_back(
        edition.id, request.form.get("key", ""), actor_id=actor.current().account_id, now=clock.now()
    )
    flash(gettext("Taken back. What was handed in until now stays."), "success")
    return redirect(url_for("office.late_permissions", slug=edition.slug), 303)
