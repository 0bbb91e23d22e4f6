"""Sessions on the server's side: the signed cookie carries a token, the table says whether it is alive.

A cookie copied before signing out is worthless after it, which Flask's own cookie session cannot do (security.md 5.1,
row 68). A visitor has no row: only the signed cookie, for the form token and the language.
"""

import secrets
from datetime import timedelta

from flask import Flask, Request, Response, after_this_request, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import user_logged_in, user_logged_out

from contest.kernel import clock
from contest.people import queries as people_queries
from contest.people import service as people
from contest.people.queries import SessionView
from contest.people.rules import devices
from contest.settings import Settings
from contest.web import actor
from contest.web.actor import SignedIn

TOKEN = "token"  # noqa: S105 -- the name of a field, not a secret
DEVICE_LENGTH = 32
# The forms that are the last step of signing in with a second factor, or with a passkey that checked the person.
STRONG = frozenset(
    {"security.two_factor_token_validation", "security.mf_recovery", "security.wan_signin_response"}
)
SIGNED_IN = ("_user_id", "_fresh", "_id", "fs_cc", "fs_paa", "fs_gexp", "identity.id", TOKEN)


class ServerSideSessions(SecureCookieSessionInterface):
    """Empties a cookie whose session is not alive any more before anybody looks at it."""

    def __init__(self, settings: Settings) -> None:
        self.idle = timedelta(hours=settings.session_idle_hours)
        self.longest = timedelta(days=settings.session_days)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        opened = super().open_session(app, request)
        if opened and ("_user_id" in opened or TOKEN in opened) and not self._alive(opened):
            for name in SIGNED_IN:
                opened.pop(name, None)
        return opened

    def _alive(self, opened: SecureCookieSession) -> bool:
        token = opened.get(TOKEN)
        if not isinstance(token, str):
            return False
        alive = people.live_session(token, now=clock.now(), idle=self.idle, longest=self.longest)
        if alive is not None:
            g.contest_session_token = token
        return alive is not None


def init_app(app: Flask, settings: Settings) -> None:
    """Use these sessions, and open and close the row as Flask-Login signs people in and out."""
    app.session_interface = ServerSideSessions(settings)
    user_logged_in.connect(_begin, app, weak=False)
    user_logged_out.connect(_end, app, weak=False)


def token() -> str | None:
    """Return the token of this request's session, None for a visitor."""
    found = session.get(TOKEN)
    return found if isinstance(found, str) else None


def touch() -> None:
    """Keep the session from going idle; writes at most every ten minutes."""
    in_use = g.pop("contest_session_token", None)
    if in_use is not None:
        people.touch_session(in_use, now=clock.now())


def is_strong() -> bool:
    """Tell whether this session was begun with a second factor or a passkey."""
    here = token()
    return here is not None and people_queries.session_is_strong(people.hash_token(here))


def own(account_id: int) -> tuple[SessionView, ...]:
    """Return the person's sessions that are alive, the last used first."""
    kept, now, here = _interface(), clock.now(), token() or ""
    return people_queries.sessions(
        account_id, alive_since=now - kept.idle, begun_since=now - kept.longest, this=people.hash_token(here)
    )


def _interface() -> ServerSideSessions:
    found = current_app.session_interface
    if not isinstance(found, ServerSideSessions):
        raise TypeError("these are not our sessions")
    return found


def _begin(_: Flask, *, user: SignedIn) -> None:
    # A new token at every sign-in: one planted before it is worth nothing afterwards.
    session[TOKEN] = people.begin_session(
        user.id,
        now=clock.now(),
        device=devices.device(request.user_agent.string),
        browser=browser(),
        is_strong=request.endpoint in STRONG,
    )
    actor.forget()


def browser() -> str:
    """Return what the device's own cookie holds, and send it again: it lives as long as browsers allow."""
    name = f"{current_app.config['SESSION_COOKIE_NAME']}_device"
    known = request.cookies.get(name, "")
    device = known if len(known) == DEVICE_LENGTH else secrets.token_urlsafe(DEVICE_LENGTH)[:DEVICE_LENGTH]

    @after_this_request
    def remember(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            name, device, max_age=people.DEVICE_KNOWN, secure=secure, httponly=True, samesite="Lax"
        )
        return response

    return device


def _end(_: Flask, *, user: SignedIn) -> None:  # noqa: ARG001 -- the signal's own arguments
    ended = session.pop(TOKEN, None)
    if isinstance(ended, str):
        people.end_session(ended, now=clock.now())
    actor.forget()
