"""The people of an edition: invitations, duties, and who reads which category."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import EmailField, FieldList, FormField, RadioField, SelectChoice, ValidationError

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.communications import outbox
from contest.editions import queries, roster, service
from contest.editions.queries import EditionView, RoundView
from contest.editions.rules.officials import CAPACITY, INVITED
from contest.editions.service import Invitee, Seat
from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.people import queries as persons
from contest.settings import LANGUAGES
from contest.web import actor, wording
from contest.web.forms import Form, LineField, at_most, required
from contest.web.office import sections
from contest.web.office.fields import NumberField, Row, RowsForm, TicksField, number
from contest.web.office.inviting import invite, send
from contest.web.office.pages import pages
from contest.web.office.unit_name import UnitNameField
from contest.web.templating import LANGUAGE_NAMES

HINTS: Mapping[Duty, Any] = {
    Duty.SECRETARY: lazy_gettext("sees names and works, screens them and draws the blind codes"),
    Duty.JUDGE: lazy_gettext("reads and scores blind copies, never sees a name"),
    Duty.CHAIR: lazy_gettext("sees all scores by code, settles differences, decides the awards"),
    Duty.OBSERVER: lazy_gettext("reads the log and the progress, never a work or a name"),
    Duty.ORGANISER: lazy_gettext("sets the contest up, appoints people, publishes the results"),
    Duty.UNIT_CONTACT: lazy_gettext(
        "sees how many works came from one unit and who of it agreed to be shown, never a work"
    ),
    Duty.KEY_HOLDER: lazy_gettext(
        "keeps a key to the sealed identities, which only several holders open together"
    ),
    Duty.TREASURER: lazy_gettext(
        "pays the prizes after the results: the only one who sees the winners' bank details"
    ),
}


class InviteForm(Form):
    """Somebody to be invited to a duty."""

    full_name = LineField(lazy_gettext("Full name"), [required(), at_most(100)])
    email = EmailField(lazy_gettext("E-mail address"), [required(), at_most(254)])
    duty = RadioField(
        lazy_gettext("Duty"), choices=[SelectChoice(d.value, "") for d in INVITED], validate_choice=False
    )
    unit = UnitNameField(lazy_gettext("Unit"))
    language = RadioField(
        lazy_gettext("Language of the letter"),
        choices=[SelectChoice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        validate_choice=False,
    )

    def validate_duty(self, field: RadioField) -> None:
        if field.data not in set(INVITED):
            raise ValidationError(gettext("Choose what this person is invited to."))

    def validate_language(self, field: RadioField) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(gettext("Choose one of the languages."))


def _invite_form() -> InviteForm:
    form = InviteForm(language=str(get_locale() or "vi"))
    form.duty.choices = [SelectChoice(d.value, f"{wording.DUTIES[d]}: {HINTS[d]}") for d in INVITED]
    return form


@pages.page("/<slug>/people", Permission.APPOINT, methods=("GET", "POST"))
def people(edition: EditionView) -> ResponseReturnValue:
    form = _invite_form()
    if not form.is_submitted():
        return _people(edition, form, 200)
    if form.validate() and form.try_to(lambda: _invite(edition, form)):
        flash(gettext("The invitation is on its way to %(email)s.", email=form.email.data), "success")
        return redirect(url_for("office.people", slug=edition.slug), 303)
    return _people(edition, form, 422)


def _invite(edition: EditionView, form: InviteForm) -> None:
    duty = Duty(form.duty.data)
    named = (form.email.data, form.full_name.data or "", duty, form.language.data)
    invite(edition.id, Invitee(*named, unit_id=form.unit.unit_id))


def _people(edition: EditionView, form: InviteForm, status: int) -> ResponseReturnValue:
    officials, now = roster.officials(edition.id), clock.now()
    invitations = roster.invitations(edition.id, now=now)
    known = persons.people(frozenset(official.account_id for official in officials))
    units = {each.unit_id for each in officials} | {each.unit_id for each in invitations}
    return (
        sections.render(
            "office/appointments.html",
            edition,
            here_in_menu="office.people",
            form=form,
            officials=[(official, known[official.account_id]) for official in officials],
            invitations=invitations,
            units=persons.unit_names(frozenset(unit for unit in units if unit is not None)),
            contact=Duty.UNIT_CONTACT,
            mail_stays=outbox.is_readable(),
            wording=wording,
        ),
        status,
    )


@pages.page("/<slug>/people/end", Permission.APPOINT, methods=("POST",))
def end_duty(edition: EditionView) -> ResponseReturnValue:
    who, duty = number(request.form.get("account")), request.form.get("duty", "")
    if who is None or duty not in set(Duty):
        raise NotFound(duty)
    service.end_appointment(edition.id, who, Duty(duty), actor_id=actor.current().account_id, now=clock.now())
    flash(gettext("The duty has ended."), "success")
    actor.forget()
    mine = actor.current().duties_in(edition.id)
    back = (
        url_for("office.people", slug=edition.slug) if Duty.ORGANISER in mine else url_for("office.editions")
    )
    return redirect(back, 303)


@pages.page("/<slug>/people/revoke", Permission.APPOINT, methods=("POST",))
def revoke(edition: EditionView) -> ResponseReturnValue:
    service.revoke_invitation(
        request.form.get("key", ""),
        edition_id=edition.id,
        actor_id=actor.current().account_id,
        now=clock.now(),
    )
    flash(gettext("The invitation has been withdrawn. Its link no longer works."), "success")
    return redirect(url_for("office.people", slug=edition.slug), 303)


@pages.page("/<slug>/people/renew", Permission.APPOINT, methods=("POST",))
def renew(edition: EditionView) -> ResponseReturnValue:
    who, now = actor.current().account_id, clock.now()
    send(service.renew_invitation(request.form.get("key", ""), edition_id=edition.id, actor_id=who, now=now))
    flash(gettext("The invitation has been sent again. It is good for 14 days from now."), "success")
    return redirect(url_for("office.people", slug=edition.slug), 303)


# --- the panel ----------------------------------------------------------------------------------------------


class SeatRow(Row):
    """A judge's seat: the categories, and the most readings."""

    categories = TicksField(lazy_gettext("Categories"), coerce=int, validate_choice=False)
    capacity = NumberField(lazy_gettext("At most (works)"))

    @property
    def counts(self) -> bool:
        return True

    def validate_capacity(self, field: NumberField) -> None:
        if field.data is not None and not 1 <= field.data <= CAPACITY:
            raise ValidationError(
                gettext("Write a whole number from 1 to %(most)d, or nothing.", most=CAPACITY)
            )


