"""Questions to authors: asked by the number of a receipt, also while works are sealed; never by a code."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import Optional

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.entries import questioned, questions
from contest.entries.questions import Wanted
from contest.entries.rules import questions as rules
from contest.entries.rules.receipt import read_number
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.web import actor, errors, no_codes
from contest.web.day_field import DayField
from contest.web.entry_words import STATES
from contest.web.forms import Form, LineField, TextField, required
from contest.web.office import sections
from contest.web.office.pages import pages

PATH = "/<slug>/questions"


def _written(_: BaseForm, field: Field) -> None:
    if read_number(field.data or "") is None:
        raise ValidationError(gettext(questions.NO_NUMBER))


def _said(_: BaseForm, field: Field) -> None:
    try:
        rules.question(field.data or "")
    except RuleBroken as error:
        raise ValidationError(errors.sentence(error)) from error


class QuestionForm(Form):
    """About which work, what, and until when an answer is hoped for. What is wrong by itself is told all at once."""

    receipt = LineField(lazy_gettext("Number of the receipt"), [required(), _written])
    question = TextField(lazy_gettext("Question"), [no_codes.refused, _said])
    answer_by = DayField(lazy_gettext("Answer hoped for by"), [Optional()])


@pages.page(PATH, Permission.ASK_AUTHORS)
def author_questions(edition: EditionView) -> ResponseReturnValue:
    """List what was asked, what is to be read first, and ask something new."""
    form = QuestionForm(formdata=None, receipt=request.args.get("receipt", "")[:30])
    return _page(edition, form, 200)


@pages.page(PATH, Permission.ASK_AUTHORS, methods=("POST",))
def ask_author(edition: EditionView) -> ResponseReturnValue:
    form, who, now = QuestionForm(), actor.current().account_id, clock.now()

    def in_time(_: BaseForm, field: Field) -> None:
        try:
            rules.check_day(field.data, now.astimezone(edition.zone).date())
        except RuleBroken as error:
            raise ValidationError(errors.sentence(error)) from error

    if not form.validate(extra_validators={"answer_by": [in_time]}):
        return _page(edition, form, 422)
    wanted = Wanted(form.receipt.data or "", form.question.data or "", form.answer_by.data)
    try:
        questions.ask(edition.id, wanted, secretary_id=who, now=now)
    except Conflict as error:
        return _page(edition, form, 409, errors.sentence(error))
    except RuleBroken as error:
        form.take(error)
        return _page(edition, form, 422)
    flash(gettext("Asked. The author is told by mail and answers on the page of the work."), "success")
    return redirect(url_for("office.author_questions", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>/close", Permission.ASK_AUTHORS, methods=("POST",))
def close_question(edition: EditionView, key: str) -> ResponseReturnValue:
    who, now = actor.current().account_id, clock.now()
    try:
        questions.close(key, edition_id=edition.id, secretary_id=who, now=now)
    except Conflict as error:
        return _page(edition, QuestionForm(formdata=None), 409, errors.sentence(error))
    flash(gettext("Closed. The author sees that nothing more is asked."), "success")
    return redirect(url_for("office.author_questions", slug=edition.slug), 303)


def _page(edition: EditionView, form: QuestionForm, status: int, problem: str = "") -> ResponseReturnValue:
    # Names and titles stay on their side of the wall while the judges have the works.
    by_number = not allows(Permission.SCREEN, actor.circumstances(edition))
    page = sections.render(
        "office/questions.html",
        edition,
        here_in_menu="office.author_questions",
        form=form,
        asked=questioned.of_edition(edition.id, by_number=by_number),
        problem=problem,
        states=STATES,
        by_number=by_number,
        today=clock.now().astimezone(edition.zone).date(),
    )
    return page, status
