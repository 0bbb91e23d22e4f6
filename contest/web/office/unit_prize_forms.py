"""The form of how units win prizes: the prizes, what counts, what is needed, and an example reckoned at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectChoice, SelectField

from contest.editions.rules import edition as rules
from contest.editions.rules import unit_formula, unit_prizes
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.unit_formula import Figures
from contest.editions.rules.unit_prizes import NO_UNIT_PRIZES, PrizePoints, UnitPrize, UnitPrizes
from contest.editions.unit_awards import Level
from contest.web import unit_prize_words as words
from contest.web.forms import LineField
from contest.web.office.fields import NumberField, PointsField, Row
from contest.web.office.prize_forms import MoneyField
from contest.web.office.settings_forms import SettingsForm

PRIZE_ROWS = rules.CATEGORIES * rules.PRIZES


class UnitPrizeRow(Row):
    """A prize for units."""

    name = LineField(lazy_gettext("Prize"))
    count = NumberField(lazy_gettext("How many"))
    amount = MoneyField(lazy_gettext("Money for each (đồng)"))

    def typed(self) -> tuple[str, ...]:
        return ("name", "count")


class PointsRow(Row):
    """A prize of the tables: what it is worth to a unit, and whether one is enough."""

    MAIN = "prize"
    prize = HiddenField()
    points = PointsField(lazy_gettext("Points for each"))
    is_enough = BooleanField(lazy_gettext("One such prize is enough"))

    @property
    def is_empty(self) -> bool:
        return not (self.points.data or self.points.process_errors or self.is_enough.data)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the example: how many of what, points for each, and the product."""

    what: str
    number: Fraction
    points: Fraction
    product: Fraction


@dataclass(frozen=True, slots=True)
class Example:
    """What the formula gives for a unit that there might be; `shut`: which gates it does not pass, in words."""

    figures: Figures
    parts: tuple[Part, ...]
    total: Fraction
    shut: tuple[str, ...]


class UnitPrizesForm(SettingsForm):
    """How units win prizes."""

    PART = ("unit_prizes",)
    is_on = BooleanField(lazy_gettext("Units win prizes in this contest"))
    unit_prizes = FieldList(FormField(UnitPrizeRow), max_entries=unit_prizes.MOST + 1)
    unit_counted = SelectField(lazy_gettext("Which units are ranked"), validate_choice=False)
    unit_credit = SelectField(
        lazy_gettext("A work by authors of several units counts"),
        choices=[SelectChoice(*each) for each in words.CREDITS.items()],
        validate_choice=False,
    )
    unit_submitted = PointsField(lazy_gettext("Points for each work sent in"))
    unit_admitted = PointsField(lazy_gettext("Points for each work accepted by the screening"))
    unit_finalists = PointsField(lazy_gettext("Points for each work judged in the last round"))
    unit_rate = PointsField(lazy_gettext("Points for each work sent in on 100 people of the unit"))
    unit_points = FieldList(FormField(PointsRow), max_entries=PRIZE_ROWS)
    unit_admitted_least = NumberField(lazy_gettext("Works accepted by the screening, at least"))

    def show(self, spec: EditionSpec) -> None:
        stored, tables = spec.unit_prizes, rules.prize_tables(spec)
        self.is_on.data = stored.is_on
        if not stored.is_on:
            stored = unit_prizes.suggested(tables, name=gettext("Unit prize"), rounds=len(spec.rounds))
        for prize in stored.prizes:
            row = self.unit_prizes.append_entry().form
            row.name.data, row.count.data, row.amount.data = prize.name, prize.count, prize.amount
        self.unit_prizes.append_entry()
        self.unit_counted.data, self.unit_credit.data = stored.counted, stored.credit
        for measure in unit_prizes.MEASURES:
            self[f"unit_{measure}"].data = getattr(stored, measure) or None
        self.unit_admitted_least.data = stored.admitted_least
        worth = {each.prize: each for each in stored.points}
        for name in dict.fromkeys((*unit_prizes.names(tables), *worth)):
            row = self.unit_points.append_entry().form
            own = worth.get(name, PrizePoints(name))
            row.prize.data, row.points.data, row.is_enough.data = name, own.points or None, own.is_enough

    def offer(self, kinds: Mapping[str, int], levels: Sequence[Level]) -> None:
        """Let be chosen which units are ranked: those there are, and what was chosen before."""
        choices = [SelectChoice(unit_prizes.OWN, gettext("each unit that authors belong to, by itself"))]
        choices += [SelectChoice(f"{unit_prizes.LEVEL}{each.number}", _level(each)) for each in levels]
        choices += [SelectChoice(f"{unit_prizes.KIND}{kind}", _kind(kind, n)) for kind, n in kinds.items()]
        chosen = self.unit_counted.data or ""
        if chosen and chosen not in {choice.value for choice in choices}:
            choices.append(SelectChoice(chosen, words.counted(chosen)))
        self.unit_counted.choices = choices

    def add_row(self) -> None:
        if len(self.unit_prizes) < unit_prizes.MOST:
            self.unit_prizes.append_entry()

    def set_up(self) -> UnitPrizes:
        """Return what is typed, on or off; what could not be read counts as nothing."""
        weights = {measure: self[f"unit_{measure}"].data or Decimal(0) for measure in unit_prizes.MEASURES}
        return UnitPrizes(
            is_on=True,
            prizes=tuple(
                UnitPrize(row.name.data or "", row.count.data or 0, row.amount.data)
                for row in self.kept("unit_prizes")
            ),
            counted=self.unit_counted.data or "",
            credit=self.unit_credit.data or "",
            points=tuple(
                PrizePoints(row.prize.data or "", row.points.data or Decimal(0), row.is_enough.data)
                for row in self.kept("unit_points")
            ),
            admitted_least=self.unit_admitted_least.data,
            **weights,
        )

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(before, unit_prizes=self.set_up() if self.is_on.data else NO_UNIT_PRIZES)

    def example(self, spec: EditionSpec) -> Example:
        """Return what the formula as it is typed makes of a unit that there might be."""
        tables, set_up = rules.prize_tables(spec), self.set_up()
        figures = unit_formula.example(tables, rounds=len(spec.rounds))
        parts = unit_formula.terms(set_up, figures)
        return Example(
            figures,
            tuple(Part(words.measure(p), p.number, p.points, p.product) for p in parts),
            unit_formula.points(set_up, figures),
            tuple(words.shut(unit_formula.shut(set_up, figures), set_up)),
        )


def _level(level: Level) -> str:
    more = ", …" if level.count > len(level.examples) else ""
    return str(
        gettext(
            "level %(level)d from the top, %(count)d in all: %(examples)s",
            level=level.number,
            count=level.count,
            examples=", ".join(level.examples) + more,
        )
    )


def _kind(kind: str, count: int) -> str:
    return str(
        ngettext(
            "units of the kind “%(kind)s”: %(num)d", "units of the kind “%(kind)s”: %(num)d", count, kind=kind
        )
    )
