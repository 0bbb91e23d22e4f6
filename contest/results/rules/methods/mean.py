"""The plain mean: what decides unless the edition says otherwise, because anybody can check it by hand."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar


class Mean:
    name: ClassVar[str] = "mean"

    def value(self, totals: Sequence[Fraction]) -> Fraction:
        """Return the sum over the count; at least one total is needed."""
        return sum(totals, Fraction(0)) / len(totals)
