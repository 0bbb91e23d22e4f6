"""For administrators: the tree of units that people choose theirs from, one by one and by lists."""

from collections.abc import Iterable, Iterator

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.datastructures import FileStorage

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.kernel import clock
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import units as people
from contest.people.rules import unit_tree
from contest.people.rules.unit_tree import Listed, Plan, Unit
from contest.platform import spreadsheets
from contest.web import actor
from contest.web.account.pages import pages
from contest.web.account.unit_forms import UnitForm, UnitListForm
from contest.web.downloads import attachment
from contest.web.errors import sentence
from contest.web.templating import day

SIZE = 100
SHOWN = 100  # of wrong rows, and of each kind of change: more is no help, the list itself has them all
KINDS = ("xlsx", "csv")
HEADERS = {
    "vi": ("Mã", "Tên", "Loại", "Mã đơn vị cấp trên", "Từ ngày", "Đến ngày", "Mã đơn vị kế thừa"),
    "en": ("Code", "Name", "Kind", "Parent code", "Valid from", "Valid until", "Successor codes"),
}
# What a list looks like: two communes that became one on 1 July 2025.
EXAMPLE = (
    ("T", "Tỉnh Mẫu", "tỉnh", "", "", "", ""),
    ("T-01", "Xã Suối Mơ", "xã", "T", "", "30/06/2025", "T-10"),
    ("T-02", "Xã Rừng Cọ", "xã", "T", "", "30/06/2025", "T-10"),
    ("T-10", "Xã Suối Rừng", "xã", "T", "01/07/2025", "", ""),
)


@pages.page("/administration/units", Permission.MANAGE_UNITS, methods=("GET", "POST"))
def units() -> ResponseReturnValue:
    form = UnitForm()
    if form.validate_on_submit() and form.try_to(lambda: _save(form.unit())):
        flash(gettext("The unit %(name)s is in the tree.", name=form.name.data), "success")
        return redirect(url_for("account.units"), 303)
    return _list(form), 422 if form.errors else 200


def _list(form: UnitForm) -> str:
    words, after = request.args.get("q", ""), request.args.get("after", "")
    found = people.search(words, after=after, limit=SIZE + 1)
    shown = found[:SIZE]
    return render_template(
        "account/units.html",
        form=form,
        units=shown,
        ids=people.ids([unit.code for unit in shown]),
        words=words,
        is_first=not after,
        create_url=_create_url() if shown else None,
        next_url=url_for("account.units", q=words or None, after=shown[-1].code)
        if len(found) > SIZE
        else None,
    )


def _create_url() -> str | None:
    """Return where the first contest is made, for whoever may and has none yet."""
    me = actor.current()
    may = not me.duties and allows(Permission.CREATE_EDITION, actor.circumstances(None))
    return url_for("office.new") if may and "office.new" in current_app.view_functions else None


@pages.page("/administration/units/<int:unit_id>", Permission.MANAGE_UNITS, methods=("GET", "POST"))
def unit(unit_id: int) -> ResponseReturnValue:
    """Rename, move or end one unit, and name its successors."""
    stored = people.one(unit_id)
    form = UnitForm()
    del form.code  # it stands in lists and papers: it never changes
    if not form.is_submitted():
        form.show(stored)
        return render_template("account/unit.html", form=form, unit=stored)
    try:
        if form.validate() and form.try_to(lambda: _save(form.unit(stored.code), seen=form.seen.data)):
            flash(gettext("The unit %(name)s has been saved.", name=form.name.data), "success")
            return redirect(url_for("account.units", q=stored.code), 303)
    except Conflict as error:
        form.take(error)
    return render_template("account/unit.html", form=form, unit=stored), 422


def _save(typed: Unit, seen: str | None = None) -> None:
    if seen is None and typed.code in people.ids([typed.code]):
        raise RuleBroken(N_("There is a unit with the code %(code)s already."), field="code", code=typed.code)
    people.save(typed, seen=seen, actor_id=actor.current().account_id, now=clock.now())


# --- lists --------------------------------------------------------------------------------------------------


