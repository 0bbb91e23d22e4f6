"""The form of the rounds: who reads, when a third one does, who goes on from the first and what is carried along."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, SelectChoice, SelectField

from contest.editions.rules import edition as rules
from contest.editions.rules import passing
from contest.editions.rules.edition import EditionSpec, RoundSpec
from contest.judging import queries
from contest.judging.rules.figures import tidy
from contest.kernel.errors import N_, RuleBroken
from contest.web.forms import LineField
from contest.web.office.fields import NumberField, PointsField, Row
from contest.web.office.settings_forms import SettingsForm
from contest.web.wording import COUNTING

NOTHING = -1  # what an empty number becomes, so that the rules name it beside its field
UNITS = (
    SelectChoice(passing.POINTS, lazy_gettext("points")),
    SelectChoice(passing.PERCENT, lazy_gettext("per cent of the full score")),
)


class RoundRow(Row):
    """A round of judging."""

    name = LineField(lazy_gettext("Name"))
    readings = NumberField(lazy_gettext("Readings of each work"), default=2)
    tolerance = PointsField(lazy_gettext("Points apart that ask for a third reading"))
    unit = SelectField(
        lazy_gettext("This difference is in"),
        choices=list(UNITS),
        default=passing.POINTS,
        validate_choice=False,
    )
    counting = SelectField(
        lazy_gettext("What counts after a third reading"),
        choices=[SelectChoice(*way) for way in COUNTING.items()],
        validate_choice=False,
    )
    advancing = NumberField(lazy_gettext("Works of each category that go on"))
    threshold = PointsField(lazy_gettext("Least points to go on"))
    carried = NumberField(lazy_gettext("Per cent of the score that come from the first round"))


class GoingOnRow(Row):
    """What one category has of its own about going on; always of a row that is stored."""

    MAIN = "advancing"
    advancing = NumberField(lazy_gettext("Works that go on"))
    threshold = PointsField(lazy_gettext("Least points to go on"))


class RoundsForm(SettingsForm):
    """One round or two, and how a work comes from the first to the second."""

    PART = ("rounds", "categories")
    rounds = FieldList(FormField(RoundRow), max_entries=rules.ROUNDS)
    categories = FieldList(FormField(GoingOnRow), max_entries=rules.CATEGORIES)

    def show(self, spec: EditionSpec) -> None:
        for each in spec.rounds:
            row = self.rounds.append_entry().form
            row.id.data = each.id
            for name in SHOWN:
                row[name].data = getattr(each, name)
        if len(self.rounds) < rules.ROUNDS:
            self.rounds.append_entry()
        for category in spec.categories:
            own = self.categories.append_entry().form
            own.id.data = category.id
            own.advancing.data, own.threshold.data = category.advancing, category.threshold

    def spec(self, before: EditionSpec) -> EditionSpec:
        own = {row.row_id: row for row in self.kept("categories")}
        return replace(
            before,
            rounds=tuple(map(_round, self.kept("rounds"))),
            categories=tuple(
                replace(c, advancing=own[c.id].advancing.data, threshold=own[c.id].threshold.data)
                if c.id in own
                else c
                for c in before.categories
            ),
        )


SHOWN = ("name", "readings", "tolerance", "unit", "counting", "advancing", "threshold", "carried")


def _round(row: RoundRow) -> RoundSpec:
    return RoundSpec(
        name=row.name.data or "",
        readings=NOTHING if row.readings.data is None else row.readings.data,
        tolerance=row.tolerance.data,
        counting=row.counting.data or "",
        advancing=row.advancing.data,
        id=row.row_id,
        unit=row.unit.data or "",
        threshold=row.threshold.data,
        carried=row.carried.data,
    )


def out_of_reach(spec: EditionSpec) -> Iterator[RuleBroken]:
    """Name what the rounds ask for and no work can reach by the rubrics there are."""
    for position, each in enumerate(spec.rounds):
        full = _full_scores(each, spec)
        least = min(full.values(), default=None)
        if least is not None and each.unit == passing.POINTS and (each.tolerance or 0) > least:
            yield _too_much(each.tolerance, least, f"rounds-{position}-tolerance")
        if position == 0:
            yield from _thresholds_out_of_reach(spec, full)


def _thresholds_out_of_reach(spec: EditionSpec, full: Mapping[int, Decimal]) -> Iterator[RuleBroken]:
    of_the_round = spec.rounds[0].threshold
    under_it = [
        full[c.id] for c in spec.categories if c.threshold is None and c.id is not None and c.id in full
    ]
    if of_the_round is not None and under_it and of_the_round > min(under_it):
        yield _too_much(of_the_round, min(under_it), "rounds-0-threshold")
    for position, category in enumerate(spec.categories):
        most = full.get(category.id) if category.id is not None else None
        if most is not None and category.threshold is not None and category.threshold > most:
            yield _too_much(category.threshold, most, f"categories-{position}-threshold")


def _full_scores(each: RoundSpec, spec: EditionSpec) -> dict[int, Decimal]:
    """Return the full score of each category in the round, where there is a rubric for it."""
    if each.id is None:
        return {}
    there = queries.rubrics(each.id)
    found = {c.id: there.of(c.id) for c in spec.categories if c.id is not None}
    return {category_id: rubric.full_score for category_id, rubric in found.items() if rubric is not None}


def _too_much(asked: Decimal | None, most: Decimal, field: str) -> RuleBroken:
    return RuleBroken(
        N_(
            "By the rubric no work can have more than %(most)s points; %(asked)s is too much. Write less here."
        ),
        field=field,
        most=tidy(most),
        asked=tidy(asked or Decimal(0)),
    )
