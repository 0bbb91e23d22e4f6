"""How many people units have, where the formula of the unit prizes counts works on 100 people: typed or as a list."""

from dataclasses import dataclass

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from contest.access.permissions import Permission
from contest.editions import headcounting, queries, unit_awards
from contest.editions.queries import EditionView
from contest.editions.rules import headcounts as rules
from contest.editions.rules.headcounts import Row
from contest.kernel import clock
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform import spreadsheets
from contest.web import actor
from contest.web.downloads import attachment
from contest.web.errors import sentence
from contest.web.forms import Form, TextField
from contest.web.office import sections
from contest.web.office.pages import pages

PATH = "/<slug>/settings/headcounts"
SHOWN = 500  # lines on the page; the file has all


class HeadcountForm(Form):
    """Units and how many people each has."""

    rows = TextField(lazy_gettext("Units and how many people each has"))
    file = FileField(lazy_gettext("Or an Excel or CSV file"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that could not be taken, with what is wrong in the language of the page."""

    row: Row
    problems: tuple[str, ...]


@pages.page(PATH, Permission.EDIT_EDITION, methods=("GET", "POST"))
def headcounts(edition: EditionView) -> ResponseReturnValue:
    """Show the numbers; take in the good rows of what is sent, and keep the others in the form to be mended."""
    form = HeadcountForm()
    if not form.is_submitted():
        return _page(edition, form, [], 200)
    wrong: list[Wrong] = []
    if not (form.validate() and form.try_to(lambda: wrong.extend(_take_in(edition, form)))):
        return _page(edition, form, [], 422)
    if not wrong:
        return redirect(url_for("office.headcounts", slug=edition.slug), 303)
    form.rows.data = "\n".join(f"{each.row.unit}\t{each.row.typed}" for each in wrong)
    # 200, as something may have been done: what was good is kept.
    return _page(edition, form, wrong, 200)


def _take_in(edition: EditionView, form: HeadcountForm) -> list[Wrong]:
    sent: FileStorage | None = request.files.get("file")
    if sent is not None and sent.filename:
        lines = spreadsheets.read_file(sent.read(spreadsheets.SIZE + 1), sent.filename)
    else:
        lines = spreadsheets.read_text(form.rows.data or "", field="rows")
    today = clock.now().date()
    read = rules.rows(
        [(line.number, line.cells) for line in lines], unit_awards.known_units(edition.id, today)
    )
    if not read:
        raise RuleBroken(N_("Write or paste at least one unit with its number of people."), field="rows")
    good = {row.unit_id: row.people for row in read if row.unit_id is not None and not row.problems}
    changed = headcounting.keep(edition.id, good, actor_id=actor.current().account_id, now=clock.now())
    if good:
        flash(ngettext("%(num)d number was changed.", "%(num)d numbers were changed.", changed), "success")
    return [Wrong(row, tuple(sentence(p) for p in row.problems)) for row in read if row.problems]


@pages.page(f"{PATH}.<kind>", Permission.EDIT_EDITION)
def headcounts_file(edition: EditionView, kind: str) -> Response:
    """Send all units that are ranked, with the numbers there are, to be filled in and read in again."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound(kind)
    header = (gettext("Code"), gettext("Unit"), gettext("Headcount"))
    rows = [
        (each.code, each.name, "" if each.people is None else each.people)
        for each in unit_awards.ranked_units(edition.id, clock.now().date())
    ]
    name = f"{edition.slug}-headcounts"
    if kind == "csv":
        return attachment(spreadsheets.write_csv(header, rows), name, kind)
    return attachment(spreadsheets.write_excel(header, rows, sheet=gettext("Headcount")), name, kind)


def _page(edition: EditionView, form: HeadcountForm, wrong: list[Wrong], status: int) -> ResponseReturnValue:
    is_asked = queries.spec(edition.id).unit_prizes.asks_headcount
    units = unit_awards.ranked_units(edition.id, clock.now().date()) if is_asked else ()
    page = sections.render(
        "office/headcounts.html",
        edition,
        here_in_menu="office.settings",
        form=form,
        is_asked=is_asked,
        may_write=edition.stored_phase != "archived",
        units=units,
        shown=SHOWN,
        missing=sum(1 for each in units if each.people is None),
        wrong=wrong,
    )
    return page, status
