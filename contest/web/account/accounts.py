"""Accounts by Flask-Security: its settings, its pages behind our limits, and what we do when it has done something.

One may write and submit at once after registering, before the address is confirmed; so whoever registers an address
that is free is signed in, and whoever registers one that is taken is not. The answer to the form is the same in both
cases, in status, words, address and work done, and the owner of the address is told by mail. What stays is that the
next page asks the second to sign in: a stranger can learn by it, at the price of an account made and a mail sent to
the owner for each free address tried, and at most 100 an hour. Asking for confirmation first would close that, and
would shut out on the last evening those whose mail is slow.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from flask import Flask, Response, abort, request, session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_security import Security
from flask_security.signals import (
    password_changed,
    password_reset,
    user_confirmed,
    user_registered,
    wan_registered,
)

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import queries, second_factor, service
from contest.people.datastore import AccountDatastore
from contest.people.rules import passwords
from contest.platform import edge, jobs
from contest.settings import LANGUAGES, ROOT, Settings
from contest.web import actor, errors, limits, sessions
from contest.web.account import adapters, factors, forms, messages

# OWASP's minimum (security.md 4.4); the library's default costs ten times as much and stops a rush of sign-ins.
ARGON2: Final = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
HOME: Final = "/account/"
View = Callable[..., ResponseReturnValue]


def init_app(app: Flask, settings: Settings) -> None:
    """Set up accounts and the limits on guessing."""
    _configure(app, settings)
    limits.init_app(app, settings)
    security = Security(
        mail_util_cls=adapters.Mails, password_util_cls=adapters.Passwords, **factors.helpers()
    )
    security.init_app(
        app,
        AccountDatastore(),
        render_template=adapters.show,
        register_form=forms.RegisterForm,
        login_form=forms.LoginForm,
        forgot_password_form=forms.ForgotPasswordForm,
        reset_password_form=forms.ResetPasswordForm,
        change_password_form=forms.ChangePasswordForm,
        send_confirmation_form=forms.SendConfirmationForm,
        **factors.forms(),
    )
    security.pwd_context = adapters.OneAtATime(security.pwd_context)
    security.want_json(lambda _: False)
    security.login_manager.request_loader(lambda _: None)  # no sign-in by token
    app.before_request(_forms_only)
    app.after_request(_leave_nothing_behind)
    app.register_error_handler(adapters.TooManySignIns, _too_many_sign_ins)
    _guard_views(app)
    _listen(app)


def _leave_nothing_behind(response: Response) -> Response:
    """Have the browser forget unsent texts (static/js/keeping.js) when somebody signs out: others may use it next."""
    if request.endpoint == "security.logout" and request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secrets.password_salt,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- the name of a method
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        # Of what stands in signed tokens: a hash of a hash, or of an address in a mail to that address. The default
        # takes 250 ms, by which one could tell at "new password" whether an address is known.
        SECURITY_HASHING_SCHEMES=["hex_sha256"],
        SECURITY_DEPRECATED_HASHING_SCHEMES=[],
        SECURITY_PASSWORD_LENGTH_MIN=passwords.SHORTEST,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": _identity, "case_insensitive": False}}],
        SECURITY_EMAIL_PLAINTEXT=False,  # our notices take the place of its mails
        SECURITY_EMAIL_HTML=False,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL=False,
        SECURITY_REGISTERABLE=True,
        SECURITY_CONFIRMABLE=True,
        SECURITY_LOGIN_WITHOUT_CONFIRMATION=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_CONFIRM_EMAIL_WITHIN=timedelta(days=5),
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_DATETIME_FACTORY=_now,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_FRESHNESS=timedelta(-1),  # no page asks for a second sign-in yet
        SECURITY_I18N_DOMAIN="messages",
        SECURITY_I18N_DIRNAME=[str(ROOT / "contest" / "translations")],
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        **_addresses(),
        **factors.settings(settings),
        **messages.settings(),
    )


def _addresses() -> dict[str, Any]:
    return {
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_REGISTER_URL": "/register",
        "SECURITY_RESET_URL": "/recover",
        "SECURITY_CHANGE_URL": "/password",
        "SECURITY_CONFIRM_URL": "/confirm",
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_POST_LOGIN_VIEW": HOME,
        "SECURITY_POST_REGISTER_VIEW": HOME,
        "SECURITY_POST_CONFIRM_VIEW": HOME,
        "SECURITY_CONFIRM_ERROR_VIEW": HOME,
        "SECURITY_POST_CHANGE_VIEW": HOME,
        "SECURITY_POST_RESET_VIEW": "/account/sign-in",
    }


def _now() -> datetime:
    return clock.now()


def _identity(typed: str) -> str | None:
    person = queries.by_email(typed)
    return person.email if person else None


# --- its pages -----------------------------------------------------------------------------------------------------


def _forms_only() -> None:
    # Flask-Security would take JSON as well, whose values need not be text. Ours are forms.
    if request.is_json and (request.endpoint or "").startswith("security."):
        abort(415)


def _guard_views(app: Flask) -> None:
    views = app.view_functions
    per_person, per_network = limits.GUESSES_OF_A_PERSON, limits.GUESSES_OF_A_NETWORK
    for endpoint, permission, guards in (
        ("login", Permission.SEE_PUBLIC, [limits.guesses(per_person, _whose), limits.guesses(per_network)]),
        ("logout", Permission.SEE_PUBLIC, []),
        ("register", Permission.SEE_PUBLIC, [_once_more_if_taken, *_mailing("100 per hour")]),
        ("forgot_password", Permission.SEE_PUBLIC, [_noted("recovery"), *_mailing("30 per hour")]),
        ("reset_password", Permission.SEE_PUBLIC, [limits.tries("30 per hour")]),
        ("send_confirmation", Permission.SEE_PUBLIC, [_noted("confirmation"), *_mailing("30 per hour")]),
        ("confirm_email", Permission.SEE_PUBLIC, []),
        ("change_password", Permission.SEE_ACCOUNT, [limits.guesses(per_person, _who)]),
        ("two_factor_token_validation", Permission.SEE_PUBLIC, _second(per_person, per_network)),
        ("mf_recovery", Permission.SEE_PUBLIC, _second(per_person, per_network)),
        ("wan_register", Permission.SEE_ACCOUNT, [limits.guesses(per_person, _who)]),
        ("wan_register_response", Permission.SEE_ACCOUNT, []),
        ("wan_signin", Permission.SEE_PUBLIC, [factors.afresh, limits.tries(per_network)]),
        ("wan_signin_response", Permission.SEE_PUBLIC, [factors.afresh, limits.tries(per_network)]),
    ):
        view: Any = views[f"security.{endpoint}"]
        for guard in guards:
            view = guard(view)
        views[f"security.{endpoint}"] = _stating(permission, view)
    for endpoint in factors.CLOSED:
        views[f"security.{endpoint}"] = _stating(Permission.SEE_PUBLIC, _nothing)


def _nothing(**_: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
    abort(404)


def _second(per_person: str, per_network: str) -> list[Callable[[View], View]]:
    return [limits.guesses(per_person, factors.pending), limits.guesses(per_network), factors.once]


def _mailing(per_network: str) -> list[Callable[[View], View]]:
    """Limit a form that sends mail, so that nobody's mailbox can be flooded with it."""
    return [limits.tries("5 per hour", limits.typed_address), limits.tries(per_network)]


