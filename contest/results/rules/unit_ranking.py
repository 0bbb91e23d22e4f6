"""Ranks units for the prizes of units, once identities are open: whom each work counts for, figures, points, places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.editions.rules import unit_formula
from contest.editions.rules.unit_formula import Figures
from contest.editions.rules.unit_prizes import CONTACT, EACH, UnitPrizes

NONE, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Work:
    """A work that was submitted. `units`: what each author counts for, the one who sent it in first; None for nobody.

    `prize`: the name of its prize of the tables, "" without one.
    """

    units: tuple[str | None, ...]
    is_admitted: bool = False
    is_finalist: bool = False
    prize: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with its figures and points. Units of the same points share a place; the next one comes after all of them.

    `shut`: the gates that it does not pass, see unit_formula.
    """

    unit: str
    figures: Figures
    points: Fraction
    place: int
    shut: tuple[str, ...]


def shares(units: Sequence[str | None], credit: str) -> dict[str, Fraction]:
    """Return which part of a work counts for which unit; nothing where it counts for nobody."""
    if credit == CONTACT:
        units = units[:1]
    each = [unit for unit in dict.fromkeys(units) if unit is not None]
    return {unit: ONE if credit == EACH else Fraction(1, len(each)) for unit in each}


def figures(works: Iterable[Work], credit: str, people: Mapping[str, int]) -> dict[str, Figures]:
    """Return the figures of each unit that a work counts for."""
    sums: dict[str, dict[str, Fraction]] = {}
    prizes: dict[str, dict[str, Fraction]] = {}
    for work in works:
        for unit, part in shares(work.units, credit).items():
            own = sums.setdefault(unit, {"submitted": NONE, "admitted": NONE, "finalists": NONE})
            own["submitted"] += part
            own["admitted"] += part * work.is_admitted
            own["finalists"] += part * work.is_finalist
            won = prizes.setdefault(unit, {})
            if work.prize:
                won[work.prize] = won.get(work.prize, NONE) + part
    return {unit: Figures(**own, prizes=prizes[unit], people=people.get(unit)) for unit, own in sums.items()}


def ranked(set_up: UnitPrizes, found: Mapping[str, Figures]) -> tuple[Line, ...]:
    """Return the units from the most points down, those of the same points by their codes."""
    points = {unit: unit_formula.points(set_up, own) for unit, own in found.items()}
    ordered = sorted(points, key=lambda unit: (-points[unit], unit))
    places: dict[Fraction, int] = {}
    for number, unit in enumerate(ordered, start=1):
        places.setdefault(points[unit], number)
    return tuple(
        Line(unit, found[unit], points[unit], places[points[unit]], unit_formula.shut(set_up, found[unit]))
        for unit in ordered
    )
