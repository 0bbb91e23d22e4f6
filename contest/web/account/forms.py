"""Forms of signing up, signing in and passwords: ours in labels and rules, Flask-Security's in what they do."""

from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext
from flask_security import forms as security
from flask_security import hash_password
from flask_security.utils import validate_redirect_url
from wtforms import BooleanField, EmailField, Field, PasswordField, ValidationError
from wtforms.validators import EqualTo

from contest.people.rules import addresses, consent
from contest.web.account.details_forms import DetailsForm, obeys
from contest.web.forms import Form, at_most, required

ADDRESS = lazy_gettext("E-mail address")
DIFFER = EqualTo("password", lazy_gettext("The two passwords differ. Type both again."))
AGAIN = lazy_gettext("The same password again")
NEW = lazy_gettext("New password")


class RegisterForm(DetailsForm, security.RegisterFormV2):
    """Registration. Only mistakes are said; that an address is taken is told by mail to whoever owns it."""

    email = EmailField(
        ADDRESS, [required(), security.EmailValidation(verify=True), security.unique_user_email]
    )
    password = PasswordField(lazy_gettext("Password"), [required()])
    password_confirm = PasswordField(AGAIN, [required(), DIFFER])
    consent_contest = BooleanField()
    consent_publication = BooleanField()
    language = None
    submit = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, **kwargs)
        for wanted in consent.REGISTRATION:
            self[f"consent_{wanted.purpose}"].label.text = gettext(wanted.text)

    def validate_consent_contest(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext(consent.NEEDED))

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Return what the new account is made of."""
        return {**super().to_dict(only_user), "unit_id": self.chosen_unit}


class _Guarded(Form):
    """A form that must not tell whether an account exists: only mistakes of typing are said beside a field.

    Flask-Security wipes the messages of the fields that could tell. What is plainly mistyped is found before it
    looks, kept in `slips`, and put beside its field again by `show_slips`.
    """

    email: EmailField
    slips: dict[str, str]
    form_errors: list[str]

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 -- WTForms' own signature
        self.slips = {
            name: slip for name in ("email", "password") if name in self and (slip := self._slip(name))
        }
        if self.slips:
            self.form_errors.append(next(iter(self.slips.values())))
            return False
        return bool(super().validate(**kwargs))

    def _slip(self, name: str) -> str:
        typed = self[name].data or ""
        if not typed.strip():
            return str(gettext("Please fill in this field."))
        if name == "email":
            try:
                obeys(addresses.canonical)(self, self.email)
            except ValidationError as error:
                return str(error)
        return ""

    def show_slips(self) -> None:
        """Put the mistakes of typing beside their fields, instead of at the top."""
        for name, slip in getattr(self, "slips", {}).items():
            self[name].errors = [slip]
            self.form_errors = []


class LoginForm(_Guarded, security.LoginForm):
    """Signing in. There is no "remember me": such a cookie would outlive signing out."""

    email = EmailField(ADDRESS, [security.EmailValidation(verify=False)])
    password = PasswordField(lazy_gettext("Password"))
    remember = None
    submit = None

    def validate_next(self, field: Field) -> None:
        """Forget an address that leads elsewhere, without a word: whoever made the link is not who reads it."""
        if not (field.data and validate_redirect_url(field.data)):
            field.data = url_for("account.home")  # or one would be led back here after the second factor


class ForgotPasswordForm(_Guarded, security.ForgotPasswordForm):
    """Asking for a new password."""

    email = EmailField(ADDRESS, [security.EmailValidation(verify=True), security.valid_user_email])
    submit = None

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 -- WTForms' own signature
        known = super().validate(**kwargs)
        if known:
            hash_password("as long as for an address that is not known")
        return known


class SendConfirmationForm(_Guarded, security.SendConfirmationForm):
    """Asking for the link of confirmation again."""

    email = EmailField(ADDRESS, [security.EmailValidation(verify=True), security.valid_user_email])
    submit = None


class ResetPasswordForm(Form, security.ResetPasswordForm):
    """Setting a new password with the link from a mail."""

    password = PasswordField(NEW, [required()])
    password_confirm = PasswordField(AGAIN, [required(), DIFFER])
    submit = None


class ChangePasswordForm(Form, security.ChangePasswordForm):
    """Changing the own password. At most the present one is wrong, or the new one not good enough."""

    password = PasswordField(lazy_gettext("Present password"), [required(), at_most(4096)])
    new_password = PasswordField(NEW, [required()])
    new_password_confirm = PasswordField(
        AGAIN,
        [required(), EqualTo("new_password", lazy_gettext("The two passwords differ. Type both again."))],
    )
    submit = None


def consents_given(form_data: dict[str, Any]) -> dict[str, str]:
    """Return purpose to sentence for every ticked consent, the sentence as it was shown."""
    return {
        wanted.purpose: gettext(wanted.text)
        for wanted in consent.REGISTRATION
        if form_data.get(f"consent_{wanted.purpose}")
    }
