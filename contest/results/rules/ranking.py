"""Puts scores in their one complete order and says which rule decided each tie."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from contest.assignment.rules.reasons import Reason
from contest.kernel.errors import N_
from contest.results.rules.aggregate import Score


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that puts one entry above another: value, criterion, lowest, or draw."""

    rule: str
    criterion: str = ""

    @property
    def reason(self) -> Reason:
        return Reason(_SENTENCES[self.rule], {"criterion": self.criterion})


@dataclass(frozen=True, slots=True)
class Standing:
    """A computed place. `rank` is the only one of its kind in the category.

    Entries of exactly the same value stand from `rank_low` to `rank_high`; `tie` says which rule put this one
    below the entry right above it, None where the value did.
    """

    score: Score
    rank: int
    rank_low: int
    rank_high: int
    tie: Decision | None = None

    @property
    def code(self) -> str:
        return self.score.code

    @property
    def category(self) -> str:
        return self.score.category

    @property
    def value(self) -> Fraction:
        return self.score.value


_SENTENCES = {
    "value": N_("The score decides."),
    "criterion": N_('Equal score; the criterion "%(criterion)s" decides.'),
    "lowest": N_("Equal score and criteria; the higher lowest mark decides."),
    "draw": N_("Equal in score, criteria and lowest mark; the draw from the announced seed decides."),
}


def rank(scores: Iterable[Score], seed: str) -> tuple[Standing, ...]:
    """Return the standings by category and rank; the order of `scores` plays no part.

    Value, then the criteria in their order, then the higher lowest mark, then the draw.
    """
    by_category: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_category[score.category].append(score)
    return tuple(
        standing for category in sorted(by_category) for standing in _ranked(by_category[category], seed)
    )


def drawn(seed: str, code: str) -> str:
    """Return the lot of an entry: SHA-256 of "seed|code" in hexadecimal; the smaller stands above."""
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def decided_by(above: Score, below: Score) -> Decision:
    """Return the first rule that tells the two apart."""
    if above.value != below.value:
        return Decision("value")
    for (name, one), (_, other) in zip(above.criteria, below.criteria, strict=True):
        if one != other:
            return Decision("criterion", name)
    return Decision("lowest" if above.lowest != below.lowest else "draw")


def _ranked(scores: Sequence[Score], seed: str) -> list[Standing]:
    order = sorted(scores, key=lambda score: _key(score, seed))
    ties = [None, *(_tie(above, below) for above, below in pairwise(order))]
    standings: list[Standing] = []
    for _, equal in groupby(order, key=lambda score: score.value):
        group = list(equal)
        low, high = len(standings) + 1, len(standings) + len(group)
        standings.extend(
            Standing(score, rank, low, high, ties[rank - 1]) for rank, score in enumerate(group, start=low)
        )
    return standings


def _key(score: Score, seed: str) -> tuple[Fraction, tuple[Fraction, ...], Fraction, str, str]:
    criteria = tuple(-value for _, value in score.criteria)
    return -score.value, criteria, -score.lowest, drawn(seed, score.code), score.code


def _tie(above: Score, below: Score) -> Decision | None:
    decision = decided_by(above, below)
    return None if decision.rule == "value" else decision
