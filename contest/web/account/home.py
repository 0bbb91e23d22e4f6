"""The page of one's own account: details, duties, agreements, and what waits to be done."""

from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.communications import outbox
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.people import queries, service
from contest.people.service import Details
from contest.web import actor, key_todo, limits, wording
from contest.web.account import agreements
from contest.web.account.details_forms import DetailsForm
from contest.web.account.pages import pages
from contest.web.unit_field import NO_UNIT


@pages.page("/", Permission.SEE_ACCOUNT)
def home() -> ResponseReturnValue:
    who = actor.current()
    person = queries.person(who.account_id)
    units = queries.unit_line(person.unit_id)
    return render_template(
        "account/home.html",
        person=person,
        unit=units[0] if units else None,
        above=units[1:],
        duties=[_duty(edition, held) for edition, held in who.duties],
        consents=queries.consents(person.id),
        unit_consent=agreements.form(person.id),
    )


@dataclass(frozen=True, slots=True)
class DutyView:
    """What the person is in one edition, and where that is done."""

    edition: EditionView
    names: list[str]
    links: list[tuple[str, str]]
    todo: list[tuple[str, str]]


def _duty(edition: EditionView, held: frozenset[Duty]) -> DutyView:
    places = (
        (Duty.JUDGE in held, gettext("To the desk"), "judge.desk"),
        (bool(held & actor.OFFICE), gettext("To the office"), "office.home"),
        (Duty.UNIT_CONTACT in held, gettext("Your unit in numbers"), "account.own_unit"),
    )
    known = current_app.view_functions
    return DutyView(
        edition=edition,
        names=[str(wording.DUTIES[duty]) for duty in Duty if duty in held],
        links=[
            (label, url_for(page, slug=edition.slug))
            for ours, label, page in places
            if ours and page in known
        ],
        todo=key_todo.now(edition, actor.current().account_id) if Duty.KEY_HOLDER in held else [],
    )


@pages.page("/details", Permission.SEE_ACCOUNT, methods=("GET", "POST"))
def details() -> ResponseReturnValue:
    person = queries.person(actor.current().account_id)
    form = DetailsForm(
        full_name=person.name,
        birth_year=person.birth_year or "",
        unit_id=str(person.unit_id or NO_UNIT),
        phone=person.phone or "",
        language=person.language,
    )
    if form.validate_on_submit() and form.try_to(lambda: _change(person.id, form)):
        session["language"] = form.language.data
        flash(gettext("Your details are saved."), "success")
        return redirect(url_for("account.home"), 303)
    return render_template("account/details.html", form=form), 422 if form.errors else 200


def _change(account_id: int, form: DetailsForm) -> None:
    about = Details(
        full_name=form.full_name.data or "",
        birth_year=int(form.birth_year.data or 0),
        phone=form.phone.data or "",
        unit_id=form.chosen_unit,
    )
    service.change_details(account_id, about, language=form.language.data, now=clock.now())


@pages.page("/confirmation", Permission.SEE_ACCOUNT, methods=("POST",))
@limits.tries("5 per hour", lambda: f"account {actor.current().id}")
def confirmation() -> ResponseReturnValue:
    """Send the link of confirmation once more."""
    person = queries.person(actor.current().account_id)
    if person.is_confirmed:
        flash(gettext("This address is confirmed already. There is nothing more to do."), "info")
    else:
        outbox.write("confirm_address", person.id, {}, now=clock.now())
        flash(gettext("We have sent the link to %(address)s once more.", address=person.email), "success")
    return redirect(url_for("account.home"), 303)
