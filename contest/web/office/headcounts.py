"""How many people units have, where the formula of the unit prizes counts works on 100 people: typed or as a list."""

from collections.abc import Iterator, Sequence

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import FileField

from contest.access.permissions import Permission
from contest.editions import headcounting, queries, unit_awards
from contest.editions.queries import EditionView
from contest.editions.rules import headcounts as rules
from contest.kernel import clock
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform import spreadsheets
from contest.web import actor
from contest.web.downloads import attachment
from contest.web.forms import TextField
from contest.web.office import row_lists, sections
from contest.web.office.pages import pages
from contest.web.office.row_lists import RowsForm, Wrong

PATH = "/<slug>/settings/headcounts"
SHOWN = 500  # lines on the page; the file has all


class HeadcountForm(RowsForm):
    """Units and how many people each has."""

    rows = TextField(lazy_gettext("Units and how many people each has"))
    file = FileField(lazy_gettext("Or an Excel or CSV file"))


@pages.page(PATH, Permission.EDIT_EDITION, methods=("GET", "POST"))
def headcounts(edition: EditionView) -> ResponseReturnValue:
    """Show the numbers; take in the good rows of what is sent, and keep the others in the form to be mended."""
    form = HeadcountForm()
    return row_lists.answer(
        form,
        lambda: _take_in(edition, form),
        lambda wrong, status: (_page(edition, form, wrong), status),
        done=url_for("office.headcounts", slug=edition.slug),
    )


def _take_in(edition: EditionView, form: HeadcountForm) -> Iterator[Wrong]:
    today = clock.now().date()
    read = rules.rows(
        [(line.number, line.cells) for line in row_lists.lines(form)],
        unit_awards.known_units(edition.id, today),
    )
    if not read:
        raise RuleBroken(N_("Write or paste at least one unit with its number of people."), field="rows")
    good = {row.unit_id: row.people for row in read if row.unit_id is not None and not row.problems}
    changed = headcounting.keep(edition.id, good, actor_id=actor.current().account_id, now=clock.now())
    if good:
        flash(ngettext("%(num)d number was changed.", "%(num)d numbers were changed.", changed), "success")
    for row in read:
        if row.problems:
            yield row_lists.wrong(row.number, row.unit, f"{row.unit}\t{row.typed}", row.problems)


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


def _page(edition: EditionView, form: HeadcountForm, wrong: Sequence[Wrong]) -> str:
    is_asked = queries.spec(edition.id).unit_prizes.asks_headcount
    units = unit_awards.ranked_units(edition.id, clock.now().date()) if is_asked else ()
    return sections.render(
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
