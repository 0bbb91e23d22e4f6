"""Works on paper become one's own: by number and code of the receipt, or by the address that stands on them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.entries import claiming
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.web import actor, limits
from contest.web.author.pages import pages
from contest.web.forms import Form, LineField, at_most, required


class ClaimForm(Form):
    """What stands on the receipt."""

    number = LineField(lazy_gettext("Number of the receipt"), [required(), at_most(40)])
    code = LineField(lazy_gettext("Code"), [required(), at_most(40)])


def _who() -> str:
    return str(actor.current().account_id)


@pages.page("/claim", Permission.WRITE_ENTRY, methods=("GET", "POST"))
@limits.guesses(limits.GUESSES_OF_A_PERSON, _who)
@limits.guesses(limits.GUESSES_OF_A_NETWORK)
def claim() -> ResponseReturnValue:
    """Take over the works of whom the receipt names; a printed link fills the form in."""
    form = ClaimForm()
    if not form.is_submitted():
        form.number.data, form.code.data = (request.args.get(name, "")[:40] for name in ("number", "code"))
    elif form.validate():
        taken: list[str] = []
        who, now = actor.current().account_id, clock.now()
        if form.try_to(
            lambda: taken.append(
                claiming.by_code(form.number.data or "", form.code.data or "", account_id=who, now=now)
            )
        ):
            flash(gettext("The work stands among your entries now."), "success")
            return redirect(url_for("author.last_receipt", key=taken[0]), 303)
    return render_template("author/claim.html", form=form), 422 if form.errors else 200


@pages.page("/claim/answer", Permission.WRITE_ENTRY, methods=("POST",))
def claim_answer() -> ResponseReturnValue:
    """Say of a work on paper with one's own address whether it is one's own."""
    typed, who, now = request.form.get("person", ""), actor.current().account_id, clock.now()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise NotFound(typed)
    if request.form.get("answer") == "mine":
        claiming.by_address(int(typed), account_id=who, now=now)
        flash(gettext("The work stands among your entries now."), "success")
    else:
        claiming.deny(int(typed), account_id=who, now=now)
        flash(gettext("Thank you. The secretariat will not ask you about it again."), "success")
    return redirect(url_for("author.entries"), 303)
