"""Another e-mail address for the own account: asked for with the password, taken by a link mailed to it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import EmailField

from contest.access.permissions import Permission
from contest.communications import outbox
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import letters, links, queries
from contest.people.rules import addresses
from contest.web import actor, limits
from contest.web.account import factors
from contest.web.account.details_forms import obeys
from contest.web.account.pages import pages
from contest.web.errors import sentence
from contest.web.forms import Form, required


class AddressForm(Form):
    """The new address, and the password."""

    email = EmailField(lazy_gettext("New e-mail address"), [required(), obeys(addresses.canonical)])
    password = factors.password_field()


class AgreeForm(Form):
    """A button: letters are opened by programs too, which press none."""


def _who() -> str:
    return f"account {actor.current().id}"


@pages.page("/address", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
@limits.guesses(limits.GUESSES_OF_A_PERSON, _who)
@limits.tries("20 per hour", _who)
@limits.tries("5 per hour", limits.typed_address)
def address() -> ResponseReturnValue:
    person = queries.person(actor.current().account_id)
    form = AddressForm()
    if form.validate_on_submit() and form.try_to(lambda: _ask(person.id, form.email.data or "")):
        flash(
            gettext(
                "If nobody else uses %(address)s here, we have sent a message to it. Open the link in it: until"
                " then everything goes to %(old)s.",
                address=form.email.data,
                old=person.email,
            ),
            "info",
        )
        return redirect(url_for("account.home"), 303)
    return (
        render_template(
            "account/address.html", form=form, person=person, waiting=queries.new_address(person.id)
        ),
        422 if form.errors else 200,
    )


def _ask(account_id: int, typed: str) -> None:
    now = clock.now()
    if letters.ask_for_address(account_id, typed, now=now):
        language = queries.person(account_id).language
        outbox.write_to_address("new_address", typed, {"account": account_id}, language=language, now=now)


@pages.page("/address/forget", Permission.SEE_ACCOUNT, methods=("POST",))
def forget_address() -> ResponseReturnValue:
    letters.forget_address(actor.current().account_id)
    flash(gettext("Your address stays as it is. The link that was mailed does not work any more."), "success")
    return redirect(url_for("account.home"), 303)


@pages.page("/address/<token>", Permission.SEE_PUBLIC, methods=("GET", "POST"))
@limits.guesses(limits.GUESSES_OF_A_NETWORK)
def take_address(token: str) -> ResponseReturnValue:
    """Take the new address, for whoever reads what is mailed to it."""
    found = links.read_address(token)
    form = AgreeForm()
    if found is None or queries.new_address(found[0]) != found[1]:
        return render_template("account/link_gone.html", said=sentence(RuleBroken(letters.GONE))), 422
    if form.validate_on_submit():
        _take(*found)
        flash(gettext("Thank you. Everything goes to %(address)s from now on.", address=found[1]), "success")
        return redirect(url_for("account.home"), 303)
    return render_template("account/address_take.html", form=form, address=found[1])


def _take(account_id: int, wanted: str) -> None:
    now = clock.now()
    language = queries.person(account_id).language
    old = letters.take_address(account_id, wanted, now=now)
    outbox.write_to_address("address_changed", old, {"account": account_id}, language=language, now=now)
    actor.forget()
