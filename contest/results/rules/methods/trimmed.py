"""The mean without the highest and the lowest: popular, but worse than the mean in nearly every contest."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from contest.results.rules.methods.mean import Mean


class Trimmed:
    name: ClassVar[str] = "trimmed"

    def value(self, totals: Sequence[Fraction]) -> Fraction:
        """Leave out one highest and one lowest; of fewer than three nothing is left out."""
        return Mean().value(sorted(totals)[1:-1] if len(totals) > 2 else totals)