class PanelForm(RowsForm):
    """All judges of the edition with their seats in a round."""

    seats = FieldList(FormField(SeatRow))

    def show(self, judges: tuple[int, ...], stored: tuple[queries.SeatView, ...]) -> None:
        """Fill in who sits where."""
        for judge in judges:
            mine = [seat for seat in stored if seat.account_id == judge]
            row = self.seats.append_entry().form
            row.id.data = judge
            row.categories.data = [seat.category_id for seat in mine]
            row.capacity.data = mine[0].capacity if mine else None

    def typed(self) -> dict[int, Seat]:
        """Return who shall sit where."""
        rows = [row for row in self.kept("seats") if row.row_id is not None]
        return {row.row_id: Seat(tuple(row.categories.data or ()), row.capacity.data) for row in rows}


@pages.page("/<slug>/panel", Permission.APPOINT, methods=("GET", "POST"))
def panel(edition: EditionView) -> ResponseReturnValue:
    rounds = queries.rounds(edition.id)
    wanted = number(request.args.get("round"))
    round_ = next((r for r in rounds if r.position + 1 == wanted), None)
    round_ = round_ or queries.current_round(edition.id) or rounds[-1]
    form = PanelForm()
    if not form.is_submitted():
        form.show(queries.appointed(edition.id, Duty.JUDGE), queries.panel(round_.id))
        return _panel(edition, round_, form, 200)
    who, now = actor.current().account_id, clock.now()
    if form.validate() and form.try_to(
        lambda: service.set_panel(round_.id, form.typed(), actor_id=who, now=now)
    ):
        flash(gettext("The panel is settled."), "success")
        return redirect(url_for("office.panel", slug=edition.slug, round=round_.position + 1), 303)
    return _panel(edition, round_, form, 422)


def _panel(edition: EditionView, round_: RoundView, form: PanelForm, status: int) -> ResponseReturnValue:
    categories = queries.categories(edition.id)
    for entry in form.seats:
        entry.form.categories.choices = [SelectChoice(category.id, category.name) for category in categories]
    known = persons.people(frozenset(entry.form.row_id or 0 for entry in form.seats))
    seated = [seat.category_id for seat in queries.panel(round_.id)]
    return (
        sections.render(
            "office/edition_panel.html",
            edition,
            here_in_menu="office.panel",
            form=form,
            names={person.id: person.name for person in known.values()},
            round=round_,
            rounds=queries.rounds(edition.id),
            gaps=[(c, seated.count(c.id)) for c in categories if seated.count(c.id) < round_.readings],
            wording=wording,
        ),
        status,
    )
