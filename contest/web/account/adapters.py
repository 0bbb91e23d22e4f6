"""What Flask-Security calls of ours: hashing one password at a time, our password rules, our outbox, our pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Response, make_response, render_template
from flask_babel import gettext
from flask_security import MailUtil, PasswordUtil
from flask_security.mail_util import EmailValidateException
from flask_wtf import FlaskForm
from passlib.context import CryptContext

from contest.communications import outbox
from contest.kernel import clock
from contest.kernel.errors import ContestError, RuleBroken
from contest.people.rules import addresses, passwords
from contest.web.errors import sentence

WAIT_SECONDS: Final = 5

# Which notice goes out where Flask-Security would send a mail of its own.
NOTICES: Final = {
    "welcome": "confirm_address",
    "confirmation_instructions": "confirm_address",
    "welcome_existing": "address_in_use",
    "reset_instructions": "reset_password",
}

_turn = threading.Semaphore(1)


class TooManySignIns(ContestError):
    """More people are signing in than this process can hash passwords for; nothing is lost, they try again."""


class OneAtATime:
    """A password context that hashes one password at a time in this process.

    A hash takes 19 MiB and 28 ms of a core: without the limit a rush of sign-ins made uploads wait 25 s
    (security.md 4.3). Whoever waits too long gives the thread back to those who upload.
    """

    def __init__(self, context: CryptContext) -> None:
        self._context = context

    def hash(self, secret: str | bytes, **options: Any) -> str:  # noqa: ANN401 -- passlib's own signature
        with _in_turn():
            return str(self._context.hash(secret, **options))

    def verify(self, secret: str | bytes, hashed: str) -> bool:
        with _in_turn():
            return bool(self._context.verify(secret, hashed))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- all that costs nothing
        return getattr(self._context, name)


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise TooManySignIns
    try:
        yield
    finally:
        _turn.release()


class Passwords(PasswordUtil):
    """Length and a list of refused passwords; no rules of composition (NIST SP 800-63B-4)."""

    def normalize(self, password: str) -> str:
        """Return the password as it is hashed."""
        return passwords.normal(password)

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002 -- its own signature
        **kwargs: Any,  # noqa: ANN401 -- its own signature
    ) -> tuple[list[str] | None, str]:
        """Return (what is wrong or None, the password as it is hashed)."""
        problem = passwords.problem(password, personal=_personal(kwargs))
        return ([sentence(problem)] if problem else None), passwords.normal(password)


def _personal(known: dict[str, Any]) -> tuple[str, ...]:
    user = known.get("user")
    if user is not None:
        return (user.email, user.full_name)
    return tuple(str(known.get(name) or "") for name in ("email", "full_name"))


class Mails(MailUtil):
    """Puts Flask-Security's mails into the outbox, and has one canonical form of every address."""

    def send_mail(
        self,
        template: str,
        subject: str,  # noqa: ARG002
        recipient: Any,  # noqa: ANN401, ARG002
        sender: Any,  # noqa: ANN401, ARG002
        body: str | None,  # noqa: ARG002
        html: str | None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Write the notice; links are signed when the message is rendered, so none is stored."""
        outbox.write(NOTICES[template.rpartition("/")[2]], kwargs["user"].id, {}, now=clock.now())

    def normalize(self, email: str) -> str:
        """Return the canonical address. Raises EmailValidateException."""
        try:
            return addresses.canonical(email)
        except RuleBroken as error:
            raise EmailValidateException(gettext(error.message, **error.params)) from error

    def validate(self, email: str) -> str:
        """Return the canonical address. Raises EmailValidateException."""
        return self.normalize(email)


def show(template: str, **context: Any) -> Response:  # noqa: ANN401 -- whatever a template needs
    """Render a page of Flask-Security; one whose form has errors is a 422."""
    forms: list[Any] = [value for value in context.values() if isinstance(value, FlaskForm)]
    for form in forms:
        if hasattr(form, "show_slips"):
            form.show_slips()
    answer: Response = make_response(render_template(template, **context))
    if any(form.is_submitted() and form.errors for form in forms):
        answer.status_code = 422
    return answer
