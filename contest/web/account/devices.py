"""Where one is signed in, and signing out there."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import service
from contest.people.rules import devices
from contest.web import actor, sessions
from contest.web.account.pages import pages


@pages.page("/sessions", Permission.SEE_ACCOUNT)
def own_sessions() -> ResponseReturnValue:
    found = sessions.own(actor.current().account_id)
    return render_template(
        "account/sessions.html", sessions=[(each, devices.spoken(each.device, gettext)) for each in found]
    )


@pages.page("/sessions/<key>/end", Permission.SEE_ACCOUNT, methods=("POST",))
def end_session(key: str) -> ResponseReturnValue:
    service.sign_out_one(actor.current().account_id, key, now=clock.now())
    flash(gettext("That device is signed out."), "success")
    return redirect(url_for("account.own_sessions"), 303)


@pages.page("/sessions/end", Permission.SEE_ACCOUNT, methods=("POST",))
def end_all_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    service.sign_out_everywhere(actor.current().account_id, now=clock.now())
    for name in sessions.SIGNED_IN:
        session.pop(name, None)
    actor.forget()
    flash(gettext("You are signed out on all devices."), "success")
    return redirect(url_for("security.login"), 303)
