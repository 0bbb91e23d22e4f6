"""Joins the lines of a score file into readings, and refuses what does not fit together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.aggregate import Reading
from contest.results.rules.scores import Line


@dataclass(frozen=True, slots=True)
class Pool:
    """The readings of a category, and the criteria in the order in which they decide ties."""

    category: str
    readings: tuple[Reading, ...]
    tie_order: tuple[str, ...]


def pools(lines: Sequence[Line]) -> list[Pool]:
    """Return a pool for each category, sorted. Raises RuleBroken naming the line of what contradicts another.

    A reading's total is sum(weight * score) / sum(weight) over its criteria, so only the proportion of the
    weights matters. The heaviest criterion decides ties first; equally heavy ones go by name, because the
    order of lines plays no part.
    """
    _check_twice(lines)
    _check_categories(lines)
    by_category: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_category[line.category].append(line)
    return [_pool(category, by_category[category]) for category in sorted(by_category)]


def _pool(category: str, lines: Sequence[Line]) -> Pool:
    weights = _weights(lines)
    sheets: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        sheets[line.entry, line.judge].append(line)
    readings = tuple(_reading(sheet, weights) for sheet in sheets.values())
    order = sorted(weights, key=lambda name: (-weights[name], name))
    return Pool(category, readings, tuple(order) if len(order) > 1 else ())


def _weights(lines: Sequence[Line]) -> dict[str, Fraction]:
    first: dict[str, Line] = {}
    for line in lines:
        known = first.setdefault(line.criterion, line)
        if known.weight != line.weight:
            raise RuleBroken(
                N_(
                    'line %(line)d: the criterion "%(criterion)s" has another weight than on line %(first)d.'
                    " A criterion has one weight in its category."
                ),
                line=line.number,
                criterion=line.criterion,
                first=known.number,
            )
    return {criterion: line.weight for criterion, line in first.items()}


def _reading(sheet: Sequence[Line], weights: dict[str, Fraction]) -> Reading:
    points = {line.criterion: line.score for line in sheet}
    missing = sorted(weights.keys() - points.keys())
    if missing:
        raise RuleBroken(
            N_(
                "line %(line)d: judge %(judge)s has no score for entry %(entry)s by the criterion"
                ' "%(criterion)s". Add the line, or take this reading out.'
            ),
            line=sheet[0].number,
            judge=sheet[0].judge,
            entry=sheet[0].entry,
            criterion=missing[0],
        )
    total = sum(points[name] * weight for name, weight in weights.items()) / sum(weights.values())
    return Reading(sheet[0].entry, sheet[0].category, Fraction(total), points)


def _check_twice(lines: Sequence[Line]) -> None:
    first: dict[tuple[str, str, str], int] = {}
    for line in lines:
        known = first.setdefault((line.entry, line.judge, line.criterion), line.number)
        if known != line.number:
            raise RuleBroken(
                N_(
                    "line %(line)d: entry %(entry)s has a score by judge %(judge)s on line %(first)d already."
                    " Keep the one that counts."
                ),
                line=line.number,
                entry=line.entry,
                judge=line.judge,
                first=known,
            )


def _check_categories(lines: Sequence[Line]) -> None:
    first: dict[str, Line] = {}
    for line in lines:
        known = first.setdefault(line.entry, line)
        if known.category != line.category:
            raise RuleBroken(
                N_(
                    'line %(line)d: entry %(entry)s is in the category "%(category)s" here and in "%(other)s"'
                    " on line %(first)d. An entry has one category."
                ),
                line=line.number,
                entry=line.entry,
                category=line.category,
                other=known.category,
                first=known.number,
            )
