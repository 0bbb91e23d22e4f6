"""Forms of the screening pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest.entries.rules import states
from contest.entries.rules.screening import CAUSES
from contest.web.forms import Form, InstantField, TextField


class ChoicesField(SelectMultipleField):
    """Boxes to tick; what is not on the list, the service leaves out or asks for."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: LazyString, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(label, validate_choice=False, **kwargs)


class ScreeningForm(Form):
    """The checklist, and the reason when the entry is not accepted. `version` is the one that was read.

    `knowingly`: asked where another secretary has the work in hand. `ticked`: all lines are ticked beforehand, here
    and in the works that follow.
    """

    version = HiddenField()
    state = HiddenField(default=states.SUBMITTED)
    checklist = ChoicesField(lazy_gettext("Checklist"))
    causes = ChoicesField(lazy_gettext("Reasons"))
    reason = TextField(lazy_gettext("In words"))
    return_by = InstantField(lazy_gettext("To be corrected before"), [Optional()])
    knowingly = BooleanField(lazy_gettext("I know that a colleague has it in hand, and decide all the same"))
    ticked = HiddenField()

    @classmethod
    def of(cls, version_number: int, lines: Mapping[str, str], *, ticked: bool = False) -> "ScreeningForm":
        form = cls(version=version_number)
        form.checklist.choices = [(name, gettext(sentence)) for name, sentence in lines.items()]
        form.causes.choices = [(name, gettext(sentence)) for name, sentence in CAUSES.items()]
        if ticked:
            form.checklist.data, form.ticked.data = list(lines), "1"
        return form

    @property
    def version_number(self) -> int:
        """The version that was read; 0, which is no version, for anything that is no number."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
