"""Where the letter to a co-author leads: who asks for which contest, and the way to confirm or decline.

The title is shown only to somebody signed in who may be an author here: a judge who was asked must not learn it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import BooleanField

from contest.access.duties import Duty, excluded_by
from contest.access.permissions import Permission
from contest.editions import late, queries
from contest.editions.queries import EditionView
from contest.entries import author_queries, authorship, co_authors, links
from contest.entries.authorship import Question
from contest.entries.rules import states
from contest.entries.rules.co_authors import ASKED, check_open
from contest.entries.rules.states import Act
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.people import queries as people
from contest.people import service as accounts
from contest.people.rules import consent, details
from contest.web import actor, errors
from contest.web.forms import Form, LineField, required
from contest.web.public import joining
from contest.web.public.pages import pages
from contest.web.templating import use_zone
from contest.web.unit_field import UnitField

YES, NO = "yes", "no"
PUBLICATION: Final = next(wanted for wanted in consent.REGISTRATION if not wanted.is_needed)


class AnswerForm(Form):
    """Confirming or declining; the button says which."""


class JoinForm(joining.JoinForm):
    """Somebody new, who tells what every author does."""

    birth_year = LineField(lazy_gettext("Year of birth"), [required()])
    unit_id = UnitField(lazy_gettext("Unit"))
    publication = BooleanField()

    def __init__(self, asked: Question) -> None:
        super().__init__(asked.email, full_name=asked.name)
        self.publication.label.text = gettext(PUBLICATION.text)

    def validate_birth_year(self, field: LineField) -> None:
        joining.obey(lambda: details.birth_year(field.data, this_year=clock.now().year))

    @property
    def about(self) -> accounts.Details:
        born = details.birth_year(self.birth_year.data, this_year=clock.now().year)
        return accounts.Details(self.full_name.data or "", born, "", self.unit_id.chosen_unit)

    @property
    def agreed(self) -> Mapping[str, str]:
        named = {PUBLICATION.purpose: gettext(PUBLICATION.text)} if self.publication.data else {}
        return {**super().agreed, **named}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question with all that belongs to its page. `gone`: why it cannot be answered, "" while it can."""

    question: Question
    edition: EditionView
    gone: str

    @property
    def barred_by(self) -> Duty | None:
        """The duty in this contest that keeps whoever is signed in from being an author."""
        return excluded_by(Duty.AUTHOR, actor.current().duties_in(self.edition.id))


@pages.page("/co-authors/<token>", Permission.SEE_PUBLIC)
def co_author(token: str) -> ResponseReturnValue:
    asked = _asked(token)
    return _page(asked, _form(asked.question), 200)


@pages.page("/co-authors/<token>", Permission.SEE_PUBLIC, methods=("POST",))
def co_author_answer(token: str) -> ResponseReturnValue:
    """Take the answer: no needs nothing more, yes an account, which may be made here."""
    asked, answer = _asked(token), request.form.get("answer", "")
    form: Form = AnswerForm() if answer == NO else _form(asked.question)
    if asked.gone or not form.validate():
        return _page(asked, form, 409 if asked.gone else 422)
    if isinstance(form, JoinForm):
        joining.sign_in(joining.join(form, language=str(get_locale().language)))
        return redirect(request.path, 303)
    act = ANSWERS.get(answer)
    if act is None or (answer == YES and not actor.current().is_signed_in):
        return redirect(request.path, 303)  # the page says what to do first
    try:
        return act(asked.question)
    except Conflict as error:
        return errors.page(409, errors.sentence(error))
    except RuleBroken as error:
        form.take(error)
        return _page(asked, form, 422)


def _confirm(question: Question) -> ResponseReturnValue:
    co_authors.confirm(question.key, actor.current().account_id, now=clock.now())
    flash(
        gettext("Thank you. You are a co-author of this work; whoever asked you is told by mail."), "success"
    )
    return redirect(url_for("author.writing", key=question.entry_key), 303)


def _decline(question: Question) -> ResponseReturnValue:
    co_authors.decline(question.key, actor.current().id, now=clock.now())
    flash(gettext("Thank you for your answer. Whoever asked you is told by mail."), "success")
    return redirect(request.path, 303)


ANSWERS: Final[Mapping[str, Callable[[Question], ResponseReturnValue]]] = {YES: _confirm, NO: _decline}


def _asked(token: str) -> Asked:
    question = authorship.question(links.co_author_key(token))
    now = clock.now()
    edition = late.for_author(queries.by_id(question.edition_id, now=now), question.author_id, now=now)
    use_zone(edition.zone)
    return Asked(question, edition, _gone(question, edition))


def _gone(question: Question, edition: EditionView) -> str:
    try:
        check_open(question.state)
        states.check(Act.EDIT, question.entry_state, edition.phase)
    except (RuleBroken, Conflict) as error:
        return errors.sentence(error)
    return ""


def _form(question: Question) -> Form:
    is_new = not actor.current().is_signed_in and people.by_email(question.email) is None
    return JoinForm(question) if is_new and question.state == ASKED else AnswerForm()


def _page(asked: Asked, form: Form, status: int) -> ResponseReturnValue:
    question, who = asked.question, actor.current()
    may_see = who.is_signed_in and asked.barred_by is None
    category = (
        queries.category(question.category_id, edition_id=asked.edition.id) if question.category_id else None
    )
    obstacles = author_queries.obstacles(asked.edition.id, who.account_id, now=clock.now()) if may_see else ()
    page = render_template(
        "public/co_author.html",
        asked=asked,
        question=question,
        edition=asked.edition,
        title=question.title if may_see else None,
        category=category.name if category and may_see else None,
        asked_by=people.person(question.author_id).name,
        obstacles=[errors.sentence(each) for each in obstacles],
        form=form,
        has_account=people.by_email(question.email) is not None,
        is_mine=question.account_id is not None and question.account_id == who.id,
        sign_in=url_for("security.login", next=request.path),
    )
    return page, status
