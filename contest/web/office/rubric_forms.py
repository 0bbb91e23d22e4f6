"""The form of a rubric: a row for each criterion, and how the rows become lines of a rubric."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, HiddenField, SelectChoice, SelectField, ValidationError

from contest.judging.rules import design, figures
from contest.judging.rules.criteria.bonus import Bonus
from contest.judging.rules.criteria.kind import NOTHING, Descriptor, Settings
from contest.judging.rules.criteria.steps import Steps
from contest.judging.rules.design import Line
from contest.web.forms import LineField, TextField
from contest.web.office.fields import PointsField, Row, RowsForm

SPARE: Final = 1
KINDS: Final = (
    SelectChoice("steps", lazy_gettext("marked in points")),
    SelectChoice("comment", lazy_gettext("words only, counts nothing")),
    SelectChoice("bonus", lazy_gettext("bonus: extra points, added to the total")),
    SelectChoice("heading", lazy_gettext("heading of a group, nothing is marked")),
)
WEIGHINGS: Final = (
    SelectChoice(design.FREE, lazy_gettext("only their proportion counts")),
    SelectChoice(design.PERCENT, lazy_gettext("per cent, 100 together")),
    SelectChoice(design.POINTS, lazy_gettext("none: the points count as they are")),
)
# Points, a colon or a dash, words: "8,5: rich and exact".
_DESCRIPTOR: Final = re.compile(r"\s*([0-9]{1,6}(?:[.,][0-9]{1,2})?)\s*[:–-]\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Start:
    """A rubric to begin with, or one that was typed."""

    lines: tuple[Line, ...] = ()
    full_score: Decimal = Decimal(100)
    weighing: str = design.FREE


class CriterionRow(Row):
    """A criterion. What only a criterion in points has is not asked of one in words."""

    name = LineField(lazy_gettext("Name"))
    kind = SelectField(lazy_gettext("Kind"), choices=list(KINDS), default="steps", validate_choice=False)
    weight = PointsField(lazy_gettext("Weight"))
    minimum = PointsField(lazy_gettext("Least points"), default=Decimal(0))
    maximum = PointsField(lazy_gettext("Most points"), default=Decimal(10))
    step = PointsField(lazy_gettext("Step"), default=Decimal("0.5"))
    description = TextField(lazy_gettext("Question to the judge"))
    descriptors = TextField(lazy_gettext("What the points mean"))

    def typed(self) -> tuple[str, ...]:
        return ("name", "weight", "description", "descriptors")

    @property
    def is_scored(self) -> bool:
        return bool(self.kind.data == Steps.kind)

    @property
    def has_points(self) -> bool:
        return self.is_scored or bool(self.kind.data == Bonus.kind)

    def validate_minimum(self, field: PointsField) -> None:
        self._check_filled(field)

    def validate_maximum(self, field: PointsField) -> None:
        self._check_points(field)

    def validate_step(self, field: PointsField) -> None:
        self._check_points(field)

    def _check_points(self, field: PointsField) -> None:
        if self.has_points and field.data is None:
            raise ValidationError(gettext("Please fill in this field."))

    def _check_filled(self, field: PointsField) -> None:
        if self.is_scored and field.data is None:
            raise ValidationError(gettext("Please fill in this field."))

    def validate_descriptors(self, field: TextField) -> None:
        for line in _lines(field.data):
            if not _DESCRIPTOR.fullmatch(line):
                raise ValidationError(
                    gettext(
                        "Write each line as points, a colon and words, like “8: rich and exact”. This is not: %(line)s",
                        line=line[:60],
                    )
                )

    def line(self) -> Line:
        """Return the criterion as it was typed; asked only of a row that could be read."""
        settings = Settings(name=self.name.data or "", description=self.description.data or "")
        weight = self.maximum.data if self.weight.data is None else self.weight.data
        if self.has_points:
            settings = replace(
                settings,
                weight=(self.is_scored and weight) or NOTHING,
                minimum=(self.is_scored and self.minimum.data) or NOTHING,
                maximum=self.maximum.data or NOTHING,
                step=self.step.data or NOTHING,
                descriptors=tuple(map(_descriptor, _lines(self.descriptors.data))),
            )
        return Line(self.kind.data or "", settings)

    def show(self, line: Line) -> None:
        """Fill in a criterion."""
        s = line.settings
        self.kind.data, self.name.data, self.description.data = line.kind, s.name, s.description
        if self.has_points:
            for name in ("weight", "minimum", "maximum", "step"):
                self[name].data = figures.tidy(getattr(s, name))
            self.descriptors.data = "\n".join(f"{figures.tidy(d.points):f}: {d.text}" for d in s.descriptors)


class RubricForm(RowsForm):
    """The full score and the criteria. `seen` tells which rubric the organiser changes."""

    seen = HiddenField()
    weighing = SelectField(
        lazy_gettext("What the weights mean"),
        choices=list(WEIGHINGS),
        default=design.FREE,
        validate_choice=False,
    )
    full_score = PointsField(lazy_gettext("Full score"), default=Decimal(100))
    criteria = FieldList(FormField(CriterionRow), max_entries=design.CRITERIA + 5)

    def validate_full_score(self, field: PointsField) -> None:
        if field.data is None:
            raise ValidationError(gettext("Please fill in this field."))

    def show(self, start: Start, seen: str) -> None:
        """Fill in a rubric, and offer an empty row."""
        self.seen.data, self.full_score.data = seen, figures.tidy(start.full_score)
        self.weighing.data = start.weighing
        for line in start.lines:
            self.criteria.append_entry().form.show(line)
        self.add_row()

    def add_row(self) -> None:
        """Offer one more empty row."""
        if len(self.criteria) < design.CRITERIA + SPARE:
            self.criteria.append_entry()

    def rubric(self) -> Start:
        """Return the rubric as it was typed; asked only of a form whose fields could be read."""
        return Start(self.lines(), self.full_score.data or NOTHING, self.weighing.data or "")

    def lines(self) -> tuple[Line, ...]:
        """Return the criteria as they were typed."""
        return tuple(row.line() for row in self.kept("criteria"))


def _lines(typed: str | None) -> list[str]:
    return [line for line in (typed or "").splitlines() if line.strip()]


def _descriptor(line: str) -> Descriptor:
    points, words = _DESCRIPTOR.findall(line)[0]  # validate_descriptors has seen to it
    return Descriptor(Decimal(points.replace(",", ".")), words)
