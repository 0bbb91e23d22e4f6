"""The questions of a scoresheet, as a judge answers them and as an organiser sees them beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contest.judging.rules import design
from contest.judging.rules.criteria.bonus import Bonus
from contest.judging.rules.criteria.steps import Steps
from contest.judging.rules.design import Line
from contest.judging.rules.figures import tidy
from contest.web.templating import points

# More steps than this are typed, not ticked: a wall of buttons is no help on a phone.
MOST_BUTTONS: Final = 41


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion as the page asks for it. `values`: (value, text) to tick, empty where points are typed.

    `factor` turns points into their share of the total: full score * weight / (sum of weights * maximum); 1 for a
    bonus. `share` is the part of the whole, of a heading that of its group.
    """

    name: str
    line: Line
    values: tuple[tuple[str, str], ...]
    factor: Decimal | None
    typed: str
    error: str | None
    share: Decimal | None


def questions(
    named: Sequence[tuple[str, Line]],
    full_score: Decimal,
    *,
    typed: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:
    """Return the questions in their order; `typed` and `refused`: what was answered and what is wrong, by name."""
    lines = [line for _, line in named]
    weights = sum((line.settings.weight for line in lines if line.kind == Steps.kind), Decimal(0))
    return tuple(
        Question(
            name=name,
            line=line,
            values=_values(line),
            factor=_factor(line, full_score, weights),
            typed=(typed or {}).get(name, ""),
            error=(refused or {}).get(name),
            share=share,
        )
        for (name, line), share in zip(named, design.shares(lines), strict=True)
    )


def _factor(line: Line, full_score: Decimal, weights: Decimal) -> Decimal | None:
    if line.kind == Steps.kind:
        return (full_score * line.settings.weight / (weights * line.settings.maximum)).normalize()
    return Decimal(1) if line.kind == Bonus.kind else None


def _values(line: Line) -> tuple[tuple[str, str], ...]:
    s = line.settings
    if line.kind not in {Steps.kind, Bonus.kind} or (s.maximum - s.minimum) / s.step + 1 > MOST_BUTTONS:
        return ()
    count = int((s.maximum - s.minimum) / s.step)
    steps = [tidy(s.minimum + s.step * number) for number in range(count + 1)]
    return tuple((f"{step:f}", points(step)) for step in steps)
