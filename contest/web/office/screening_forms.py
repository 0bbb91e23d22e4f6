"""Forms of the screening pages."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest.entries.rules import states
from contest.web.forms import Form, TextField


class ScreeningForm(Form):
    """The checklist, and the reason when the entry is not accepted. `version` is the one that was read."""

    version = HiddenField()
    state = HiddenField(default=states.SUBMITTED)
    checklist = SelectMultipleField(
        lazy_gettext("Checklist"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,  # the service asks for every line that is needed
    )
    reason = TextField(lazy_gettext("Reason"))

    @classmethod
    def of(cls, version_number: int, lines: Mapping[str, str]) -> "ScreeningForm":
        form = cls(version=version_number)
        form.checklist.choices = [(name, gettext(sentence)) for name, sentence in lines.items()]
        return form

    @property
    def version_number(self) -> int:
        """The version that was read; 0, which is no version, for anything that is no number."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