@pages.page("/administration/units/export.<kind>", Permission.MANAGE_UNITS)
def units_export(kind: str) -> Response:
    """Send all units as a list that can be changed and read in again."""
    return _file(_rows(people.tree().values()), "units", kind)


@pages.page("/administration/units/template.<kind>", Permission.MANAGE_UNITS)
def units_template(kind: str) -> Response:
    """Send a list with an example to start from."""
    return _file(EXAMPLE, "units-template", kind)


def _file(rows: Iterable[tuple[str, ...]], name: str, kind: str) -> Response:
    if kind not in KINDS:
        raise NotFound(kind)
    header = HEADERS["vi" if str(get_locale()) == "vi" else "en"]
    if kind == "xlsx":
        return attachment(spreadsheets.write_excel(header, rows, sheet=gettext("Units")), name, kind)
    return attachment(spreadsheets.write_csv(header, rows), name, kind)


def _rows(listed: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
    for each in listed:
        first, last = (f"{d:%d/%m/%Y}" if d else "" for d in (each.valid_from, each.valid_until))
        yield each.code, each.name, each.kind, each.parent or "", first, last, " ".join(each.successors)


@pages.page("/administration/units/import", Permission.MANAGE_UNITS, methods=("GET", "POST"))
def units_import() -> ResponseReturnValue:
    """Show what a list would change, row by row what is wrong with it; then do exactly that."""
    form = UnitListForm()
    if not form.is_submitted():
        return render_template("account/units_import.html", form=form, plan=None)
    plans: list[Plan] = []
    if not (form.validate() and form.try_to(lambda: plans.append(_plan(form)))):
        return render_template("account/units_import.html", form=form, plan=None), 422
    plan = plans[0]
    if "apply" in request.form and not plan.wrong and form.try_to(lambda: _apply(form, plan)):
        flash(
            gettext(
                "The list is in the tree: %(added)d units added, %(changed)d changed.",
                added=len(plan.added),
                changed=len(plan.changed),
            ),
            "success",
        )
        return redirect(url_for("account.units"), 303)
    return _preview(form, plan)


def _plan(form: UnitListForm) -> Plan:
    sent: FileStorage | None = request.files.get("file")
    if sent is not None and sent.filename:
        lines = spreadsheets.read_file(sent.read(spreadsheets.SIZE + 1), sent.filename)
    elif form.read_before:
        lines = spreadsheets.read_text(form.read_before, field="file")
    else:
        raise RuleBroken(N_("Choose a file."), field="file")
    return unit_tree.plan(people.tree(), unit_tree.read([(line.number, line.cells) for line in lines]))


def _apply(form: UnitListForm, plan: Plan) -> None:
    people.apply(plan, seen=form.seen.data or "", actor_id=actor.current().account_id, now=clock.now())


def _preview(form: UnitListForm, plan: Plan) -> ResponseReturnValue:
    if not plan.wrong:
        # What was read goes along with the page, so that what is saved is what was shown.
        form.rows.data = spreadsheets.as_text([HEADERS["en"], *_rows(row.unit for row in plan.rows)])
        form.seen.data = unit_tree.digest(people.tree())
    page = render_template(
        "account/units_import.html",
        form=form,
        plan=plan,
        shown=SHOWN,
        wrong=[(row, _sentences(row)) for row in plan.wrong[:SHOWN]],
        changed=[(after, _changes(before, after)) for before, after in plan.changed[:SHOWN]],
    )
    return page, 422 if plan.wrong or form.errors else 200


def _sentences(row: Listed) -> list[str]:
    return [sentence(problem) for problem in row.problems]


def _changes(before: Unit, after: Unit) -> list[tuple[str, str, str]]:
    """Give (column, before, after) in the words of the page."""
    header = dict(zip(unit_tree.COLUMNS, HEADERS["vi" if str(get_locale()) == "vi" else "en"], strict=True))
    return [
        (header[name], _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in unit_tree.differences(before, after)
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "—"
    return value or "—" if isinstance(value, str) else day(value)  # type: ignore[arg-type]  # a date or None
