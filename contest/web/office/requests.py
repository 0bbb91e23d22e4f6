"""What authors ask for after the closing time: listed for the secretariat, answered yes or no with a reason."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.entries import requested, requests
from contest.entries.requests import Answer
from contest.entries.rules import requests as rules
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.web import actor, errors, no_codes
from contest.web.entry_words import STATES
from contest.web.forms import Form, TextField
from contest.web.office import sections
from contest.web.office.pages import pages


class AnswerForm(Form):
    """Why it is granted or not."""

    reason = TextField(lazy_gettext("Reason"), [no_codes.refused])


@pages.page("/<slug>/requests", Permission.ANSWER_REQUESTS)
def author_requests(edition: EditionView) -> ResponseReturnValue:
    """List what was asked for, what is open first."""
    return _page(edition, AnswerForm(), "", 200)


@pages.page("/<slug>/requests/<key>", Permission.ANSWER_REQUESTS, methods=("POST",))
def answer_request(edition: EditionView, key: str) -> ResponseReturnValue:
    """Answer one."""
    form = AnswerForm()
    given = Answer(request.form.get("answer", ""), form.reason.data or "")
    who, now = actor.current().account_id, clock.now()
    if not form.validate():
        return _page(edition, form, key, 422)
    try:
        requests.answer(key, given, edition_id=edition.id, secretary_id=who, now=now)
    except Conflict as error:
        return _page(edition, form, key, 409, errors.sentence(error))
    except RuleBroken as error:
        form.take(error)
        return _page(edition, form, key, 422)
    flash(gettext("Answered; the author is told by mail."), "success")
    return redirect(url_for("office.author_requests", slug=edition.slug), 303)


def _page(
    edition: EditionView, form: AnswerForm, key: str, status: int, problem: str = ""
) -> ResponseReturnValue:
    asked = requested.of_edition(edition.id)
    forms = {
        each.key: form if each.key == key else AnswerForm(formdata=None) for each in asked if each.is_open
    }
    for number, each in enumerate(forms.values(), start=1):
        each.reason.id = f"reason-{number}"
    page = sections.render(
        "office/requests.html",
        edition,
        here_in_menu="office.author_requests",
        asked=asked,
        problem=problem,
        forms=forms,
        kinds=rules.KINDS,
        states=STATES,
        # Names and titles stay on their side of the wall while the judges have the works.
        by_number=not allows(Permission.SCREEN, actor.circumstances(edition)),
    )
    return page, status
