"""What two people wrote on one page of settings at the same time, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField

from contest.web.office.fields import kept

SHOWN = 400  # of a long text: enough to see which one it is


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two differ; texts as people read them."""

    label: str
    mine: str
    theirs: str


def differences(mine: Form, theirs: Form) -> tuple[Difference, ...]:
    """Compare two forms of one kind, field by field; a row that only one of them has stands beside nothing."""
    return tuple(_compare(mine, theirs, ""))


def _compare(mine: Form | None, theirs: Form | None, before: str) -> Iterator[Difference]:
    for name in _names(mine, theirs):
        left, right = (form[name] if form is not None else None for form in (mine, theirs))
        field = left if left is not None else right
        if field is None:
            continue
        if isinstance(field, FieldList):
            yield from _compare_rows(left, right, before)
        elif not isinstance(field, HiddenField | BooleanField) and _written(left) != _written(right):
            yield Difference(before + str(field.label.text), _written(left), _written(right))


def _compare_rows(left: FieldList | None, right: FieldList | None, before: str) -> Iterator[Difference]:
    mine, theirs = (kept(rows) if rows is not None else [] for rows in (left, right))
    for number in range(max(len(mine), len(theirs))):
        where = before + gettext("Row %(number)d, ", number=number + 1)
        yield from _compare(
            mine[number] if number < len(mine) else None,
            theirs[number] if number < len(theirs) else None,
            where,
        )


def _names(mine: Form | None, theirs: Form | None) -> list[str]:
    form = mine if mine is not None else theirs
    return [field.short_name for field in form] if form is not None else []


def _written(field: Field | None) -> str:
    if field is None or isinstance(field, FormField):
        return ""
    if hasattr(field, "choices"):
        chosen = set(field.data) if isinstance(field.data, list) else {field.data}
        labels = [str(choice.label) for choice in field.choices if choice.value in chosen]
        return ", ".join(labels)
    written = _plain(field.data)
    return written if len(written) <= SHOWN else written[:SHOWN] + " …"


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%H:%M %d/%m/%Y}"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
