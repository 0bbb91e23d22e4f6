"""Makes one exact score of all the readings of an entry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.methods import Method
from contest.results.rules.methods.mean import Mean


@dataclass(frozen=True, slots=True)
class Reading:
    """One judge's reading that counts: its exact total, and points by criterion, which decide ties."""

    code: str
    category: str
    total: Fraction
    points: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """What an entry's readings come to. `criteria` in the order in which they decide ties."""

    code: str
    category: str
    value: Fraction
    mean: Fraction
    lowest: Fraction
    readings: int
    criteria: tuple[tuple[str, Fraction], ...] = ()


def aggregate(readings: Iterable[Reading], method: Method, tie_order: Sequence[str] = ()) -> list[Score]:
    """Return a score for each entry that has been read, sorted by category and code.

    `tie_order` names the criteria by which ties are decided, the heaviest first; each is aggregated by the
    same method as the totals. Raises RuleBroken where a reading lacks points for one of them.
    """
    by_entry: defaultdict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        _check_criteria(reading, tie_order)
        by_entry[reading.category, reading.code].append(reading)
    return [_score(by_entry[key], method, tie_order) for key in sorted(by_entry)]


def _score(readings: Sequence[Reading], method: Method, tie_order: Sequence[str]) -> Score:
    totals = [reading.total for reading in readings]
    return Score(
        code=readings[0].code,
        category=readings[0].category,
        value=method.value(totals),
        mean=Mean().value(totals),
        lowest=min(totals),
        readings=len(totals),
        criteria=tuple(
            (name, method.value([reading.points[name] for reading in readings])) for name in tie_order
        ),
    )


def _check_criteria(reading: Reading, tie_order: Sequence[str]) -> None:
    missing = [name for name in tie_order if name not in reading.points]
    if missing:
        raise RuleBroken(
            N_("A reading of %(code)s has no points for %(names)s. Complete it before ranking."),
            code=reading.code,
            names=", ".join(missing),
        )
