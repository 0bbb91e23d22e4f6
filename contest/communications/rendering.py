"""Turns an outbox row into a letter: names and links are put in here, in the language of the recipient."""

from typing import Any

from flask import current_app
from flask_babel import force_locale

from contest.communications.models import OutboxMessage
from contest.communications.notices import BY_NAME
from contest.platform.mail import Letter
from contest.settings import Settings

FALLBACK_ADDRESS = "http://127.0.0.1:8000"


def letter(message: OutboxMessage) -> Letter:
    """Render the message. Raises what the notice's context raises when its subject is gone."""
    notice = BY_NAME[message.notice]
    folder = f"email/{message.notice}"
    with force_locale(message.language):
        put_in = notice.context({"account_id": message.account_id, **message.context})
        known = {"address": address, "language": message.language, **put_in}
        return Letter(
            key=message.key,
            to=message.address,
            subject=" ".join(_render(f"{folder}/subject.txt", known).split()),
            text=_render(f"{folder}/body.txt", known).strip() + "\n",
            html=_render(f"{folder}/body.html", known),
            written_at=message.written_at,
        )


def _render(template: str, known: dict[str, Any]) -> str:
    # Not flask.render_template: that adds what pages know, who asks among it, and in a worker nobody asks.
    return current_app.jinja_env.get_template(template).render(known)


def address(endpoint: str, **values: object) -> str:
    """Return the full address of a page; works without a request, where most mails are rendered.

    The host is that of the settings, never that of a request: a forged Host header must not get into a mail.
    """
    settings: Settings = current_app.extensions["contest_settings"]
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{settings.base_url or FALLBACK_ADDRESS}{path}"
