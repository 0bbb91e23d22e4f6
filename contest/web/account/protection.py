"""How one's own account is protected: the authenticator app, recovery codes, passkeys."""

from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_security.utils import validate_redirect_url
from wtforms import StringField

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import queries, second_factor
from contest.web import actor, limits, sessions
from contest.web.account import factors
from contest.web.account.messages import WRONG_CODE
from contest.web.account.pages import pages
from contest.web.forms import Form, at_most, required

SETTING_UP: Final = "second_factor"  # the secret of the app until it is switched on: in the cookie, encrypted


def _who() -> str:
    return f"account {actor.current().id}"


guarded = limits.guesses(limits.GUESSES_OF_A_PERSON, _who)


class _CodeForm(Form):
    """The code that the app shows now, for the secret that the page is about."""

    code = StringField(lazy_gettext("Code of six digits"), [required(), at_most(20)])
    secret = ""

    def check(self) -> bool:
        """Validate everything; the code last, as it is good for once."""
        if not self.validate_on_submit():
            return False
        if factors.is_code(self.secret, self.code.data or ""):
            return True
        self.code.errors = [gettext(WRONG_CODE)]
        return False


class SetUpForm(_CodeForm):
    """The first code of a new app, and the password."""

    password = factors.password_field()


class PasswordForm(Form):
    """The password once more, before something is taken away."""

    password = factors.password_field()


@pages.page("/protection", Permission.SEE_ACCOUNT)
def protection() -> ResponseReturnValue:
    who = actor.current().account_id
    return render_template(
        "account/protection.html", protection=queries.protection(who), sessions=len(sessions.own(who))
    )


@pages.page("/second-factor", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
@guarded
def second_factor_page() -> ResponseReturnValue:
    """Set the app up; where it is and this session has not shown it yet, ask for a code."""
    who = actor.current().account_id
    kept = second_factor.secret(who)
    if kept is not None:
        return _confirm(kept)
    form = SetUpForm()
    form.secret = session.setdefault(SETTING_UP, _new_secret())
    if not form.check():
        return _set_up(form)
    codes = second_factor.switch_on(who, session.pop(SETTING_UP), session=sessions.token(), now=clock.now())
    return _codes(codes, gettext("Your account is protected by a second factor now."))


def _set_up(form: SetUpForm) -> ResponseReturnValue:
    shown = _factory().fetch_setup_values(form.secret, current_user)
    return (
        render_template(
            "account/second_factor.html",
            form=form,
            qr=shown["image"],
            key=shown["key"],
            going_on=_going_on(),
            has_passkeys=bool(queries.protection(actor.current().account_id).passkeys),
        ),
        422 if form.errors else 200,
    )


def _confirm(kept: str) -> ResponseReturnValue:
    here = sessions.token()
    if here is None or sessions.is_strong():
        return redirect(_going_on() or url_for("account.protection"), 303)
    form = _CodeForm()
    form.secret = kept
    if form.check():
        second_factor.strengthen(here)
        return redirect(_going_on() or url_for("account.protection"), 303)
    return (
        render_template("account/second_factor_code.html", form=form, going_on=_going_on()),
        422 if form.errors else 200,
    )


@pages.page("/second-factor/off", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
@guarded
def second_factor_off() -> ResponseReturnValue:
    """Do without the app, for who knows the password."""
    form = PasswordForm()
    if form.validate_on_submit():
        second_factor.switch_off(actor.current().account_id, now=clock.now())
        flash(
            gettext("The authenticator app is switched off. You sign in with your password alone."), "success"
        )
        return redirect(url_for("account.protection"), 303)
    return render_template("account/second_factor_off.html", form=form), 422 if form.errors else 200


@pages.page("/recovery-codes", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
@guarded
def recovery_codes() -> ResponseReturnValue:
    """Draw new recovery codes and show them once."""
    form = PasswordForm()
    who = actor.current().account_id
    if form.validate_on_submit():
        drawn: list[tuple[str, ...]] = []
        if form.try_to(lambda: drawn.append(second_factor.draw_codes(who, now=clock.now()))):
            return _codes(drawn[0], gettext("The codes that you had before are worthless now."))
    left = queries.protection(who).codes_left
    return render_template("account/recovery_codes.html", form=form, left=left), 422 if form.errors else 200


@pages.page("/passkeys/<int:passkey_id>/remove", Permission.SEE_ACCOUNT, methods=("POST",))
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    second_factor.remove_passkey(actor.current().account_id, passkey_id, now=clock.now())
    flash(gettext("The passkey is removed. It signs nobody in any more."), "success")
    return redirect(url_for("account.protection"), 303)


def _codes(codes: tuple[str, ...], said: str) -> ResponseReturnValue:
    return render_template(
        "account/recovery_codes_shown.html",
        codes=codes,
        said=said,
        going_on=_going_on() or url_for("account.protection"),
    )


def _going_on() -> str:
    """Return where the person came from, on this site; "" where that is nowhere."""
    wanted = request.args.get("next", "")
    return wanted if wanted and validate_redirect_url(wanted) else ""


def _new_secret() -> str:
    return str(_factory().generate_totp_secret())


def _factory() -> Any:  # noqa: ANN401 -- Flask-Security's own
    return current_app.extensions["security"].totp_factory
