"""Who wins the prizes for units: what the ranking proposes, what people chose instead, and what is still to be said.

Where the end of a prize cuts through units of the same points nothing is proposed: a person decides, and says why.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from contest.kernel.errors import N_, RuleBroken
from contest.results.rules.unit_ranking import Line


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize for units, from the highest down; `id` of its row."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Units of the same points, with the prizes that there are for them: too few, or not the same."""

    units: tuple[str, ...]
    prizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the ranking gives: units to prizes; ties for a person to decide; how many of a prize are left over."""

    given: Mapping[str, int]
    ties: tuple[Tie, ...]
    left: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a unit: a prize, or None for none; and why."""

    prize: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Units:
    """What units are called, and those that pass the gates."""

    names: Mapping[str, str]
    may_win: frozenset[str]


def may_win(line: Line) -> bool:
    """Tell whether the ranking may propose the unit."""
    return not line.shut and line.points > 0


def propose(lines: Iterable[Line], prizes: Sequence[Prize]) -> Proposal:
    """Give the prizes down the ranking to the units that pass the gates; `lines` from the most points down."""
    slots = [prize.id for prize in prizes for _ in range(prize.count)]
    given: dict[str, int] = {}
    ties: list[Tie] = []
    at = 0
    for _, group in groupby(filter(may_win, lines), key=lambda line: line.points):
        units = tuple(line.unit for line in group)
        those = slots[at : at + len(units)]
        at += len(those)
        if len(those) == len(units) and len(set(those)) == 1:
            given |= dict.fromkeys(units, those[0])
        elif those:
            ties.append(Tie(units, tuple(those)))
    return Proposal(given, tuple(ties), Counter(slots[at:]))


def decided(proposal: Proposal, choices: Mapping[str, Choice]) -> dict[str, int]:
    """Return the prizes of units as it is decided now: what was proposed, but for what a person chose."""
    merged = {**proposal.given, **{unit: choice.prize for unit, choice in choices.items()}}
    return {unit: prize for unit, prize in merged.items() if prize is not None}


def empty(prizes: Sequence[Prize], given: Mapping[str, int]) -> dict[int, int]:
    """Return how many of each prize are not given."""
    counts = Counter(given.values())
    return {prize.id: prize.count - counts[prize.id] for prize in prizes if prize.count > counts[prize.id]}


def undecided(proposal: Proposal, choices: Mapping[str, Choice]) -> tuple[Tie, ...]:
    """Return the ties that nobody has decided."""
    return tuple(tie for tie in proposal.ties if not choices.keys() & set(tie.units))


def problems(
    prizes: Sequence[Prize],
    proposal: Proposal,
    choices: Mapping[str, Choice],
    reasons: Mapping[int, str],
    units: Units,
) -> Iterator[RuleBroken]:
    """Name what stands in the way of confirming. `reasons`: why a prize stays empty."""
    for unit in sorted(choices.keys() - units.may_win):
        yield RuleBroken(
            N_("What was chosen for “%(unit)s” does not fit the ranking any more. Take it back."),
            unit=units.names[unit],
        )
    for tie in undecided(proposal, choices):
        yield RuleBroken(
            N_("These units have the same points: %(units)s. Choose which of them win, and say why."),
            units=", ".join(units.names[unit] for unit in tie.units),
        )
    given = decided(proposal, choices)
    counts, left = Counter(given.values()), empty(prizes, given)
    for prize in prizes:
        if counts[prize.id] > prize.count:
            yield RuleBroken(
                N_(
                    "“%(prize)s” goes to %(given)d units, and there are %(count)d of it. Take it from one of them."
                ),
                prize=prize.name,
                given=counts[prize.id],
                count=prize.count,
            )
        if left.get(prize.id, 0) > proposal.left.get(prize.id, 0) and not reasons.get(prize.id):
            yield RuleBroken(
                N_("“%(prize)s” stays empty: %(count)d. Give it to a unit, or say why it stays empty."),
                prize=prize.name,
                count=left[prize.id],
            )
