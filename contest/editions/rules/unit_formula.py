"""What the formula of the unit prizes makes of the figures of one unit: its points, and which gates it passes.

All of it is exact: a work by authors of three units may count a third for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from contest.editions.rules.unit_prizes import MEASURES, Tables, UnitPrizes, names

PRIZE: Final = "prize"
ADMITTED_LEAST, ENOUGH = "admitted_least", "enough"
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """What came from a unit. `prizes`: how many of each prize of the tables, by its name.

    `people`: how many the unit has, None where nobody wrote it down.
    """

    submitted: Fraction = Fraction(0)
    admitted: Fraction = Fraction(0)
    finalists: Fraction = Fraction(0)
    prizes: Mapping[str, Fraction] = field(default_factory=dict)
    people: int | None = None

    @property
    def rate(self) -> Fraction:
        """Works submitted on 100 people; 0 where nobody knows how many people there are."""
        return self.submitted * HUNDRED / self.people if self.people else Fraction(0)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the sum: so much of a measure (or of a `prize`), times the points for each."""

    measure: str
    prize: str
    number: Fraction
    points: Fraction

    @property
    def product(self) -> Fraction:
        return self.number * self.points


def terms(set_up: UnitPrizes, figures: Figures) -> tuple[Term, ...]:
    """Return the parts of the sum that the formula has, in its order; also those that are nought."""
    measured = [
        Term(measure, "", getattr(figures, measure), Fraction(getattr(set_up, measure)))
        for measure in MEASURES
        if getattr(set_up, measure)
    ]
    return (
        *measured,
        *(
            Term(PRIZE, each.prize, figures.prizes.get(each.prize, Fraction(0)), Fraction(each.points))
            for each in set_up.points
            if each.points
        ),
    )


def points(set_up: UnitPrizes, figures: Figures) -> Fraction:
    """Return the sum."""
    return sum((term.product for term in terms(set_up, figures)), Fraction(0))


def shut(set_up: UnitPrizes, figures: Figures) -> tuple[str, ...]:
    """Name the gates that the unit does not pass. A share in a prize is enough, like the whole of it."""
    found = []
    if set_up.admitted_least is not None and figures.admitted < set_up.admitted_least:
        found.append(ADMITTED_LEAST)
    if set_up.enough and not any(figures.prizes.get(prize) for prize in set_up.enough):
        found.append(ENOUGH)
    return tuple(found)


def example(tables: Tables, *, rounds: int) -> Figures:
    """Return the figures of a unit that there might be, to try a formula with."""
    listed = names(tables)
    won = {listed[len(listed) > 2]: Fraction(1), listed[-1]: Fraction(2)} if listed else {}
    return Figures(Fraction(12), Fraction(10), Fraction(4 if rounds > 1 else 10), won, 80)
