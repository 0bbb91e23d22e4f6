"""A rubric: weighted criteria, and the total that marks add up to."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from contest.judging.rules import figures
from contest.judging.rules.criteria.kind import Criterion, Mark
from contest.kernel.errors import N_, RuleBroken

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rubric(Generic[Key]):
    """Criteria in their order, by whatever key the caller keeps marks under.

    Only the proportion of the weights matters: full marks make `full_score`. Where none is given it is the
    sum of the weights.
    """

    criteria: Mapping[Key, Criterion]
    full_score: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.scored:
            raise RuleBroken(N_("A rubric needs at least one criterion that is marked in points."))
        names = [each.settings.name for each in self.criteria.values()]
        for name in names:
            if not name.strip():
                raise RuleBroken(N_("Give every criterion a name."))
            if names.count(name) > 1:
                raise RuleBroken(N_('Two criteria are called "%(name)s". Rename one of them.'), name=name)

    @property
    def scored(self) -> dict[Key, Criterion]:
        return {key: each for key, each in self.criteria.items() if each.scored}

    @property
    def full(self) -> Decimal:
        weights = sum((each.settings.weight for each in self.scored.values()), Decimal(0))
        return weights if self.full_score is None else self.full_score

    def exact(self, marks: Mapping[Key, Mark]) -> Fraction:
        """Return full * sum(weight * points / maximum) / sum(weight) + bonus. Raises RuleBroken when incomplete."""
        self.check_complete(marks)
        scored = self.scored
        weights = sum(Fraction(each.settings.weight) for each in scored.values())
        earned = sum(
            _share(each, marks[key]) * Fraction(each.settings.weight) for key, each in scored.items()
        )
        return Fraction(self.full) * earned / weights + self._bonus(marks)

    def _bonus(self, marks: Mapping[Key, Mark]) -> Fraction:
        given = ((each, marks[key]) for key, each in self.criteria.items() if each.bonus and key in marks)
        return sum((Fraction(each.points(mark)) for each, mark in given), Fraction(0))

    def total(self, marks: Mapping[Key, Mark]) -> Decimal:
        """Return the total to be shown: exact where six decimal places do, else rounded half to even."""
        return figures.rounded(self.exact(marks))

    def missing(self, marks: Mapping[Key, Mark]) -> tuple[str, ...]:
        """Return the names of the criteria that still want points."""
        return tuple(
            each.settings.name
            for key, each in self.scored.items()
            if key not in marks or marks[key].points is None
        )

    def check_complete(self, marks: Mapping[Key, Mark]) -> None:
        missing = self.missing(marks)
        if missing:
            raise RuleBroken(
                N_("These criteria have no points yet: %(names)s. Mark them first."), names=", ".join(missing)
            )
        strange = sorted(str(key) for key in marks if key not in self.criteria)
        if strange:
            raise RuleBroken(
                N_("These marks belong to no criterion of the rubric: %(names)s. Open the page again."),
                names=", ".join(strange),
            )

    def points_by_name(self, marks: Mapping[Key, Mark]) -> dict[str, Fraction]:
        """Return the points of each scored criterion, as ties are decided by them."""
        self.check_complete(marks)
        return {each.settings.name: Fraction(each.points(marks[key])) for key, each in self.scored.items()}

    def tie_order(self) -> tuple[str, ...]:
        """Return names in the order in which they decide ties: the heaviest, then the others as they are."""
        names = [each.settings.name for each in self.scored.values()]
        heaviest = max(self.scored.values(), key=lambda each: each.settings.weight).settings.name
        return heaviest, *(name for name in names if name != heaviest)


def _share(criterion: Criterion, mark: Mark) -> Fraction:
    return Fraction(criterion.points(mark)) / Fraction(criterion.settings.maximum)
