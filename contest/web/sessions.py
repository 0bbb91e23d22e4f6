"""Sessions on the server's side: the signed cookie carries a token, the table says whether it is alive.

A cookie copied before signing out is worthless after it, which Flask's own cookie session cannot do (security.md 5.1,
row 68). A visitor has no row: only the signed cookie, for the form token and the language.
"""

from datetime import timedelta

from flask import Flask, Request, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import user_logged_in, user_logged_out

from contest.kernel import clock
from contest.people import service as people
from contest.settings import Settings
from contest.web import actor
from contest.web.actor import SignedIn

TOKEN = "token"  # noqa: S105 -- the name of a field, not a secret
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


def _begin(_: Flask, *, user: SignedIn) -> None:
    # A new token at every sign-in: one planted before it is worth nothing afterwards.
    session[TOKEN] = people.begin_session(user.id, now=clock.now())
    actor.forget()


def _end(_: Flask, *, user: SignedIn) -> None:  # noqa: ARG001 -- the signal's own arguments
    ended = session.pop(TOKEN, None)
    if isinstance(ended, str):
        people.end_session(ended, now=clock.now())
    actor.forget()
