"""Who must not take part: a list typed, pasted or uploaded. The secretaries are warned; nobody is refused by it."""

from collections.abc import Iterator, Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import FileField

from contest.access.permissions import Permission
from contest.editions import barred, barring
from contest.editions.queries import EditionView
from contest.editions.rules.barring import Row, rows
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.web import actor
from contest.web.forms import TextField
from contest.web.office import row_lists, sections
from contest.web.office.pages import pages
from contest.web.office.row_lists import RowsForm, Wrong


class BarredForm(RowsForm):
    """People to put on the list."""

    rows = TextField(lazy_gettext("People to add"))
    file = FileField(lazy_gettext("Or an Excel or CSV file"))


@pages.page("/<slug>/barred", Permission.BAR_PEOPLE, methods=("GET", "POST"))
def barred_people(edition: EditionView) -> ResponseReturnValue:
    """Show the list; take in the good rows of what is sent, and keep the others in the form to be mended."""
    form = BarredForm()
    return row_lists.answer(
        form,
        lambda: _take_in(edition, form),
        lambda wrong, status: (_page(edition, form, wrong), status),
        done=url_for("office.barred_people", slug=edition.slug),
    )


def _take_in(edition: EditionView, form: BarredForm) -> Iterator[Wrong]:
    lines = row_lists.lines(form)
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
    for row in read:
        if row.problems:
            yield row_lists.wrong(row.number, row.name, _typed(row), row.problems)


def _typed(row: Row) -> str:
    return f"{row.name}\t{row.email}\t{row.why}\t{row.id_number}".rstrip("\t")


@pages.page("/<slug>/barred/remove", Permission.BAR_PEOPLE, methods=("POST",))
def barred_remove(edition: EditionView) -> ResponseReturnValue:
    barring.unbar(
        edition.id, request.form.get("key", ""), actor_id=actor.current().account_id, now=clock.now()
    )
    flash(gettext("Taken off the list."), "success")
    return redirect(url_for("office.barred_people", slug=edition.slug), 303)


def _page(edition: EditionView, form: BarredForm, wrong: Sequence[Wrong]) -> str:
    return sections.render(
        "office/barred.html",
        edition,
        here_in_menu="office.barred_people",
        form=form,
        people=barred.written(edition.id),
        wrong=wrong,
    )
