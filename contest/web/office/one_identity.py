"""One identity before the opening: asked for with a reason, granted by key holders, seen once by the one who asked."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from contest.access.permissions import Permission
from contest.anonymisation import key_meetings
from contest.anonymisation import one_identity as opening
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.rules.holders import REASON
from contest.editions.queries import EditionView
from contest.entries import queries as entries
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.platform.crypto import SealBroken
from contest.web import actor
from contest.web.forms import Form, LineField, TextField, at_most, required
from contest.web.office import sections
from contest.web.office.keys import PATH
from contest.web.office.pages import pages


class AskForm(Form):
    """A code, and why its author must be known before the opening."""

    code = LineField(lazy_gettext("Blind code"), [required(), at_most(12)])
    reason = TextField(lazy_gettext("Reason"), [required(), at_most(REASON[1])])


@pages.page(f"{PATH}/one", Permission.ASK_IDENTITY, methods=("GET", "POST"))
def keys_ask(edition: EditionView) -> ResponseReturnValue:
    form, asked = AskForm(), list[str]()
    who, now = actor.current().account_id, clock.now()
    code, reason = form.code.data or "", form.reason.data or ""
    if form.validate_on_submit() and form.try_to(
        lambda: asked.append(opening.ask(edition.id, code, reason, actor_id=who, now=now))
    ):
        return redirect(url_for("office.keys_meeting", slug=edition.slug, key=asked[0]), 303)
    page = sections.render("office/key_ask.html", edition, here_in_menu="office.keys", form=form)
    return page, 422 if form.errors else 200


@pages.page(f"{PATH}/meetings/<key>/see", Permission.ASK_IDENTITY, methods=("POST",))
def keys_see(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show whose the work is, in the answer to this request alone: nothing of it is left afterwards."""
    now = clock.now()
    entry_id = opening.see(key, edition.id, actor_id=actor.current().account_id, now=now)
    named = entries.named([entry_id])[entry_id]
    return sections.render(
        "office/key_answer.html",
        edition,
        here_in_menu="office.keys",
        meeting=key_meetings.one(key, edition.id, now=now),
        authors=named.authors,
    )


def grant(key: str, edition_id: int, who: Entering) -> bool:
    """Take a holder's key or confirmation in; tell whether the identity is open for the one who asked."""
    try:
        return opening.grant(key, edition_id, who)
    except SealBroken as error:
        raise RuleBroken(
            N_(
                "The seal of this code is damaged, so nothing was opened. Ask the administrator to restore it from the"
                " backup."
            )
        ) from error
