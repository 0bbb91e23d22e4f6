"""A work moved to another category, the unit of an author corrected, a duplicate merged: each with its reason."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectChoice, SelectField

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import acts_done, office_acts, screening_queries
from contest.entries.office_acts import By
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.entries.screening_queries import ScreeningView
from contest.kernel import clock
from contest.web import actor
from contest.web.forms import Form, LineField, TextField, at_most
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.office.unit_name import UnitNameField

PATH = "/<slug>/screening/<key>/correct"


class MoveForm(Form):
    """Another category."""

    category_id = SelectField(lazy_gettext("Category"), coerce=int, validate_choice=False)
    reason = TextField(lazy_gettext("Reason"))


class UnitForm(Form):
    """Another unit of one of the authors."""

    account_id = SelectField(lazy_gettext("Author"), coerce=int, validate_choice=False)
    unit_id = UnitNameField(lazy_gettext("Unit"))
    reason = TextField(lazy_gettext("Reason"))


class NameForm(Form):
    """Another spelling of the name of one of the authors."""

    account_id = SelectField(lazy_gettext("Author"), coerce=int, validate_choice=False)
    name = LineField(lazy_gettext("Name, as it is spelt rightly"), [at_most(120)])
    reason = TextField(lazy_gettext("Reason"))


class MergeForm(Form):
    """The receipt of the work that is the same as this one."""

    number = LineField(lazy_gettext("Receipt of the same work"))
    take_unit = BooleanField(lazy_gettext("It counts for the unit of that work"))
    reason = TextField(lazy_gettext("Reason"))


class PartForm(Form):
    """Why two works that were merged are not the same."""

    reason = TextField(lazy_gettext("Reason"))


@pages.page(PATH, Permission.SCREEN)
def screening_correct(edition: EditionView, key: str) -> ResponseReturnValue:
    entry = screening_queries.to_screen(key, edition.id)
    return _page(edition, entry, 200)


@pages.page(f"{PATH}/category", Permission.SCREEN, methods=("POST",))
def screening_move(edition: EditionView, key: str) -> ResponseReturnValue:
    form = MoveForm(prefix="move-")
    return _do(edition, key, form, lambda by: office_acts.move(key, form.category_id.data or 0, by))


@pages.page(f"{PATH}/unit", Permission.SCREEN, methods=("POST",))
def screening_unit(edition: EditionView, key: str) -> ResponseReturnValue:
    form = UnitForm(prefix="unit-")

    def correct(by: By) -> None:
        office_acts.correct_unit(key, form.account_id.data or 0, form.unit_id.unit_id, by)

    return _do(edition, key, form, correct)


@pages.page(f"{PATH}/name", Permission.SCREEN, methods=("POST",))
def screening_name(edition: EditionView, key: str) -> ResponseReturnValue:
    form = NameForm(prefix="name-")

    def correct(by: By) -> None:
        office_acts.correct_name(key, form.account_id.data or 0, form.name.data or "", by)

    return _do(edition, key, form, correct)


@pages.page(f"{PATH}/merge", Permission.SCREEN, methods=("POST",))
def screening_merge(edition: EditionView, key: str) -> ResponseReturnValue:
    form = MergeForm(prefix="merge-")

    def merge(by: By) -> None:
        office_acts.merge(key, form.number.data or "", by, take_unit=bool(form.take_unit.data))

    return _do(edition, key, form, merge)


@pages.page(f"{PATH}/part", Permission.SCREEN, methods=("POST",))
def screening_part(edition: EditionView, key: str) -> ResponseReturnValue:
    """Take a merge back: this work takes part again."""

    def part(by: By) -> None:
        office_acts.part(key, by)

    return _do(edition, key, PartForm(prefix="part-"), part)


def _do(
    edition: EditionView,
    key: str,
    form: MoveForm | UnitForm | NameForm | MergeForm | PartForm,
    act: Callable[[By], None],
) -> ResponseReturnValue:
    entry = screening_queries.to_screen(key, edition.id)
    by = By(edition.id, actor.current().account_id, form.reason.data or "", clock.now())
    if not (form.validate() and form.try_to(lambda: act(by))):
        return _page(edition, entry, 422, form)
    flash(gettext("Done; the authors are told by mail."), "success")
    return redirect(url_for("office.screening_entry", slug=edition.slug, key=key), 303)


def _page(
    edition: EditionView, entry: ScreeningView, status: int, sent: Form | None = None
) -> ResponseReturnValue:
    move = sent if isinstance(sent, MoveForm) else MoveForm(formdata=None, prefix="move-")
    unit = sent if isinstance(sent, UnitForm) else UnitForm(formdata=None, prefix="unit-")
    name = sent if isinstance(sent, NameForm) else NameForm(formdata=None, prefix="name-")
    merge = sent if isinstance(sent, MergeForm) else MergeForm(formdata=None, prefix="merge-")
    part = sent if isinstance(sent, PartForm) else PartForm(formdata=None, prefix="part-")
    acts = [act for those in acts_done.of_works([entry.key]).values() for act in those]
    move.category_id.choices = [SelectChoice(c.id, c.name) for c in editions.categories(edition.id)]
    move.category_id.data = move.category_id.data or entry.category_id
    people = [entry.author, *(each.person for each in entry.co_authors if each.left_at is None)]
    unit.account_id.choices = [SelectChoice(each.id, each.name) for each in people]
    name.account_id.choices = unit.account_id.choices
    page = sections.render(
        "office/screening_correct.html",
        edition,
        here_in_menu="office.screening",
        entry=entry,
        move=move,
        unit=unit,
        name=name,
        merge=merge,
        part=part,
        acts=acts,
        others=acts_done.others(acts),
        may=states.may(Act.LEAVE, entry.state, edition.phase),
        may_part=acts_done.is_duplicate(acts) and states.may(Act.REJOIN, entry.state, edition.phase),
    )
    return page, status
