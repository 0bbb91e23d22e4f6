"""The score of the first round carried into the last: so many per cent of it, exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.aggregate import Score


@dataclass(frozen=True, slots=True)
class Brought:
    """What counts from the round before: `percent` of its score, which was out of `full`; the last one out of `own`."""

    percent: int
    full: Decimal
    own: Decimal

    def together(self, before: Fraction, value: Fraction) -> Fraction:
        """Return both scores as one, out of the last round's full score."""
        share = Fraction(self.percent, 100)
        return share * before / Fraction(self.full) * Fraction(self.own) + (1 - share) * value


def joined(scores: Iterable[Score], before: Mapping[str, Fraction], brought: Brought) -> list[Score]:
    """Return the scores with what each brings along, by code. Raises RuleBroken where that is missing."""
    listed = list(scores)
    missing = sorted(score.code for score in listed if score.code not in before)
    if missing:
        raise RuleBroken(
            N_(
                "The score of the first round is missing for: %(codes)s. Ask the administrator to run the check."
            ),
            codes=", ".join(missing),
        )
    return [replace(s, value=brought.together(before[s.code], s.value)) for s in listed]
