"""How many readings each judge should get so that the loads are as level as the ceilings allow."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge's place at the table: readings there already, and the most there may be in all."""

    load: int
    ceiling: int

    @property
    def room(self) -> int:
        return self.ceiling - self.load


@dataclass(frozen=True, slots=True)
class Window:
    """The fewest and the most further readings of a judge."""

    lowest: int
    highest: int


def windows(seats: Sequence[Seat], further: int) -> list[Window]:
    """Fill the seats like water to one level: loads below their ceilings differ by one at most.

    `further` readings may not exceed the seats' whole room.
    """
    level = _level(seats, further)
    return [Window(_poured(seat, level), _poured(seat, level + 1)) for seat in seats]


def _level(seats: Sequence[Seat], further: int) -> int:
    """Return the highest level that takes no more than `further`; a ceiling above all is never passed."""
    low, high = 0, max((seat.ceiling for seat in seats), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(_poured(seat, middle) for seat in seats) <= further:
            low = middle
        else:
            high = middle - 1
    return low


def _poured(seat: Seat, level: int) -> int:
    return max(0, min(seat.ceiling, level) - seat.load)
