"""The authors of an entry: who stands beside its author, in which order; and how a co-author leaves."""

from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import EmailField

from contest.access.permissions import Permission
from contest.communications import outbox
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import author_queries, authorship, co_authors
from contest.entries.author_queries import DraftView
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.web import actor, errors, limits
from contest.web.author import arrival, author_list
from contest.web.author.pages import pages
from contest.web.entry_words import CO_AUTHOR_STATES, CO_AUTHOR_TONES
from contest.web.forms import Form, LineField, required
from contest.web.templating import use_zone

PATH: Final = "/entries/<key>/authors"
STEPS: Final = {"up": -1, "down": 1}
# Nobody has so many co-authors; whoever writes more letters than this writes to strangers.
LETTERS: Final = "30 per day"


class CoAuthorForm(Form):
    """Who is to be asked."""

    full_name = LineField(lazy_gettext("Full name of the co-author"), [required()])
    email = EmailField(lazy_gettext("E-mail address of the co-author"), [required()])


def _who() -> str:
    return f"letters of {actor.current().id}"


@pages.page(PATH, Permission.WRITE_ENTRY)
def authors(key: str) -> ResponseReturnValue:
    """Show the list; to its author with all that can be changed."""
    return _page(*_own(key), CoAuthorForm()), 200


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("POST",))
@limits.tries(LETTERS, _who)
def ask_co_author(key: str) -> ResponseReturnValue:
    """Put somebody on the list and write to them."""
    draft, edition = _own(key)
    form = CoAuthorForm()
    if not form.validate():
        return _page(draft, edition, form), 422
    name, email = form.full_name.data or "", form.email.data or ""
    try:
        asked = co_authors.ask(key, name, email, author_id=actor.current().account_id, now=arrival.instant())
    except Conflict as error:
        return errors.page(409, errors.sentence(error))
    except RuleBroken as error:
        form.take(error)
        return _page(draft, edition, form), 422
    _send(asked)
    flash(gettext("Written to %(name)s. You are told by mail when they answer.", name=name), "success")
    return redirect(url_for("author.authors", key=key), 303)


@pages.page(f"{PATH}/<place>/again", Permission.WRITE_ENTRY, methods=("POST",))
@limits.tries(LETTERS, _who)
def ask_co_author_again(key: str, place: str) -> ResponseReturnValue:
    """Write to somebody once more who has not answered."""
    author_id = actor.current().account_id
    try:
        asked = co_authors.ask_again(key, place, author_id=author_id, now=arrival.instant())
    except RuleBroken as error:
        return errors.page(409, errors.sentence(error))
    _send(asked)
    flash(gettext("The letter was sent again."), "success")
    return redirect(url_for("author.authors", key=key), 303)


@pages.page(f"{PATH}/<place>/<act>", Permission.WRITE_ENTRY, methods=("POST",))
def change_authors(key: str, place: str, act: str) -> ResponseReturnValue:
    """Take somebody off the list, or let them stand further up or down."""
    if act not in {"remove", *STEPS}:
        raise NotFound(act)
    author_id, now = actor.current().account_id, arrival.instant()
    if act == "remove":
        co_authors.remove(key, place, author_id=author_id, now=now)
        flash(gettext("Taken off the list."), "success")
    else:
        co_authors.move(key, place, STEPS[act], author_id=author_id, now=now)
    return redirect(url_for("author.authors", key=key), 303)


@pages.page("/entries/<key>/leave", Permission.WRITE_ENTRY)
def ask_leave(key: str) -> ResponseReturnValue:
    """Ask a co-author once more."""
    draft, edition = _entry(key)
    if not draft.contact:
        raise NotFound(key)
    if not may_change(draft, edition):
        return redirect(url_for("author.writing", key=key), 303)
    return render_template("author/leave.html", draft=draft, edition=edition)


@pages.page("/entries/<key>/leave", Permission.WRITE_ENTRY, methods=("POST",))
def leave(key: str) -> ResponseReturnValue:
    co_authors.leave(key, actor.current().account_id, now=arrival.instant())
    flash(gettext("Your name was taken off the work. Its other authors are told by mail."), "success")
    return redirect(url_for("author.entries"), 303)


def may_change(draft: DraftView, edition: EditionView) -> bool:
    """Tell whether the authors can still be changed; `edition` as it stands for the entry's author."""
    return states.may(Act.EDIT, draft.state, edition.phase)


def _entry(key: str) -> tuple[DraftView, EditionView]:
    """Return the entry and the edition as it stands for the entry's author, whoever asks."""
    draft = author_queries.draft(key, actor.current().account_id)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return draft, edition


def _own(key: str) -> tuple[DraftView, EditionView]:
    draft, edition = _entry(key)
    if draft.contact:
        raise NotFound(key)
    return draft, edition


def _page(draft: DraftView, edition: EditionView, form: CoAuthorForm) -> str:
    listed = author_list.places(draft)
    named = author_list.submitted(draft)
    category = next((c for c in editions.categories(edition.id) if c.id == draft.category_id), None)
    return render_template(
        "author/authors.html",
        draft=draft,
        edition=edition,
        form=form,
        places=listed,
        on_list=sum(1 for place in listed if place.state in {"asked", "confirmed"}),
        most=category.authors_most if category else None,
        may_change=may_change(draft, edition),
        named=named if named and named != author_list.names(draft) else (),
        states=CO_AUTHOR_STATES,
        tones=CO_AUTHOR_TONES,
    )


def _send(co_author_id: int) -> None:
    """Write the letter, in the language of the person where it is known, else in that of whoever asks."""
    asked = authorship.question_by_id(co_author_id)
    reader = people.by_email(asked.email) or people.person(asked.author_id)
    outbox.write_to_address(
        "co_author_asked",
        asked.email,
        {"co_author_id": co_author_id},
        language=reader.language,
        now=arrival.instant(),
    )
