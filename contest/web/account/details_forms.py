"""Forms of what a person tells about themselves, and of the units they choose from."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, RadioField, SelectChoice, TelField, ValidationError

from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people.rules import details
from contest.settings import LANGUAGES
from contest.web.errors import sentence
from contest.web.forms import Form, LineField, required
from contest.web.templating import LANGUAGE_NAMES
from contest.web.unit_field import UnitField


class PhoneField(LineField, TelField):
    """A phone number, with the keyboard for it; shown again as it was typed."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


def obeys(rule: Callable[[Any], Any]) -> Callable[[Form, Field], None]:
    """Check by a rule of ours; what the rule makes of the value is what the form carries on."""

    def check(_: Form, field: Field) -> None:
        if field.errors:
            return  # it could not even be read
        try:
            field.data = rule(field.data)
        except RuleBroken as error:
            raise ValidationError(sentence(error)) from error

    return check


class DetailsForm(Form):
    """Name, year of birth, unit, phone, language."""

    full_name = LineField(lazy_gettext("Full name"), [required(), obeys(details.full_name)])
    birth_year = LineField(
        lazy_gettext("Year of birth"),
        [required(), obeys(lambda typed: details.birth_year(typed, this_year=clock.now().year))],
    )
    unit_id = UnitField(lazy_gettext("Unit"))
    phone = PhoneField(lazy_gettext("Phone number"), [obeys(lambda typed: details.phone(typed or "") or "")])
    language = RadioField(
        lazy_gettext("Language of pages and mails"),
        choices=[SelectChoice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        validate_choice=False,
    )

    @property
    def chosen_unit(self) -> int | None:
        """The unit of a valid form; None for "not in this list"."""
        return self.unit_id.chosen_unit

    def validate_language(self, field: Field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(gettext("Choose one of the languages."))
