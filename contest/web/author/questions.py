"""What the secretariat asks the author about a work, also while it is sealed, and the author's answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import author_queries as entries
from contest.entries import questioned, questions
from contest.entries.author_queries import DraftView
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.web import actor, errors, no_codes
from contest.web.author import arrival
from contest.web.author.pages import pages
from contest.web.forms import Form, TextField
from contest.web.templating import use_zone

PATH = "/entries/<key>/questions"


class AnswerForm(Form):
    """What the author answers."""

    answer = TextField(lazy_gettext("Your answer"), [no_codes.refused])


@pages.page(PATH, Permission.WRITE_ENTRY)
def asked_by_office(key: str) -> ResponseReturnValue:
    draft, edition = _own(key)
    return _page(draft, edition, AnswerForm(formdata=None), 200)


@pages.page(f"{PATH}/<question>", Permission.WRITE_ENTRY, methods=("POST",))
def answer_office(key: str, question: str) -> ResponseReturnValue:
    """Hand the answer to the secretariat."""
    draft, edition = _own(key)
    form, who = AnswerForm(), actor.current().account_id
    if not form.validate():
        return _page(draft, edition, form, 422)
    try:
        questions.answer(key, question, form.answer.data or "", account_id=who, now=clock.now())
    except Conflict as error:
        return _page(draft, edition, form, 409, errors.sentence(error))
    except RuleBroken as error:
        form.take(error)
        return _page(draft, edition, form, 422)
    flash(gettext("Answered. The secretariat is told by mail and reads your answer here."), "success")
    return redirect(url_for("author.asked_by_office", key=key), 303)


def _own(key: str) -> tuple[DraftView, EditionView]:
    """Return one's own work: co-authors leave the answering to whoever submitted it. Raises NotFound."""
    draft = entries.draft(key, actor.current().account_id)
    if draft.contact:
        raise NotFound(key)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return draft, edition


def _page(
    draft: DraftView, edition: EditionView, form: AnswerForm, status: int, problem: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "author/questions.html",
        draft=draft,
        edition=edition,
        form=form,
        asked=questioned.of_work(draft.id),
        problem=problem,
        may_answer=states.may(Act.CONTACT, draft.state, edition.phase),
        is_coded=draft.state == states.CODED,
        today=clock.now().astimezone(edition.zone).date(),
        typed=form.answer.data if problem else "",
    )
    return page, status
