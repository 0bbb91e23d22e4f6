"""Texts that works are compared with: those the office has added, a new one, what may be quoted."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import reference_texts
from contest.entries.reference_texts import Reference
from contest.kernel import clock
from contest.web import actor
from contest.web.forms import Form, LineField, TextField
from contest.web.office import sections
from contest.web.office.pages import pages


class ReferenceForm(Form):
    """A text to compare works with."""

    title = LineField(lazy_gettext("Title"))
    origin = LineField(lazy_gettext("Where it is from"))
    text = TextField(lazy_gettext("Text"))
    file = FileField(lazy_gettext("Or a file with the text"))
    may_be_quoted = BooleanField(lazy_gettext("May be quoted: what stands in it does not count in works"))

    def read(self) -> None:
        """Take the text of the file, where one was sent, into the form: it stays there if something else is wrong."""
        sent: FileStorage | None = request.files.get("file")
        if sent is not None and sent.filename:
            self.text.data = reference_texts.read(sent.read(), sent.filename)

    def reference(self) -> Reference:
        """Return what was typed."""
        return Reference(
            self.title.data or "", self.origin.data or "", self.text.data or "", bool(self.may_be_quoted.data)
        )


@pages.page("/<slug>/references", Permission.KEEP_REFERENCES, methods=("GET", "POST"))
def references(edition: EditionView) -> ResponseReturnValue:
    """List the texts, and add one."""
    form = ReferenceForm()
    if not form.is_submitted():
        return _page(edition, form, 200)
    if form.validate() and form.try_to(form.read) and form.try_to(lambda: _add(edition, form)):
        flash(gettext("The text is added. The works are compared with it in the next minutes."), "success")
        return redirect(url_for("office.references", slug=edition.slug), 303)
    return _page(edition, form, 422)


@pages.page("/<slug>/references/quotable", Permission.KEEP_REFERENCES, methods=("POST",))
def references_quotable(edition: EditionView) -> ResponseReturnValue:
    """Say that a text may be quoted, or that it may not."""
    may_be = request.form.get("quotable") == "yes"
    reference_texts.let_be_quoted(edition.id, request.form.get("key", ""), may_be=may_be, **_by())
    flash(gettext("Saved. The works are compared again in the next minutes."), "success")
    return redirect(url_for("office.references", slug=edition.slug), 303)


@pages.page("/<slug>/references/delete", Permission.KEEP_REFERENCES, methods=("POST",))
def references_delete(edition: EditionView) -> ResponseReturnValue:
    reference_texts.remove(edition.id, request.form.get("key", ""), **_by())
    flash(gettext("The text is deleted, and so is what was found in it."), "success")
    return redirect(url_for("office.references", slug=edition.slug), 303)


def _add(edition: EditionView, form: ReferenceForm) -> None:
    reference_texts.add(edition.id, form.reference(), **_by())


def _by() -> dict[str, Any]:
    return {"actor_id": actor.current().account_id, "now": clock.now()}


def _page(edition: EditionView, form: ReferenceForm, status: int) -> ResponseReturnValue:
    page = sections.render(
        "office/references.html", edition, form=form, references=reference_texts.of_edition(edition.id)
    )
    return page, status
