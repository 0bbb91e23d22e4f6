"""Somebody new who came by a letter: a name and a password make an account whose address needs no further proof."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext, lazy_gettext
from flask_security import hash_password, login_user
from flask_security.confirmable import confirm_user
from wtforms import BooleanField, PasswordField, ValidationError

from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules import consent, details, passwords
from contest.web.errors import sentence
from contest.web.forms import Form, LineField, required

NEEDED_CONSENT = next(wanted for wanted in consent.REGISTRATION if wanted.is_needed)


def obey(rule: Callable[[], object]) -> None:
    """Run a rule of ours; what it refuses becomes an error of the field that is being validated."""
    try:
        rule()
    except RuleBroken as error:
        raise ValidationError(sentence(error)) from error


class JoinForm(Form):
    """What everybody new is asked; a form of its own adds what else is needed."""

    full_name = LineField(lazy_gettext("Full name"), [required()])
    password = PasswordField(lazy_gettext("Password"), [required()])
    consent = BooleanField()

    def __init__(self, email: str, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(**kwargs)
        self.email = email
        self.consent.label.text = gettext(NEEDED_CONSENT.text)

    def validate_full_name(self, field: LineField) -> None:
        obey(lambda: details.full_name(field.data or ""))

    def validate_password(self, field: PasswordField) -> None:
        problem = passwords.problem(field.data, personal=(self.email, self.full_name.data or ""))
        if problem is not None:
            raise ValidationError(sentence(problem))

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext(consent.NEEDED))

    @property
    def about(self) -> accounts.Details:
        """What the person told."""
        return accounts.Details(self.full_name.data or "", None, "", None)

    @property
    def agreed(self) -> Mapping[str, str]:
        """Purpose to sentence of what the person agreed to, as it was shown."""
        return {NEEDED_CONSENT.purpose: gettext(NEEDED_CONSENT.text)}


def join(form: JoinForm, *, language: str) -> int:
    """Make the account, its address shown to be the person's own by the letter; the caller signs in with it."""
    if people.by_email(form.email) is not None:
        raise accounts.AddressTaken
    now = clock.now()
    hashed = hash_password(passwords.normal(form.password.data))  # slow: before anything is written
    who = accounts.new_account(form.email, hashed, form.about, language=language, now=now)
    accounts.give_consents(who, form.agreed, language=language, now=now)
    confirm(who)
    return who


def confirm(account_id: int) -> None:
    """Take the address of an account as the person's own."""
    confirm_user(_account(account_id))


def sign_in(account_id: int) -> None:
    """Sign in with an account that was just made, by its password."""
    login_user(_account(account_id), authn_via=["password"])


def _account(account_id: int) -> Any:  # noqa: ANN401 -- Flask-Security's user
    return current_app.extensions["security"].datastore.find_user(id=account_id)