def _stating(permission: Permission, view: View) -> View:
    @wraps(view)
    def stated(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
        return view(**values)

    stated.permission = permission  # type: ignore[attr-defined]  # read by the architecture tests
    return stated


def _whose() -> str:
    return queries.guessing_key(request.form.get("email", ""))


def _who() -> str:
    return f"account {actor.current().id}"


def _once_more_if_taken(view: View) -> View:
    """Answer the second of two clicks on "Register" as any registration of an address that is taken."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        try:
            return view()
        except service.AddressTaken:
            edge.roll_back()
            session.pop("_flashes", None)
            return view()

    return guarded


def _noted(purpose: str) -> Callable[[View], View]:
    """Write the same line and wake the same job whether the address is known or not: both take as long."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded() -> ResponseReturnValue:
            answer = view()
            if request.method == "POST" and isinstance(answer, Response) and answer.status_code < 400:
                service.note_mail_request(purpose, now=clock.now())
                jobs.poke("deliver_mail")
            return answer

        return guarded

    return guard


def _too_many_sign_ins(_: adapters.TooManySignIns) -> Response:
    message = gettext(
        "Very many people are signing in at this moment. Wait ten seconds, then send the form again."
    )
    answer = errors.page(503, message)
    answer.headers["Retry-After"] = "10"
    return answer


# --- what it has done ----------------------------------------------------------------------------------------------


def _listen(app: Flask) -> None:
    user_registered.connect(_registered, app, weak=False)
    user_confirmed.connect(_confirmed, app, weak=False)
    password_changed.connect(_password_changed, app, weak=False)
    password_reset.connect(_password_changed, app, weak=False)
    wan_registered.connect(_passkey_added, app, weak=False)


def _registered(_: Flask, *, user: Any, form_data: dict[str, Any], **__: Any) -> None:  # noqa: ANN401
    now = clock.now()
    locale = get_locale()
    language = locale.language if locale and locale.language in LANGUAGES else LANGUAGES[0]
    service.complete_registration(user, language=language, now=now)
    service.give_consents(user.id, forms.consents_given(form_data), language=language, now=now)


def _confirmed(_: Flask, *, user: Any, **__: Any) -> None:  # noqa: ANN401
    service.note_confirmation(user.id, now=clock.now())


def _password_changed(_: Flask, *, user: Any, **__: Any) -> None:  # noqa: ANN401
    # Whoever knew the old password is signed out everywhere, except the person at this very desk.
    service.end_all_sessions(user.id, now=clock.now(), but=sessions.token())


def _passkey_added(_: Flask, *, user: Any, **__: Any) -> None:  # noqa: ANN401
    second_factor.note_passkey(user.id, now=clock.now())
