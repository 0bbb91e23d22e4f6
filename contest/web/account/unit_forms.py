"""Forms of the units: one unit, and a list of them."""

from datetime import date, datetime

from flask_babel import gettext, lazy_gettext
from wtforms import FileField, HiddenField, StringField, ValidationError

from contest.kernel import text
from contest.people.rules import unit_tree
from contest.people.rules.unit_tree import Unit
from contest.web.forms import Form, LineField, at_most, required


class DayField(StringField):
    """A day, typed like 30/06/2025. `data` is a date or None."""

    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:%d/%m/%Y}"

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        for form in ("%d/%m/%Y", "%Y-%m-%d") if typed else ():
            try:
                self.data = datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day has no zone
            except ValueError:
                continue
            return
        if typed:
            raise ValidationError(gettext("Write the day like 30/06/2025, or nothing."))


class UnitForm(Form):
    """One unit. Other units are named by their codes, as in lists."""

    name = LineField(lazy_gettext("Name"), [required(), at_most(unit_tree.NAME)])
    code = LineField(lazy_gettext("Code"), [required(), at_most(unit_tree.CODE)])
    kind = LineField(lazy_gettext("Kind"), [at_most(unit_tree.KIND)])
    parent = LineField(lazy_gettext("Code of the unit above it"))
    valid_from = DayField(lazy_gettext("First day"))
    valid_until = DayField(lazy_gettext("Last day"))
    successors = LineField(lazy_gettext("Codes of its successors"))
    seen = HiddenField()

    def show(self, unit: Unit) -> None:
        """Fill in what is stored."""
        for name in ("name", "kind", "valid_from", "valid_until"):
            self[name].data = getattr(unit, name)
        self.parent.data = unit.parent or ""
        self.successors.data = " ".join(unit.successors)
        self.seen.data = unit_tree.digest({unit.code: unit})

    def unit(self, code: str | None = None) -> Unit:
        """Return the unit of a valid form; the code of a stored one does not change."""
        return Unit(
            code=code or self.code.data or "",
            name=self.name.data or "",
            kind=self.kind.data or "",
            parent=self.parent.data or None,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            successors=unit_tree.codes(self.successors.data or ""),
        )


class UnitListForm(Form):
    """A list of units as a file; afterwards what was read of it, so that exactly that is saved."""

    file = FileField(lazy_gettext("Excel or CSV file"))
    rows = HiddenField()
    seen = HiddenField()

    @property
    def read_before(self) -> str:
        return text.nfc(str(self.rows.data or ""))
