"""When two readings are too far apart, and which readings count after a further one."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from contest.kernel.errors import N_, RuleBroken

Total = Decimal | Fraction


def tolerated(tolerance: Decimal | None, *, percent: bool, full_score: Decimal) -> Fraction | None:
    """Return how many points two readings may lie apart, of a tolerance in points or in per cent of the full score."""
    if tolerance is None:
        return None
    return Fraction(tolerance) * Fraction(full_score) / 100 if percent else Fraction(tolerance)


def third_needed(totals: Sequence[Total], tolerance: Total | None) -> bool:
    """Tell whether any two totals differ by more than the tolerance; exactly the tolerance is not too much.

    Without a tolerance, or with a single reading, there is nothing to settle.
    """
    if tolerance is None or len(totals) < 2:
        return False
    exact = [Fraction(total) for total in totals]
    return max(exact) - min(exact) > Fraction(tolerance)


def counted(totals: Sequence[Total], how: str) -> tuple[int, ...]:
    """Return the positions of the readings that count; the adjudicating one stands last.

    With fewer than three nothing was adjudicated, and all count.
    """
    if how not in COUNTING:
        raise RuleBroken(
            N_('There is no way of counting called "%(how)s". Choose one of %(known)s.'),
            how=how,
            known=", ".join(COUNTING),
        )
    if len(totals) < 3:
        return tuple(range(len(totals)))
    return COUNTING[how]([Fraction(total) for total in totals])


def _mean(totals: Sequence[Fraction]) -> tuple[int, ...]:
    return tuple(range(len(totals)))


def _third(totals: Sequence[Fraction]) -> tuple[int, ...]:
    return (len(totals) - 1,)


def _nearest_two(totals: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the two closest; where two pairs are equally close both count, which favours neither side."""
    order = _ascending(totals)
    gaps = {pair: totals[pair[1]] - totals[pair[0]] for pair in pairwise(order)}
    least = min(gaps.values())
    return tuple(sorted({position for pair, gap in gaps.items() if gap == least for position in pair}))


def _median(totals: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the middle reading, or the middle two of an even number."""
    order = _ascending(totals)
    return tuple(sorted(order[(len(order) - 1) // 2 : len(order) // 2 + 1]))


def _ascending(totals: Sequence[Fraction]) -> list[int]:
    return sorted(range(len(totals)), key=lambda position: totals[position])


COUNTING: Mapping[str, Callable[[Sequence[Fraction]], tuple[int, ...]]] = {
    "mean": _mean,
    "third": _third,
    "nearest_two": _nearest_two,
    "median": _median,
}
