"""For administrators: the state of the installation, and the outbox."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.communications import outbox
from contest.communications import queries as communications
from contest.communications.queries import PAGE, MessageView
from contest.editions import queries as editions
from contest.kernel import clock
from contest.people import queries as people
from contest.settings import Settings
from contest.web import actor
from contest.web.account.pages import pages


@pages.page("/administration/", Permission.ADMINISTER)
def administration() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["contest_settings"]
    return render_template(
        "account/administration.html",
        accounts=people.count(),
        units=len(people.units()),
        mails=communications.counts(),
        settings=settings,
        contests=editions.public_editions(now=clock.now()),
        create_url=url_for("office.new") if "office.new" in current_app.view_functions else None,
    )


@pages.page("/administration/outbox", Permission.READ_OUTBOX)
def messages() -> ResponseReturnValue:
    before = request.args.get("before")
    listed = communications.messages(before=before, limit=PAGE + 1)
    shown = listed[:PAGE]
    return render_template(
        "account/outbox.html",
        messages=shown,
        counts=communications.counts(),
        is_readable=outbox.is_readable(),
        prev_url=url_for("account.messages") if before else None,
        next_url=url_for("account.messages", before=shown[-1].key) if len(listed) > PAGE else None,
    )


@pages.page("/administration/outbox/<key>", Permission.READ_OUTBOX)
def message(key: str) -> ResponseReturnValue:
    """Show where a message stands; its text only where mail goes nowhere but to this machine."""
    found: MessageView = communications.message(key)
    reader, now = actor.current().account_id, clock.now()
    may_read = outbox.may_read(found.notice, actor_id=reader, now=now)
    letter = outbox.read(key, actor_id=reader, now=now) if may_read else None
    return render_template(
        "account/message.html", message=found, letter=letter, is_readable=outbox.is_readable()
    )


@pages.page("/administration/outbox/<key>/retry", Permission.READ_OUTBOX, methods=("POST",))
def retry(key: str) -> ResponseReturnValue:
    outbox.retry(key, actor_id=actor.current().account_id, now=clock.now())
    flash(gettext("The message is sent again now. Look at this page in a moment."), "success")
    return redirect(url_for("account.message", key=key), 303)
