"""Proposes who reads what: one flow over classes of entries, then a seeded deal inside each class."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contest.assignment.rules.classes import EntryClass, classes
from contest.assignment.rules.conflicts import Bars
from contest.assignment.rules.deal import deal
from contest.assignment.rules.draw import Draw
from contest.assignment.rules.instance import Instance, Judge, Pair
from contest.assignment.rules.kept import kept, leavers
from contest.assignment.rules.shortages import Shortage, shortages
from contest.assignment.rules.windows import Seat, windows


@dataclass(frozen=True, slots=True)
class Quality:
    """`fit`: sum over all readings. The rest is of the graph of judges who share entries (judging.md)."""

    fit: int
    components: int
    pairs: int
    connectivity: float
    efficiency: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who reads what, sorted by entry and judge.

    `changed` counts the readings that were not there before (0 without `previous` and `started`); `level` is
    False where conflicts or earlier readings keep the loads from being within one of each other.
    """

    assignments: tuple[Pair, ...]
    loads: Mapping[str, int]
    shortages: tuple[Shortage, ...]
    quality: Quality
    changed: int
    level: bool


@dataclass(frozen=True, slots=True)
class _Filled:
    pairs: Collection[Pair]
    missing: Sequence[tuple[EntryClass, int]]
    level: bool


def propose(instance: Instance) -> Proposal:
    """Return a valid distribution: no conflict, nobody twice on an entry, ceilings kept, loads level.

    The same instance, in whatever order its lists stand, gives the same proposal.
    """
    bars = Bars(instance)
    stay = kept(instance, bars)
    panel = sorted((*instance.judges, *leavers(instance, stay)), key=lambda judge: judge.id)
    filled = _fill(classes(instance, bars, stay), panel, stay, instance)
    assignments = tuple(sorted(stay.union(filled.pairs)))
    given = Counter(judge for _, judge in assignments)
    before = set(instance.previous) | set(instance.started)
    return Proposal(
        assignments=assignments,
        loads={judge.id: given[judge.id] for judge in panel},
        shortages=shortages(filled.missing, panel),
        quality=_quality(instance, assignments),
        changed=sum(pair not in before for pair in assignments) if before else 0,
        level=filled.level,
    )


def _fill(
    found: Sequence[EntryClass], panel: Sequence[Judge], stay: Collection[Pair], instance: Instance
) -> _Filled:
    if not found:
        return _Filled((), (), level=True)
    from contest.assignment.rules.flow import flow  # noqa: PLC0415 -- slow import

    draw = Draw(instance.seed)
    seats = _seats(panel, stay, sum(each.need for each in found))
    table = flow(found, panel, seats, mixing=instance.mixing, draw=draw)
    dealt = [pair for each, row in zip(found, table, strict=True) for pair in _dealt(each, row, panel, draw)]
    return _Filled(
        pairs=dealt,
        missing=[(each, row[-1]) for each, row in zip(found, table, strict=True)],
        level=_is_level(seats, Counter(judge for _, judge in dealt), panel),
    )


def _seats(panel: Sequence[Judge], stay: Collection[Pair], need: int) -> list[Seat]:
    """Seat the panel; who has no ceiling has room for all, and who is above a new one keeps what is there."""
    loads = Counter(judge for _, judge in stay)
    return [
        Seat(load, load + need if judge.capacity is None else max(load, judge.capacity))
        for judge in panel
        for load in [loads[judge.id]]
    ]


def _is_level(seats: Sequence[Seat], given: Mapping[str, int], panel: Sequence[Judge]) -> bool:
    further = [given[judge.id] for judge in panel]
    return all(
        window.lowest <= count <= window.highest
        for window, count in zip(windows(seats, sum(further)), further, strict=True)
    )


def _dealt(each: EntryClass, row: Sequence[int], panel: Sequence[Judge], draw: Draw) -> Iterator[Pair]:
    """Deal best fit first, so that every entry gets one of its class's best; what nobody reads comes last."""
    takers = [(judge, count) for judge, count in zip(panel, row[:-1], strict=True) if count]
    in_order = sorted(draw.shuffled(takers), key=lambda taker: -taker[0].fit_for(each.category))
    holes = [min(each.size, row[-1] - start) for start in range(0, row[-1], each.size)]
    for entry, block in deal([*(count for _, count in in_order), *holes], each.entries, draw):
        if block < len(in_order):
            yield entry, in_order[block][0].id


def _quality(instance: Instance, assignments: Sequence[Pair]) -> Quality:
    from contest.assignment.rules.quality import graph  # noqa: PLC0415 -- slow import

    fit = sum(
        instance.judge_by_id[judge].fit_for(instance.entry_by_id[entry].category)
        for entry, judge in assignments
        if judge in instance.judge_by_id
    )
    return Quality(fit, *graph(assignments))
