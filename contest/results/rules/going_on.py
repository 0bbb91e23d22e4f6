"""Who goes on from a round: from the top down, at most so many, none below the threshold; no quota must be filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contest.assignment.rules.reasons import Reason
from contest.judging.rules import figures
from contest.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """What a category asks: at most `most` works, each with `least` points or more."""

    most: int
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A work as it is ranked in its category; the only one at its place."""

    code: str
    place: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a work goes on, and why. `kind`: goes_on, below, beyond."""

    kind: str
    why: Reason

    @property
    def goes_on(self) -> bool:
        return self.kind == GOES_ON


GOES_ON, BELOW, BEYOND = "goes_on", "below", "beyond"


def verdicts(ranked: Iterable[Ranked], rule: Rule) -> dict[str, Verdict]:
    """Return the verdict about each work of a category, by its code."""
    return {each.code: _verdict(each, rule) for each in ranked}


def _verdict(each: Ranked, rule: Rule) -> Verdict:
    params = {"place": each.place, "most": rule.most}
    if rule.least is not None and each.value < Fraction(rule.least):
        return Verdict(BELOW, Reason(N_("Fewer than %(least)s points."), {"least": figures.tidy(rule.least)}))
    if each.place > rule.most:
        return Verdict(BEYOND, Reason(N_("Place %(place)d; at most %(most)d go on."), params))
    return Verdict(GOES_ON, Reason(N_("Place %(place)d of at most %(most)d that go on."), params))
