"""The middle total, or the mean of the middle two."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar


class Median:
    name: ClassVar[str] = "median"

    def value(self, totals: Sequence[Fraction]) -> Fraction:
        """Return the exact median; at least one total is needed."""
        order = sorted(totals)
        return (order[(len(order) - 1) // 2] + order[len(order) // 2]) / 2
