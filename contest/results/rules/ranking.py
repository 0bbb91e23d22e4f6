"""Puts scores in their one complete order and says which rule decided each tie."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from contest.assignment.rules.reasons import Reason
from contest.editions.rules import ties
from contest.kernel.errors import N_
from contest.results.rules.aggregate import Score


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that puts one entry above another: value, criterion, lowest, or draw.

    After shared and committee it puts none above: both have the place, and the draw only orders the list.
    """

    rule: str
    criterion: str = ""

    @property
    def is_open(self) -> bool:
        """Nothing tells the two apart; where it matters, the jury settles it with a reason."""
        return self.rule in ties.ENDS

    @property
    def reason(self) -> Reason:
        return Reason(_SENTENCES[self.rule], {"criterion": self.criterion})


@dataclass(frozen=True, slots=True)
class Standing:
    """A computed place. `rank` is the only one of its kind in the category, but where a place is shared.

    Entries of exactly the same value stand from `rank_low` to `rank_high`; `tie` says which rule put this one
    below the entry right above it, None where the value did. `position` orders the category down to the last entry.
    """

    score: Score
    rank: int
    rank_low: int
    rank_high: int
    tie: Decision | None = None
    position: int = 0

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
    "lowest": N_("Equal in all that is compared before; the higher lowest mark decides."),
    "shared": N_("Equal in all that is compared; the place is shared."),
    "committee": N_("Equal in all that is compared; the committee decides where it matters."),
    "draw": N_("Equal in all that is compared; the draw from the announced seed decides."),
}


def rank(scores: Iterable[Score], seed: str, rules: Sequence[str] = ties.DEFAULT) -> tuple[Standing, ...]:
    """Return the standings by category and rank; the order of `scores` plays no part.

    Value, then `rules` in their order, then the draw.
    """
    by_category: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_category[score.category].append(score)
    return tuple(
        standing
        for category in sorted(by_category)
        for standing in _ranked(by_category[category], seed, rules)
    )


def drawn(seed: str, code: str) -> str:
    """Return the lot of an entry: SHA-256 of "seed|code" in hexadecimal; the smaller stands above."""
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def decided_by(above: Score, below: Score, rules: Sequence[str] = ties.DEFAULT) -> Decision:
    """Return the first rule that tells the two apart, or what happens to works that nothing tells apart."""
    for (decision, one), (_, other) in zip(_merits(above, rules), _merits(below, rules), strict=True):
        if one != other:
            return decision
    return Decision(ties.end(rules))


def _merits(score: Score, rules: Sequence[str]) -> Iterator[tuple[Decision, Fraction]]:
    """Yield what is compared, in order; a criterion that the rubric does not have is passed over."""
    yield Decision("value"), score.value
    for rule in rules:
        if rule == ties.LOWEST:
            yield Decision("lowest"), score.lowest
        for name, points in _asked(score, rule):
            yield Decision("criterion", name), points


def _asked(score: Score, rule: str) -> tuple[tuple[str, Fraction], ...]:
    if rule == ties.CRITERIA:
        return score.criteria
    if rule == ties.HEAVIEST:
        return score.criteria[:1]
    return tuple(each for each in score.criteria if each[0] == ties.named(rule))


def _ranked(scores: Sequence[Score], seed: str, rules: Sequence[str]) -> list[Standing]:
    order = sorted(scores, key=lambda score: _key(score, seed, rules))
    decisions = [None, *(_tie(above, below, rules) for above, below in pairwise(order))]
    standings: list[Standing] = []
    for _, equal in groupby(order, key=lambda score: score.value):
        group = list(equal)
        low, high = len(standings) + 1, len(standings) + len(group)
        for place, score in enumerate(group, start=low):
            tie = decisions[place - 1]
            shares = tie is not None and tie.is_open
            rank = standings[-1].rank if shares else place
            standings.append(Standing(score, rank, low, high, tie, place))
    return standings


def _key(score: Score, seed: str, rules: Sequence[str]) -> tuple[tuple[Fraction, ...], str, str]:
    merits = tuple(-value for _, value in _merits(score, rules))
    return merits, drawn(seed, score.code), score.code


def _tie(above: Score, below: Score, rules: Sequence[str]) -> Decision | None:
    decision = decided_by(above, below, rules)
    return None if decision.rule == "value" else decision
