"""How units stand for their prizes, as pages show it and as it is kept: lines, what stays empty, what is in the way."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from contest.editions.rules import unit_formula
from contest.editions.rules.unit_formula import Figures
from contest.editions.rules.unit_prizes import UnitPrizes
from contest.kernel.errors import RuleBroken
from contest.results.rules.unit_choice import Prize


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the ranking. `joined`: ended units counted with it; `divided_into`: who took its place, if several.

    `prize_id` as it is decided now, `proposed_id` as the ranking proposes, `reason` where a person chose.
    """

    unit_id: int
    code: str
    name: str
    joined: tuple[str, ...]
    divided_into: tuple[str, ...]
    figures: Figures
    points: Fraction
    place: int
    shut: tuple[str, ...]
    prize_id: int | None = None
    proposed_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """A prize of which `count` are not given; `by_ranking`: no unit is left for them. `reason`: why, by a person."""

    prize: Prize
    count: int
    by_ranking: bool
    reason: str


@dataclass(frozen=True, slots=True)
class UnitResults:
    """All of it. `ties`: units that a person has to decide between; `problems`: what is in the way of an end.

    `uncounted`: works that count for no unit. `stale`: (id, name) of units that something was chosen for and that left
    the ranking. `confirmed_at` and `confirmed_by` are None until the prizes are given.
    """

    set_up: UnitPrizes
    prizes: tuple[Prize, ...]
    lines: tuple[UnitLine, ...]
    empty: tuple[Empty, ...]
    uncounted: int
    ties: tuple[tuple[UnitLine, ...], ...] = ()
    problems: tuple[RuleBroken, ...] = ()
    stale: tuple[tuple[int, str], ...] = ()
    confirmed_at: datetime | None = None
    confirmed_by: int | None = None

    @property
    def may_be_chosen(self) -> tuple[UnitLine, ...]:
        """The units that pass the gates: no other can win."""
        return tuple(line for line in self.lines if not line.shut)

    @property
    def chosen(self) -> tuple[tuple[int, str], ...]:
        """Units that something was chosen for: (id, name)."""
        return (*((line.unit_id, line.name) for line in self.lines if line.reason), *self.stale)

    @property
    def without_headcount(self) -> int:
        """How many units lack the number of people that the formula asks for."""
        return sum(1 for line in self.lines if self.set_up.asks_headcount and line.figures.people is None)

    @property
    def winners(self) -> tuple[tuple[Prize, tuple[UnitLine, ...]], ...]:
        """The prizes, each with who has it, from the best placed down."""
        return tuple(
            (prize, tuple(line for line in self.lines if line.prize_id == prize.id)) for prize in self.prizes
        )

    @property
    def digest(self) -> str:
        """What stands for the ranking and for who wins."""
        lines = [
            [
                line.unit_id, line.code, line.name, line.joined, line.divided_into, written(line.figures),
                str(line.points), line.place, line.shut, line.prize_id, line.proposed_id, line.reason,
            ]
            for line in self.lines
        ]  # fmt: skip
        empty = [[each.prize.id, each.count, each.by_ranking, each.reason] for each in self.empty]
        content = json.dumps([lines, empty, self.uncounted], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


def written(figures: Figures) -> dict[str, Any]:
    """Return figures as they are kept: exact, as text."""
    return {
        "submitted": str(figures.submitted),
        "admitted": str(figures.admitted),
        "finalists": str(figures.finalists),
        "prizes": {name: str(figures.prizes[name]) for name in sorted(figures.prizes)},
        "people": figures.people,
    }


def read(kept: Mapping[str, Any]) -> Figures:
    """Return figures as they were kept."""
    return Figures(
        Fraction(kept["submitted"]),
        Fraction(kept["admitted"]),
        Fraction(kept["finalists"]),
        {name: Fraction(number) for name, number in kept["prizes"].items()},
        kept["people"],
    )


def faults(kept: UnitResults, digest: str) -> Iterator[str]:
    """Reckon what was kept again, and name what does not agree."""
    if kept.digest != digest:
        yield "they are not those that were confirmed"
    for line in kept.lines:
        points = unit_formula.points(kept.set_up, line.figures)
        shut = unit_formula.shut(kept.set_up, line.figures)
        if (line.points, line.shut) != (points, shut) or (line.prize_id is not None and shut):
            yield f"the points of the unit {line.code} do not follow from its figures"
    for prize, those in kept.winners:
        if len(those) > prize.count:
            yield f"more units have the prize {prize.name} than there are"
