"""Who must not take part: a list typed, pasted or uploaded. The secretaries are warned; nobody is refused by it."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from contest.access.permissions import Permission
from contest.editions import barred, barring
from contest.editions.queries import EditionView
from contest.editions.rules.barring import Row, rows
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.platform import spreadsheets
from contest.web import actor
from contest.web.errors import sentence
from contest.web.forms import Form, TextField
from contest.web.office import sections
from contest.web.office.pages import pages


class BarredForm(Form):
    """People to put on the list."""

    rows = TextField(lazy_gettext("People to add"))
    file = FileField(lazy_gettext("Or an Excel or CSV file"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that could not be taken, with what is wrong in the language of the page."""

    row: Row
    problems: tuple[str, ...]


@pages.page("/<slug>/barred", Permission.BAR_PEOPLE, methods=("GET", "POST"))
def barred_people(edition: EditionView) -> ResponseReturnValue:
    """Show the list; take in the good rows of what is sent, and keep the others in the form to be mended."""
    form = BarredForm()
    if not form.is_submitted():
        return _page(edition, form, [], 200)
    wrong: list[Wrong] = []
    if not (form.validate() and form.try_to(lambda: wrong.extend(_take_in(edition, form)))):
        return _page(edition, form, [], 422)
    if not wrong:
        return redirect(url_for("office.barred_people", slug=edition.slug), 303)
    form.rows.data = "\n".join(_typed(w.row) for w in wrong)
    # 200, as something may have been done: what was good is on the list.
    return _page(edition, form, wrong, 200)


def _take_in(edition: EditionView, form: BarredForm) -> list[Wrong]:
    sent: FileStorage | None = request.files.get("file")
    if sent is not None and sent.filename:
        lines = spreadsheets.read_file(sent.read(spreadsheets.SIZE + 1), sent.filename)
    else:
        lines = spreadsheets.read_text(form.rows.data or "", field="rows")
    if not lines:
        raise RuleBroken(N_("Write or paste at least one person: a name, a row each."), field="rows")
    read = rows([(line.number, line.cells) for line in lines])
    good = [row for row in read if not row.problems]
    added = barring.bar(edition.id, good, actor_id=actor.current().account_id, now=clock.now())
    if good:
        there = len(good) - added
        said = ngettext("%(num)d person was added.", "%(num)d people were added.", added)
        if there:
            said += " " + gettext("On the list already: %(count)d.", count=there)
        flash(said, "success")
    return [Wrong(row, tuple(sentence(p) for p in row.problems)) for row in read if row.problems]


def _typed(row: Row) -> str:
    return f"{row.name}\t{row.email}\t{row.why}\t{row.id_number}".rstrip("\t")


@pages.page("/<slug>/barred/remove", Permission.BAR_PEOPLE, methods=("POST",))
def barred_remove(edition: EditionView) -> ResponseReturnValue:
    barring.unbar(
        edition.id, request.form.get("key", ""), actor_id=actor.current().account_id, now=clock.now()
    )
    flash(gettext("Taken off the list."), "success")
    return redirect(url_for("office.barred_people", slug=edition.slug), 303)


def _page(edition: EditionView, form: BarredForm, wrong: list[Wrong], status: int) -> ResponseReturnValue:
    page = sections.render(
        "office/barred.html",
        edition,
        here_in_menu="office.barred_people",
        form=form,
        people=barred.written(edition.id),
        wrong=wrong,
    )
    return page, status
