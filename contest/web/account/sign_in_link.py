"""Signing in by a link in a letter, for people who forget passwords; a second factor is asked for all the same."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_security import login_user
from flask_security.tf_plugin import tf_clean_session
from wtforms import EmailField

from contest.access.permissions import Permission
from contest.communications import outbox
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import letters, links, queries, service
from contest.people.rules import addresses
from contest.platform import jobs
from contest.web import actor, limits
from contest.web.account.address import AgreeForm
from contest.web.account.details_forms import obeys
from contest.web.account.pages import pages
from contest.web.errors import sentence
from contest.web.forms import Form, required

HOME = "account.home"


class LinkForm(Form):
    """The address to send a link to."""

    email = EmailField(lazy_gettext("E-mail address"), [required(), obeys(addresses.canonical)])


@pages.page("/sign-in/link", Permission.SEE_PUBLIC, methods=("GET", "POST"))
@limits.tries("30 per hour")
@limits.tries("5 per hour", limits.typed_address)
def ask_for_link() -> ResponseReturnValue:
    """Send a link; answered alike, with as much work, whether the address is known or not."""
    if actor.current().is_signed_in:
        return redirect(url_for(HOME))
    form = LinkForm()
    if form.validate_on_submit():
        _send(form.email.data or "")
        flash(
            gettext(
                "If there is an account for %(email)s, we have sent a message with a link to it. The link is good"
                " for 15 minutes. Look into the folder for unwanted mail too.",
                email=form.email.data,
            ),
            "info",
        )
        return redirect(url_for("security.login"), 303)
    return render_template("account/link_ask.html", form=form), 422 if form.errors else 200


def _send(email: str) -> None:
    now = clock.now()
    service.note_mail_request("sign-in", now=now)
    person = queries.by_email(email)
    if person is not None:
        outbox.write("sign_in_link", person.id, {}, now=now)
    jobs.poke("deliver_mail")


@pages.page("/sign-in/link/<token>", Permission.SEE_PUBLIC, methods=("GET", "POST"))
@limits.guesses(limits.GUESSES_OF_A_NETWORK)
def use_link(token: str) -> ResponseReturnValue:
    """Sign in with the link, once. Looking at it uses nothing: programs that open letters do that too."""
    if actor.current().is_signed_in:
        return redirect(url_for(HOME))
    found = links.read_sign_in(token)
    form = AgreeForm()
    if found is None or not letters.is_good(*found):
        return _gone()
    if not form.validate_on_submit():
        return render_template("account/link_use.html", form=form, person=queries.person(found[0]))
    try:
        letters.use_link(*found, now=clock.now())
    except RuleBroken:  # another click was faster
        return _gone()
    return _sign_in(found[0])


def _gone() -> ResponseReturnValue:
    return render_template("account/link_gone.html", said=sentence(RuleBroken(letters.GONE))), 422


def _sign_in(account_id: int) -> ResponseReturnValue:
    security: Any = current_app.extensions["security"]
    account = security.datastore.find_user(id=account_id)
    tf_clean_session()
    further: ResponseReturnValue | None = security.two_factor_plugins.tf_enter(account, False, "email", None)
    if further is not None:
        return further
    login_user(account, authn_via=["email"])
    return redirect(url_for(HOME), 303)
