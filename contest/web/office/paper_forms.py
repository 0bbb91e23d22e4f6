"""The form of a work on paper: what stays from one work of a day's batch to the next comes first."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import Optional

from contest.editions.queries import CategoryView
from contest.editions.rules.paper import CHANNELS, Coming
from contest.entries.noting import ANEW, ASK, Writer
from contest.entries.paper import PaperWork
from contest.entries.rules.on_paper import PERMIT, REFUSE, SHEET
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.keys import new_key
from contest.kernel.text import fold
from contest.people import queries as people
from contest.people import unclaimed
from contest.people.unclaimed import Noted
from contest.web.clock_field import ClockField
from contest.web.day_field import DayField
from contest.web.forms import LineField, TextField, at_most, required
from contest.web.office.fields import NumberField, Row, RowsForm, number
from contest.web.unit_field import NO_UNIT, UnitField
from contest.web.wording import CHANNELS as CHANNEL_WORDS

KEPT: Final = ("channel", "postmark", "arrived", "clock", "category_id", "unit_id", "sheet")


class OfficeUnitField(UnitField):
    """The unit of somebody else."""

    CHOOSE = lazy_gettext("Choose the unit")
    NONE = lazy_gettext("No unit, or not in this list")


class AuthorRow(Row):
    """An author as the paper names them. `known` is asked only where somebody of that name was noted before."""

    MAIN = "full_name"
    full_name = LineField(lazy_gettext("Full name"), [at_most(120)])
    birth_year = NumberField(lazy_gettext("Year of birth"))
    phone = LineField(lazy_gettext("Phone"), [at_most(40)])
    email = LineField(lazy_gettext("E-mail"), [at_most(254)])
    unit = LineField(lazy_gettext("Unit, if another one (name or code)"), [at_most(200)])
    known = RadioField(lazy_gettext("Is it the same person?"), validate_choice=False, choices=[])

    def typed(self) -> tuple[str, ...]:
        return ("full_name", "birth_year", "phone", "email")

    def noted(self, unit_id: int | None) -> Noted:
        """Return what was typed."""
        return Noted(
            self.full_name.data or "",
            self.birth_year.data,
            unit_id,
            self.phone.data or "",
            self.email.data or "",
        )

    def offer(self, unit_id: int | None) -> None:
        """Let the secretary choose among those of that name who were noted before."""
        units = people.unit_names(frozenset(each.unit_id for each in self._like(unit_id) if each.unit_id))
        self.known.choices = [
            *(
                SelectChoice(
                    str(each.id),
                    gettext(
                        "the same as %(who)s",
                        who=", ".join(
                            str(part)
                            for part in (
                                each.name,
                                each.birth_year,
                                units.get(each.unit_id or 0),
                                each.phone,
                                each.email,
                            )
                            if part
                        ),
                    ),
                )
                for each in self._like(unit_id)
            ),
            SelectChoice(str(ANEW), gettext("somebody else of the same name")),
        ]

    def _like(self, unit_id: int | None) -> tuple[people.Person, ...]:
        try:
            return unclaimed.perhaps(self.noted(unit_id))
        except RuleBroken:
            return ()


class PaperForm(RowsForm):
    """A work on paper. `token` makes the same form sent twice one work; `held` is a file that was sent before."""

    token = HiddenField()
    held = HiddenField()
    channel = SelectField(
        lazy_gettext("How it came"), choices=[SelectChoice(each, CHANNEL_WORDS[each]) for each in CHANNELS]
    )
    postmark = DayField(lazy_gettext("Postmark"), [Optional()])
    arrived = DayField(lazy_gettext("Arrived on"), [required()])
    clock = ClockField(lazy_gettext("Time of arrival"))
    category_id = SelectField(lazy_gettext("Category"), coerce=int)
    unit_id = OfficeUnitField(lazy_gettext("Unit"))
    sheet = LineField(lazy_gettext("Which sheet of declarations"), [at_most(SHEET)])
    authors = FieldList(FormField(AuthorRow), min_entries=1, max_entries=12)
    title = LineField(lazy_gettext("Title"), [at_most(200)])
    text = TextField(lazy_gettext("Text, typed from the paper"))
    files = MultipleFileField(lazy_gettext("A file, or a scan"))
    signed = BooleanField(lazy_gettext("The signed sheet of declarations is there"))
    may_be_named = BooleanField(
        lazy_gettext("It says there that name and unit may be published with a prize")
    )
    late = RadioField(
        lazy_gettext("It came too late"),
        validate_choice=False,
        choices=[
            SelectChoice(REFUSE, lazy_gettext("Refuse it: it gets a receipt and takes no part")),
            SelectChoice(PERMIT, lazy_gettext("Take it in all the same, for the reason below")),
        ],
    )
    reason = LineField(lazy_gettext("Reason"), [at_most(300)])

    @classmethod
    def of(cls, categories: tuple[CategoryView, ...]) -> "PaperForm":
        form = cls()
        form.category_id.choices = [SelectChoice(each.id, each.name) for each in categories]
        most = max((each.authors_most for each in categories), default=1)
        while len(form.authors) < most:
            form.authors.append_entry()
        return form

    def begin(self, kept: Mapping[str, str], *, today: date) -> None:
        """Show an empty form with what the last work left: days, channel, category, unit, sheet."""
        self.token.data = new_key()
        self.unit_id.data = NO_UNIT
        self.arrived.data = today
        for name in KEPT:
            self._keep(name, kept.get(name, ""))
        self.unit_id.show_chosen()

    def _keep(self, name: str, value: str) -> None:
        if not value:
            return
        try:
            self[name].process_formdata([value])
        except ValueError:  # an address that somebody changed by hand
            self[name].data = None

    @property
    def to_keep(self) -> dict[str, Any]:
        """Return what the form of the next work begins with."""
        return {name: value for name in KEPT if (value := request.form.get(name))}

    @property
    def unit(self) -> int | None:
        return self.unit_id.chosen_unit if self.unit_id.data else None

    def work(self, units: Mapping[str, int]) -> PaperWork:
        """Return the work as it was typed; `units` by code and by folded name. Raises RuleBroken for an unknown one."""
        return PaperWork(
            category_id=self.category_id.data,
            title=self.title.data or "",
            text=self.text.data or "",
            authors=tuple(
                Writer(row.noted(self._unit_of(row, position, units)), _chosen(row.known.data))
                for position, row in enumerate(self.kept("authors"))
            ),
            coming=Coming(self.channel.data, self.arrived.data, self.clock.data, self.postmark.data),
            sheet=self.sheet.data or "",
            is_signed=bool(self.signed.data),
            may_be_named=bool(self.may_be_named.data),
            late=self.late.data or "",
            reason=self.reason.data or "",
        )

    def _unit_of(self, row: AuthorRow, position: int, units: Mapping[str, int]) -> int | None:
        typed = (row.unit.data or "").strip()
        if not typed:
            return self.unit
        return named_unit(typed, units, field=f"authors-{position}-unit")

    def offer_people(self) -> None:
        """Ask about each author of whom it was asked already, or is to be."""
        for row in self.kept("authors"):
            if row.known.errors or row.known.data is not None:
                row.offer(self.unit)


def _chosen(typed: str | None) -> int | None:
    return ASK if typed in {None, ""} else number(typed)


def named_unit(typed: str, units: Mapping[str, int], *, field: str) -> int:
    """Return the unit of that code or name. Raises RuleBroken."""
    found = units.get(typed) or units.get(fold(typed))
    if found is None:
        raise RuleBroken(
            N_("There is no unit “%(name)s”, or several are called so. Write its code."),
            field=field,
            name=typed,
        )
    return found
