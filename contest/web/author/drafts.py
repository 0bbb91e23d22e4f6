"""Drafts and notes that an author keeps sealed with a work: added, taken back, saved again, and who opened them."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import author_queries as entries
from contest.entries import files, provenance, sealed
from contest.entries.author_queries import DraftView
from contest.entries.rules.limits import MEGABYTE
from contest.entries.rules.provenance import MOST, NOTE
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.documents.sentences import TOO_LARGE
from contest.web import actor, errors, oversized
from contest.web.author import arrival
from contest.web.author.pages import pages
from contest.web.downloads import attachment
from contest.web.forms import Form, LineField, at_most
from contest.web.templating import use_zone

PATH = "/entries/<key>/drafts"


class DraftForm(Form):
    """A file to be kept sealed, and what it is."""

    file = FileField(lazy_gettext("File"))
    note = LineField(lazy_gettext("What it is"), [at_most(NOTE)])


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("GET", "POST"))
def drafts(key: str) -> ResponseReturnValue:
    """List what is kept, and add a file."""
    draft, edition = _found(key)
    if request.method == "POST" and draft.contact:
        raise NotFound(key)  # a co-author reads
    form = DraftForm()
    if not form.is_submitted():
        return _page(draft, edition, form)
    if not provenance.may_change(draft.state, edition):
        return errors.page(409, gettext("Drafts and notes can be added until the closing time only."))
    valid = form.validate()
    if oversized.tell(form):
        return _page(draft, edition, form), 413
    if valid and form.try_to(lambda: _add(draft, form)):
        flash(gettext("Kept, sealed. Nobody sees it unless a review is opened."), "success")
        return redirect(url_for("author.drafts", key=key), 303)
    return _page(draft, edition, form), 422


@pages.page(f"{PATH}/<item>/take-back", Permission.WRITE_ENTRY, methods=("POST",))
def drafts_take_back(key: str, item: str) -> ResponseReturnValue:
    try:
        provenance.take_back(key, item, author_id=actor.current().account_id, now=arrival.instant())
    except Conflict as error:
        return errors.page(409, errors.sentence(error))
    flash(gettext("Deleted."), "success")
    return redirect(url_for("author.drafts", key=key), 303)


@pages.page(f"{PATH}/<item>/file", Permission.WRITE_ENTRY)
def drafts_file(key: str, item: str) -> ResponseReturnValue:
    """Send an author of the work a file that is kept with it, byte for byte."""
    file = sealed.own_file(key, actor.current().account_id, item)
    return attachment(files.content(file), "draft", file.kind)


def _add(draft: DraftView, form: DraftForm) -> None:
    sent: FileStorage | None = request.files.get("file")
    if sent is None or not sent.filename:
        raise RuleBroken(N_("Choose a file."), field="file")
    received = provenance.receive(sent.stream.read(), sent.filename)
    provenance.add(
        draft.key,
        received,
        form.note.data or "",
        author_id=actor.current().account_id,
        now=arrival.instant(),
    )


def _page(draft: DraftView, edition: EditionView, form: DraftForm) -> str:
    account_id = actor.current().account_id
    limit = current_app.extensions["contest_settings"].upload_limit
    return render_template(
        "author/drafts.html",
        draft=draft,
        edition=edition,
        form=form,
        kept=sealed.of_entry(draft.key, account_id),
        openings=sealed.openings_of(draft.key, account_id),
        may_change=not draft.contact and provenance.may_change(draft.state, edition),
        most=MOST,
        limit=limit,
        too_large=gettext(TOO_LARGE, limit=limit // MEGABYTE),
    )


def _found(key: str) -> tuple[DraftView, EditionView]:
    """Return an entry of the person's, as author or co-author; where nothing is kept sealed there is no such page."""
    account_id = actor.current().account_id
    draft = entries.draft(key, account_id)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    if not (edition.keeps_drafts or sealed.of_entry(key, account_id)):
        raise NotFound(key)
    use_zone(edition.zone)
    return draft, edition
