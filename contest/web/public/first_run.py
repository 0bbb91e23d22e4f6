"""The page of an empty installation: with the code from the terminal it makes the first organiser."""

from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_security import login_user
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import first_run as setting_up
from contest.people import queries as people
from contest.settings import Settings
from contest.web import actor, limits, templating
from contest.web.forms import Form, LineField, required
from contest.web.public.pages import pages

CLOSED_WHILE_EMPTY = ("/", "/account/register")


class FirstRunForm(Form):
    """The first organiser, who is the administrator of the installation too."""

    code = LineField(lazy_gettext("Code from the terminal"), [required()])
    full_name = LineField(lazy_gettext("Full name"), [required()])
    email = EmailField(lazy_gettext("E-mail address"), [required()])
    password = PasswordField(lazy_gettext("Password"), [required()])
    password_confirm = PasswordField(
        lazy_gettext("The same password again"),
        [required(), EqualTo("password", lazy_gettext("The two passwords differ. Type both again."))],
    )


@pages.page("/first-run", Permission.SET_UP_INSTALLATION, methods=("GET", "POST"))
@limits.guesses(limits.GUESSES_OF_A_PERSON)
def first_run() -> ResponseReturnValue:
    form = FirstRunForm()
    made: list[int] = []
    if form.validate_on_submit() and form.try_to(lambda: made.append(_set_up(form))):
        _sign_in(made[0])
        flash(
            gettext("This installation is yours now. Add the units first, then create a contest."), "success"
        )
        return redirect(url_for("account.administration"), 303)
    return render_template("public/first_run.html", form=form), 422 if form.errors else 200


def _set_up(form: FirstRunForm) -> int:
    settings: Settings = current_app.extensions["contest_settings"]
    return setting_up.set_up(
        Path(settings.instance),
        form.code.data or "",
        form.email.data,
        form.full_name.data or "",
        form.password.data,
        language=templating.language(settings),
        now=clock.now(),
    )


def _sign_in(account_id: int) -> None:
    account: Any = current_app.extensions["security"].datastore.find_user(id=account_id)
    login_user(account, authn_via=["first-run"])


@pages.blueprint.before_app_request
def lead_to_first_run() -> ResponseReturnValue | None:
    """Lead from the landing page of an empty installation to the page that sets it up.

    Nobody registers before: the first account would close that page, and no administrator could be made any more.
    """
    if request.path not in CLOSED_WHILE_EMPTY or actor.current().is_signed_in or not people.is_empty():
        return None
    return redirect(url_for("public.first_run"))
