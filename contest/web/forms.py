"""What all forms share: text is NFC at the entrance, errors of services land beside their field."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, StringField, TextAreaField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length

from contest.kernel import text
from contest.kernel.errors import RuleBroken


class _Answered(InputRequired):
    """Asks for an answer; white space is none."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.raw_data and isinstance(field.raw_data[0], str) and not field.raw_data[0].strip():
            field.raw_data = []
        super().__call__(form, field)


def required() -> InputRequired:
    """Ask for an answer, in words of ours."""
    return _Answered(lazy_gettext("Please fill in this field."))


def at_most(limit: int) -> Length:
    """Ask for at most `limit` characters."""
    return Length(max=limit, message=lazy_gettext("This is too long: at most %(max)d characters."))


class Form(FlaskForm):
    """Base of every form of ours."""

    class Meta(FlaskForm.Meta):
        locales = False  # messages are ours, translated by gettext

    def take(self, error: RuleBroken) -> None:
        """Put each broken rule beside its field, or at the top of the form where it names none."""
        for broken in error.each:
            sentence = gettext(broken.message, **broken.params)
            field = self._fields.get(broken.field or "")
            if field is None:
                self.form_errors.append(sentence)
            else:
                field.errors = [*field.errors, sentence]

    def try_to(self, action: Callable[[], Any]) -> bool:
        """Run a service; a broken rule becomes a message of this form and False."""
        try:
            action()
        except RuleBroken as error:
            self.take(error)
            return False
        return True


class _Nfc:
    """Makes what was typed NFC before anything looks at it; refuses what cannot be (NUL, runs of marks)."""

    clean: Callable[[str], str] = staticmethod(text.nfc)
    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = valuelist[0]
        try:
            self.data = type(self).clean(valuelist[0])
        except RuleBroken as error:
            raise ValidationError(gettext(error.message, **error.params)) from error


class LineField(_Nfc, StringField):
    """One line of text: NFC, white space runs made one space."""

    clean = staticmethod(text.one_line)


class TextField(_Nfc, TextAreaField):
    """Text of several lines: NFC, line ends made one kind."""


class InstantField(DateTimeLocalField):
    """A date and time typed in a zone; `instant(zone)` gives the aware UTC moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Write the date and time like 31/12/2026 17:00.")) from error

    def instant(self, zone: ZoneInfo) -> datetime:
        """Return the moment that was meant in `zone`."""
        typed: datetime = self.data
        return typed.replace(tzinfo=zone)
