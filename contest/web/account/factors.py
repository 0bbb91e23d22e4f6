"""Codes of an authenticator app, recovery codes and passkeys: Flask-Security's machinery on our tables and rules."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

import segno
from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from flask_security import forms as security
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.tf_plugin import tf_clean_session
from flask_security.utils import validate_redirect_url
from flask_security.webauthn import (
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
)
from passlib.totp import TOTP
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import Field, HiddenField, PasswordField, StringField, ValidationError

from contest.kernel import clock, text
from contest.kernel.errors import RuleBroken
from contest.people import second_factor
from contest.platform.crypto import Keyring
from contest.settings import Settings
from contest.web import actor
from contest.web.account.messages import WRONG_PASSWORD
from contest.web.errors import sentence
from contest.web.forms import Form, LineField, at_most, required

NAME: Final = "Contest"
NAME_LENGTH: Final = 64
# What Flask-Security brings and we do otherwise or not at all.
CLOSED: Final = (
    "two_factor_setup",
    "two_factor_setup_validate",
    "two_factor_rescue",
    "tf_select",
    "mf_recovery_codes",
    "wan_delete",
)


def settings(ours: Settings) -> dict[str, Any]:
    """Return the settings of Flask-Security for all this."""
    return {
        "SECURITY_TWO_FACTOR": True,
        # Read by its own page to set one up alone, which is closed; the app by its name would ask for another package
        # that draws QR codes.
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["email"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # the code before and the code after are taken
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TOTP_SECRETS": {"1": Keyring(ours.secrets).derived("authenticator app")},
        "SECURITY_TOTP_ISSUER": NAME,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": NAME,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
        "SECURITY_WAN_ALLOW_USER_HINTS": False,  # they would tell who has a passkey here
        "SECURITY_WAN_REGISTER_URL": "/passkeys/new",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_POST_REGISTER_VIEW": "/account/protection",
        "SECURITY_WAN_REGISTER_TIMEOUT": 300_000,  # milliseconds: it is read by people who do it the first time
        "SECURITY_WAN_SIGNIN_TIMEOUT": 120_000,
        "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=3),
    }


def helpers() -> dict[str, Any]:
    """Return what takes the place of Flask-Security's own; it listens to these only when it is made."""
    return {
        "totp_cls": Codes,
        "mf_recovery_codes_util_cls": RecoveryCodes,
        "webauthn_util_cls": Passkeys,
    }


def forms() -> dict[str, Any]:
    """Return the forms that take the place of Flask-Security's own."""
    return {
        "two_factor_verify_code_form": CodeForm,
        "two_factor_rescue_form": RescueForm,
        "mf_recovery_form": RecoveryForm,
        "wan_register_form": PasskeyForm,
        "wan_register_response_form": PasskeyMadeForm,
        "wan_signin_form": PasskeySignInForm,
        "wan_signin_response_form": PasskeyUsedForm,
    }


