"""Fields for whole numbers, points and rows of a table: forgiving readers that say plainly what is wrong."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import get_locale, gettext
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from contest.kernel.errors import RuleBroken
from contest.web import forms
from contest.web.errors import sentence

_THOUSANDS = re.compile(r"\d{1,3}([ .,\u00a0]\d{3})+")
LARGEST = 10**9


def number(typed: str | None) -> int | None:
    """Read a number that a page of ours wrote; None for anything else, and for what no database could hold."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None


class NumberField(StringField):
    """A whole number; 3.000 and 3,000 and 3 000 are three thousand. `data` is an int or None."""

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        if _THOUSANDS.fullmatch(typed):
            typed = re.sub(r"\D", "", typed)
        if not (typed.isascii() and typed.isdigit() and len(typed) < len(str(LARGEST))):
            raise ValueError(gettext("Write a whole number, with digits only."))
        self.data = int(typed)


class PointsField(StringField):
    """Points, with a comma or a point before the decimals. `data` is a Decimal or None."""

    data: Decimal | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        written = "" if self.data is None else f"{self.data:f}"
        return written.replace(".", ",") if str(get_locale()) == "vi" else written

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip().replace(",", ".") if valuelist else ""
        if not typed:
            return
        try:
            self.data = Decimal(typed)
        except InvalidOperation as error:
            raise ValueError(gettext("Write points like 12 or 12.5.")) from error
        if not self.data.is_finite() or len(typed) > 12 or int(self.data.as_tuple().exponent) < -2:
            self.data = None
            raise ValueError(gettext("Write points with at most two decimals, like 12 or 12.5."))


class TicksField(SelectMultipleField):
    """Several of a few choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Row(Form):
    """A row of a table that grows. What is to be removed or left empty does not count and is not checked."""

    MAIN = "name"
    id = HiddenField()
    remove = BooleanField()

    class Meta(Form.Meta):
        locales = False

    @property
    def row_id(self) -> int | None:
        """The id of the database row behind this one, None for a new one."""
        return number(str(self.id.data or ""))

    @property
    def counts(self) -> bool:
        return not (self.remove.data or self.is_empty)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed or ticked in it, and no stored row stands behind it."""
        return self.row_id is None and not any(str(self[name].data or "").strip() for name in self.typed())

    def typed(self) -> tuple[str, ...]:
        """Return the names of the fields that make a row a row; a select always has a value and is none."""
        return (self.MAIN,)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- WTForms' own signature
        if self.counts:
            return bool(super().validate(extra_validators))
        for field in self:
            field.errors = []
            field.process_errors = []
        return True


class RowsForm(forms.Form):
    """A form of rows. A broken rule with a path like categories-0-name lands beside that field."""

    def kept(self, name: str) -> list[Any]:
        """Return the rows of a list that count, in order."""
        return kept(self[name])

    def take(self, error: RuleBroken) -> None:
        field = _find(self, (error.field or "").split("-"))
        if field is None or isinstance(field, FieldList | FormField):
            self.form_errors.append(sentence(error))
        else:
            field.errors = [*field.errors, sentence(error)]

    def sentences(self) -> Iterator[tuple[str, str, str]]:
        """Give (id of the field, its label, what is wrong), for the summary above the form."""
        yield from sentences(self)


def kept(rows: FieldList) -> list[Any]:
    """Return the rows that count."""
    return [entry.form for entry in rows if entry.form.counts]


def _find(form: Form, path: list[str]) -> Field | None:
    name, *rest = path
    field = form._fields.get(name)
    if not isinstance(field, FieldList) or not rest:
        return field
    rows = kept(field)
    position, *rest = rest
    if not position.isdigit() or int(position) >= len(rows):
        return field
    row = rows[int(position)]
    return _find(row, rest or [row.MAIN])


def sentences(form: Form) -> Iterator[tuple[str, str, str]]:
    """Give (id of the field, its label, what is wrong) of all fields of a form or a row."""
    for field in form:
        if isinstance(field, FieldList):
            for entry in field:
                yield from sentences(entry.form)
        else:
            target = f"{field.id}-0" if isinstance(field, TicksField) else field.id
            yield from ((target, str(field.label.text), str(error)) for error in field.errors)
