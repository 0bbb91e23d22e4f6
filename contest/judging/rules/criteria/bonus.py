"""Points beside the rubric's whole: given for something special, added to the total, above the full score too."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from contest.judging.rules.criteria.kind import NOTHING, Mark, Settings
from contest.judging.rules.criteria.steps import Steps


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points from 0 up by steps; none where the judge says nothing. They count as they are, without a weight."""

    kind: ClassVar[str] = "bonus"
    scored: ClassVar[bool] = False
    bonus: ClassVar[bool] = True
    settings: Settings

    def __post_init__(self) -> None:
        self._steps()  # raises for senseless settings

    def values(self) -> tuple[Decimal, ...]:
        """Return every mark there is, from 0 up."""
        return self._steps().values()

    def parse(self, raw: str) -> Mark:
        return self._steps().parse(raw)

    def points(self, mark: Mark) -> Decimal:
        return mark.points or NOTHING

    def written(self, mark: Mark) -> str:
        return self._steps().written(mark)

    def _steps(self) -> Steps:
        return Steps(replace(self.settings, weight=Decimal(1), minimum=NOTHING))