def afresh(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Forget a password that was given and whose second factor is wanting: a passkey is a way of its own."""

    @wraps(view)
    def begun(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
        tf_clean_session()
        return view(**values)

    return begun


def once(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Lead away who is signed in already: a code page left open in another window would sign them out."""

    @wraps(view)
    def asked(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
        if actor.current().is_signed_in:
            return redirect(url_for("account.home"))
        return view(**values)

    return asked


def pending() -> str:
    """Return a key for whoever has given the password and not yet the second factor."""
    return f"second factor of {session.get('tf_user_id', 'nobody')}"


# --- the authenticator app -----------------------------------------------------------------------------------------


class Codes(Totp):
    """Takes every code once, and draws the QR code on this machine."""

    def __init__(self, secrets: Mapping[str, str], issuer: str) -> None:
        # Each secret of an app is locked with this installation's key of 32 random bytes. Nobody can guess that, so
        # the key is not stretched by 16,384 rounds, as a password would be; what was locked so still opens.
        self._totp = TOTP.using(secrets=secrets, encrypt_cost=0, issuer=issuer)

    def get_last_counter(self, user: Any) -> int | None:  # noqa: ANN401 -- Flask-Security's user
        return second_factor.last_counter(user.id)

    def set_last_counter(self, user: Any, tmatch: Any) -> None:  # noqa: ANN401
        second_factor.note_counter(user.id, tmatch.counter)

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return an address that an img element takes, without leaving the page."""
        code = segno.make(self.get_totp_uri(username, totp), micro=False)
        return str(code.svg_data_uri(scale=5, border=4, light="#fff"))


class CodeForm(Form, security.TwoFactorVerifyCodeForm):
    """The code of the app."""

    code = StringField(lazy_gettext("Code of six digits"), [required(), at_most(20)])
    submit = None


class _Offers(HiddenField):
    """Takes what Flask-Security offers for help; our page offers the recovery codes by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, **kwargs)
        self.choices: list[Any] = []


class RescueForm(Form):
    """What Flask-Security makes beside the code's form; never shown and never sent."""

    help_setup = _Offers()


def is_code(secret: str, typed: str) -> bool:
    """Tell whether the app with this secret shows this code now; it is taken once."""
    state: Any = current_app.extensions["security"]
    return bool(
        state.totp_factory.verify_totp(
            token=typed,
            totp_secret=secret,
            user=current_user,
            window=current_app.config["SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY"],
        )
    )


def own_password(_: Form, field: PasswordField) -> None:
    """Check that this is the present password of who asks."""
    if not current_user.verify_and_update_password(field.data or ""):
        raise ValidationError(gettext(WRONG_PASSWORD))


def password_field() -> PasswordField:
    """Return a field that asks who is signed in for the password once more."""
    return PasswordField(lazy_gettext("Present password"), [required(), at_most(4096), own_password])


# --- recovery codes ------------------------------------------------------------------------------------------------


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes as hashes."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def check_recovery_code(self, user: Any, code: str) -> bool:  # noqa: ANN401
        return second_factor.has_code(user.id, code)

    def delete_recovery_code(self, user: Any, code: str) -> bool:  # noqa: ANN401
        return second_factor.use_code(user.id, code, now=clock.now())


class RecoveryForm(Form, MfRecoveryForm):
    """A recovery code."""

    code = StringField(lazy_gettext("Recovery code"), [required(), at_most(64)])
    submit = None


# --- passkeys ------------------------------------------------------------------------------------------------------


class Passkeys(WebauthnUtil):
    """Passkeys that need no name typed and ask for finger, face or PIN: password and second factor in one."""

    def origin(self) -> str:
        """Return scheme and host of this site as browsers see them: behind a proxy the settings know of https."""
        ours: Settings = current_app.extensions["contest_settings"]
        known = ours.base_url or ""
        return known if urlsplit(known).netloc == request.host else request.host_url.rstrip("/")

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ANN401, ARG002
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:  # noqa: ANN401, ARG002
        return UserVerificationRequirement.REQUIRED

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """Return (what is wrong or None, the name as it is kept): any text of one line."""
        try:
            name = text.one_line(value)
        except RuleBroken as error:
            return sentence(error), None
        if not name:
            return gettext("Please fill in this field."), None
        return None, name


class PasskeyForm(Form, WebAuthnRegisterForm):
    """A name for a new passkey, and the password: a stranger at an open desk must not leave a key behind."""

    name = LineField(lazy_gettext("Name of the passkey"), [required(), at_most(NAME_LENGTH)])
    password = password_field()
    usage = HiddenField()
    submit = None

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 -- WTForms' own signature
        self.usage.data = "first"
        return bool(super().validate(**kwargs))


class PasskeyMadeForm(Form, WebAuthnRegisterResponseForm):
    """What the browser gives when it has made a passkey."""

    submit = None


class PasskeySignInForm(Form, WebAuthnSigninForm):
    """The wish to sign in with a passkey."""

    identity = HiddenField()
    remember = HiddenField()
    submit = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, **kwargs)
        self.next.data = _on_this_site(self.next.data or request.args.get("next", ""))

    def validate_next(self, field: Field) -> None:
        """Say nothing of an address that led elsewhere: it is forgotten already."""


def _on_this_site(wanted: str) -> str:
    return wanted if wanted and validate_redirect_url(wanted) else ""


class PasskeyUsedForm(Form, WebAuthnSigninResponseForm):
    """What the browser gives when a passkey was used."""

    submit = None

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 -- WTForms' own signature
        # Flask-Security notes that an account is closed, and goes on.
        return bool(super().validate(**kwargs)) and not self.errors
