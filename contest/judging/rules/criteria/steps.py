"""A criterion marked in points, from a minimum to a maximum in steps."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from contest.judging.rules import figures
from contest.judging.rules.criteria.kind import Mark, Settings
from contest.kernel.errors import N_, RuleBroken

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_MOST: Final = Decimal(1_000_000)
_FINEST: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Steps:
    """Points by steps. The step divides the way from the minimum to the maximum."""

    kind: ClassVar[str] = "steps"
    scored: ClassVar[bool] = True
    bonus: ClassVar[bool] = False
    settings: Settings

    def __post_init__(self) -> None:
        s = self.settings
        for field in ("weight", "minimum", "maximum", "step"):
            _check_number(getattr(s, field), field)
        if s.weight == 0:
            raise RuleBroken(N_("Give the criterion a weight above 0."), field="weight")
        if s.maximum <= s.minimum:
            raise RuleBroken(N_("The maximum must be above the minimum."), field="maximum")
        if s.step == 0 or (s.maximum - s.minimum) % s.step:
            raise RuleBroken(
                N_("The step must divide the way from the minimum to the maximum, as 0.5 divides 0 to 10."),
                field="step",
            )

    def values(self) -> tuple[Decimal, ...]:
        """Return every mark there is, from the minimum up."""
        s = self.settings
        return tuple(
            figures.tidy(s.minimum + s.step * number)
            for number in range(int((s.maximum - s.minimum) / s.step) + 1)
        )

    def parse(self, raw: str) -> Mark:
        """Return the points. A comma is as good as a point; no thousands, no exponent, no other digits."""
        typed = raw.strip()
        if not _NUMBER.fullmatch(typed):
            raise RuleBroken(
                N_("%(name)s: write points as a number, like %(example)s."),
                name=self.settings.name,
                example=figures.tidy(self.settings.maximum - self.settings.step),
            )
        points = Decimal(typed.replace(",", "."))
        self._check_range(points)
        self._check_step(points)
        return Mark(points=figures.tidy(points))

    def points(self, mark: Mark) -> Decimal:
        return mark.points or Decimal(0)

    def written(self, mark: Mark) -> str:
        return "" if mark.points is None else f"{mark.points:f}"

    def descriptor(self, mark: Mark) -> str:
        """Return the words for these points: those of the highest descriptor that they reach."""
        reached = [each for each in self.settings.descriptors if each.points <= self.points(mark)]
        return max(reached, key=lambda each: each.points).text if reached else ""

    def _check_range(self, points: Decimal) -> None:
        lowest, highest = self.settings.minimum, self.settings.maximum
        if not lowest <= points <= highest:
            raise RuleBroken(
                N_("%(name)s: give points from %(lowest)s to %(highest)s."),
                name=self.settings.name,
                lowest=figures.tidy(lowest),
                highest=figures.tidy(highest),
            )

    def _check_step(self, points: Decimal) -> None:
        step = self.settings.step
        past = (points - self.settings.minimum) % step
        if past:
            raise RuleBroken(
                N_("%(name)s: points go in steps of %(step)s. Write %(below)s or %(above)s."),
                name=self.settings.name,
                step=figures.tidy(step),
                below=figures.tidy(points - past),
                above=figures.tidy(points - past + step),
            )
        if _decimals(points) > max(_decimals(figures.tidy(each)) for each in (step, self.settings.minimum)):
            raise RuleBroken(
                N_("%(name)s: write %(points)s, without further decimal places."),
                name=self.settings.name,
                points=figures.tidy(points),
            )


def _decimals(written: Decimal) -> int:
    """Count the decimal places as written: what is typed as 7.50 has two."""
    return -int(written.as_tuple().exponent)


def _check_number(value: Decimal, field: str) -> None:
    if not (value.is_finite() and 0 <= value <= _MOST and value % _FINEST == 0):
        raise RuleBroken(
            N_("Write a number from 0 to %(highest)s with three decimal places at most."),
            field=field,
            highest=_MOST,
        )
