"""Keeps blind codes out of what secretaries and authors write to each other: beside a name one tells whose it is."""

from flask_babel import gettext
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from contest.anonymisation.rules import codes


def refused(_: BaseForm, field: Field) -> None:
    """Refuse what has the form of a code, whether there is such a code or not: the refusal tells nothing."""
    found = codes.written_in(field.data or "")
    if found is not None:
        raise ValidationError(
            gettext(
                "“%(code)s” looks like a blind code. Nobody may write a code here, as it would stand beside the author:"
                " take it out, and name the work by its receipt.",
                code=found,
            )
        )
