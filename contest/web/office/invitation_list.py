"""Invites many people at once: a list typed, pasted or uploaded, looked through before a letter goes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext, ngettext
from wtforms import FileField, RadioField, SelectChoice, ValidationError

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.communications import outbox
from contest.editions import queries, service
from contest.editions.queries import EditionView
from contest.editions.rules import invitees
from contest.editions.rules.invitees import Known, Row
from contest.editions.service import Invitee
from contest.kernel import clock, text
from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as persons
from contest.settings import LANGUAGES
from contest.web import wording
from contest.web.errors import sentence
from contest.web.forms import TextField
from contest.web.office import row_lists, sections
from contest.web.office.inviting import invite
from contest.web.office.pages import pages
from contest.web.office.row_lists import RowsForm
from contest.web.templating import LANGUAGE_NAMES

# A jury and its secretariat have at most some hundred people; more at once would be letters to strangers.
MOST = 500
# What a whole list may be invited to by one word; any other duty is written beside the name.
DUTIES = (Duty.JUDGE, Duty.SECRETARY, Duty.OBSERVER, Duty.UNIT_CONTACT)


class ListForm(RowsForm):
    """The list, and what those on it are invited to who have no duty in it."""

    rows = TextField(lazy_gettext("List of people"))
    file = FileField(lazy_gettext("Or an Excel or CSV file"))
    duty = RadioField(
        lazy_gettext("Duty of those who have none in the list"), choices=[], validate_choice=False
    )
    language = RadioField(
        lazy_gettext("Language of the letter"),
        choices=[SelectChoice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        validate_choice=False,
    )

    def validate_duty(self, field: RadioField) -> None:
        if field.data not in set(DUTIES):
            raise ValidationError(gettext("Choose what these people are invited to."))

    def validate_language(self, field: RadioField) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(gettext("Choose one of the languages."))


@dataclass(frozen=True, slots=True)
class Looked:
    """A row of the list, and in the language of the page what is wrong with it; nothing where it is good."""

    row: Row
    problems: tuple[str, ...]


@pages.page("/<slug>/people/list", Permission.APPOINT, methods=("GET", "POST"))
def people_list(edition: EditionView) -> ResponseReturnValue:
    """Look through the list; then invite whoever is good on it and keep the rest in the form to be mended."""
    form = ListForm(duty=Duty.JUDGE.value, language=str(get_locale() or "vi"))
    form.duty.choices = [SelectChoice(duty.value, wording.DUTIES[duty]) for duty in DUTIES]
    if not form.is_submitted():
        return _page(edition, form, (), 200)
    found: list[Looked] = []
    if not (form.validate() and form.try_to(lambda: found.extend(_look_through(edition, form)))):
        return _page(edition, form, (), 422)
    if "send" not in request.form:
        return _page(edition, form, found, 422 if any(each.problems for each in found) else 200)
    return _send(edition, form, found)


def _send(edition: EditionView, form: ListForm, found: Sequence[Looked]) -> ResponseReturnValue:
    good = [each.row for each in found if not each.problems]
    for row in good:
        invite(edition.id, _invitee(form, row))
    if good:
        flash(
            ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", len(good)),
            "success",
        )
    left = [each for each in found if each.problems]
    if not left:
        return redirect(url_for("office.people", slug=edition.slug), 303)
    form.rows.data = _written([each.row for each in left])
    # 200, as something was done: what went out is kept, and only the rows left over are shown again.
    return _page(edition, form, left, 200)


def _look_through(edition: EditionView, form: ListForm) -> list[Looked]:
    lines = row_lists.lines(form)
    if not lines:
        raise RuleBroken(
            N_("Write or paste at least one person: name and e-mail address, a row each."), field="rows"
        )
    if len(lines) > MOST:
        raise RuleBroken(
            N_("At most %(most)d people can be invited at once. Split the list."), field="rows", most=MOST
        )
    rows = invitees.rows([line.cells for line in lines], _known(edition), Duty(form.duty.data))
    form.rows.data = _written(rows)
    form.rows.raw_data = None
    return [_looked(edition, form, row) for row in rows]


def _known(edition: EditionView) -> Known:
    units: dict[str, list[int]] = {}
    for unit in persons.units():
        for called in dict.fromkeys((unit.code, text.fold(unit.name))):
            units.setdefault(called, []).append(unit.id)
    categories = {text.fold(category.name): category.id for category in queries.categories(edition.id)}
    return Known(units, categories)


def _looked(edition: EditionView, form: ListForm, row: Row) -> Looked:
    problems = [sentence(problem) for problem in row.problems]
    if not problems:
        try:
            service.check_invitee(edition.id, _invitee(form, row), now=clock.now())
        except RuleBroken as error:
            problems = [sentence(error)]
    return Looked(row, tuple(problems))


def _invitee(form: ListForm, row: Row) -> Invitee:
    return Invitee(row.email, row.name, row.duty, form.language.data, row.unit_id, row.category_ids)


def _written(rows: Sequence[Row]) -> str:
    """Return the rows as they are typed again: columns by tab, as Excel pastes them, under a heading if need be."""
    if not any(row.typed_duty for row in rows):
        return "\n".join(f"{r.name}\t{r.email}\t{r.unit}\t{r.categories}".rstrip("\t") for r in rows)
    heading = (gettext("Full name"), gettext("E-mail"), gettext("Duty"), gettext("Unit"), gettext("Category"))
    cells = [(r.name, r.email, r.typed_duty, r.unit, r.categories) for r in rows]
    return "\n".join("\t".join(line).rstrip("\t") for line in (heading, *cells))


def _page(edition: EditionView, form: ListForm, found: Sequence[Looked], status: int) -> ResponseReturnValue:
    return (
        sections.render(
            "office/invitation_list.html",
            edition,
            here_in_menu="office.people",
            form=form,
            found=found,
            good=sum(1 for each in found if not each.problems),
            categories=queries.categories(edition.id),
            wording=wording,
            mail_stays=outbox.is_readable(),
        ),
        status,
    )
