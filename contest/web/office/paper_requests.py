"""A person named on paper asks about their own data: the office enters it for who has no account to ask from."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import paper_queries
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import register, rights
from contest.people.queries import Person
from contest.people.register import RequestView
from contest.people.rules import data_requests as rules
from contest.web import actor, data_words
from contest.web.forms import Form, TextField, at_most
from contest.web.office import sections
from contest.web.office.pages import pages

PATH = "/<slug>/paper/<key>/data-requests"


class RequestForm(Form):
    """Who asks for what, and how that is known: the letter, the visit."""

    account_id = SelectField(lazy_gettext("Who asks"), coerce=int, validate_choice=False)
    kind = SelectField(
        lazy_gettext("What is asked for"),
        choices=[SelectChoice(kind, words) for kind, words in data_words.KINDS.items()],
        validate_choice=False,
    )
    words = TextField(lazy_gettext("In what words, and how it came"), [at_most(rules.LONGEST)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody on the paper, and how far it has come."""

    name: str
    view: RequestView


@pages.page(PATH, Permission.TAKE_IN_PAPER, methods=("GET", "POST"))
def paper_requests(edition: EditionView, key: str) -> ResponseReturnValue:
    """Enter a request, and show those of before with what was answered: no letter reaches these people."""
    view = paper_queries.one(key, edition.id, now=clock.now())
    people = [each for each in view.authors if each.is_unclaimed and not each.is_erased]
    form = RequestForm()
    form.account_id.choices = [SelectChoice(each.id, each.name) for each in people]
    if request.method == "POST" and form.validate() and form.try_to(lambda: _enter(form, people)):
        flash(gettext("Entered. The administrators have it in their register, with its terms."), "success")
        return redirect(url_for("office.paper_requests", slug=edition.slug, key=key), 303)
    page = sections.render(
        "office/paper_requests.html",
        edition,
        here_in_menu="office.paper",
        line=view.line,
        form=form if people else None,
        asked=[Asked(each.name, one) for each in view.authors for one in register.of_person(each.id)
               if each.is_unclaimed or each.is_erased],
        words=data_words,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _enter(form: RequestForm, people: Sequence[Person]) -> None:
    if form.account_id.data not in {each.id for each in people}:
        raise NotFound(form.account_id.data)
    rights.ask(
        form.account_id.data,
        form.kind.data or "",
        form.words.data or "",
        now=clock.now(),
        entered_by=actor.current().account_id,
    )
