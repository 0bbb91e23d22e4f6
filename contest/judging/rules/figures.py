"""Exact figures: fractions inside, decimals where they are shown."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

PLACES: Final = 6
"""Decimal places of a figure that does not end, like a third; rounded half to even."""


def rounded(value: Fraction, places: int = PLACES) -> Decimal:
    """Return the value with at most so many decimal places, rounded half to even."""
    return tidy(Decimal(f"{round(value * 10**places)}E-{places}"))


def tidy(value: Decimal) -> Decimal:
    """Return an equal value without idle zeros and without an exponent: 7.50 is 7.5, 1E+1 is 10."""
    written = f"{value:f}"
    return Decimal(written.rstrip("0").rstrip(".") if "." in written else written) if value else Decimal(0)
