"""After the closing time: asking to withdraw a work, to correct its title or what was said about oneself."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import author_queries as entries
from contest.entries import requested, requests
from contest.entries.author_queries import DraftView, OwnEntry
from contest.entries.requests import Wish
from contest.entries.rules import requests as rules
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.web import actor, no_codes
from contest.web.author import arrival
from contest.web.author.pages import pages
from contest.web.forms import Form, LineField, TextField
from contest.web.templating import use_zone

PATH = "/entries/<key>/ask"


class AskForm(Form):
    """What is asked for, and why."""

    kind = RadioField(lazy_gettext("What you ask for"), validate_choice=False)  # the rule says it better
    title = LineField(lazy_gettext("The title as it should be"))
    reason = TextField(lazy_gettext("Why"), [no_codes.refused])


def may_ask(entry: OwnEntry | DraftView, edition: EditionView) -> bool:
    """Tell whether something can still be asked for: after the closing time, and by the author until the results."""
    late = states.may(Act.ASK_LATE, entry.state, edition.phase) and not entry.contact
    return late or states.may(Act.ASK, entry.state, edition.phase)


def may_correct_about(entry: DraftView, edition: EditionView) -> bool:
    """Tell whether the secretariat has let this author correct what they said about themselves."""
    asking = states.may(Act.ASK, entry.state, edition.phase)
    return asking and requested.may_correct_about(entry.id, actor.current().account_id)


@pages.page(PATH, Permission.WRITE_ENTRY)
def ask_later(key: str) -> ResponseReturnValue:
    draft, edition = _entry(key)
    if not may_ask(draft, edition):
        return redirect(url_for("author.writing", key=key), 303)
    return _page(draft, edition, AskForm(), 200)


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("POST",))
def send_request(key: str) -> ResponseReturnValue:
    """Hand the request to the secretariat."""
    draft, edition = _entry(key)
    form, who = AskForm(), actor.current().account_id
    wish = Wish(form.kind.data or "", form.reason.data or "", form.title.data or "")
    sent = form.validate() and form.try_to(
        lambda: requests.ask(key, wish, account_id=who, now=arrival.instant())
    )
    if not sent:
        return _page(draft, edition, form, 422)
    flash(gettext("Asked. The secretariat answers by mail, and the answer stands here too."), "success")
    return redirect(url_for("author.entries"), 303)


def _entry(key: str) -> tuple[DraftView, EditionView]:
    draft = entries.draft(key, actor.current().account_id)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return draft, edition


def _page(draft: DraftView, edition: EditionView, form: AskForm, status: int) -> ResponseReturnValue:
    who = actor.current().account_id
    offered = dict(rules.KINDS)
    if draft.contact:
        offered = {rules.ABOUT: offered[rules.ABOUT]}
    if not entries.sheet(draft.key, who).asks:
        offered.pop(rules.ABOUT, None)
    is_late = draft.state == states.CODED
    if is_late:
        offered = {rules.WITHDRAW: offered[rules.WITHDRAW]}
    form.kind.choices = [SelectChoice(kind, gettext(words)) for kind, words in offered.items()]
    if status == 200 and len(offered) == 1:
        form.kind.data = next(iter(offered))  # nothing to choose: asked for as it stands
    page = render_template(
        "author/ask_later.html",
        draft=draft,
        edition=edition,
        form=form,
        asked=requested.of_person(who).get(draft.id, ()),
        kinds=rules.KINDS,
        is_late=is_late,
    )
    return page, status
