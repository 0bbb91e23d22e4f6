"""Which readings stay as they are before any new one is given."""

from collections import Counter
from collections.abc import Iterable

from contest.assignment.rules.conflicts import Bars
from contest.assignment.rules.instance import Instance, Judge, Pair


def kept(instance: Instance, bars: Bars) -> frozenset[Pair]:
    """Return what is pinned, started, or was there before and may stay.

    Started readings stay whatever a ceiling says and even where their judge has left; those of withdrawn
    entries go. Where ceilings or fewer readings force some of `previous` out, the better fit stays.
    """
    fixed = {pair for pair in (*instance.pinned, *instance.started) if pair[0] in instance.entry_by_id}
    stay = set(fixed)
    on_entry = Counter(entry for entry, _ in fixed)
    on_judge = Counter(judge for _, judge in fixed)
    for entry, judge in _may_stay(instance, bars, set(instance.previous) - fixed):
        if on_entry[entry] < instance.wanted(instance.entry_by_id[entry]) and _has_room(
            instance.judge_by_id[judge], on_judge[judge]
        ):
            stay.add((entry, judge))
            on_entry[entry] += 1
            on_judge[judge] += 1
    return frozenset(stay)


def leavers(instance: Instance, pairs: Iterable[Pair]) -> list[Judge]:
    """Return the judges who are no longer on the panel and yet keep a started reading; they get no more."""
    gone = sorted({judge for _, judge in pairs} - instance.judge_by_id.keys())
    return [Judge(identity, capacity=0, fit={}) for identity in gone]


def _may_stay(instance: Instance, bars: Bars, pairs: Iterable[Pair]) -> list[Pair]:
    allowed = [pair for pair in pairs if _is_allowed(instance, bars, pair)]
    return sorted(allowed, key=lambda pair: (-_fit(instance, pair), pair))


def _is_allowed(instance: Instance, bars: Bars, pair: Pair) -> bool:
    known = pair[0] in instance.entry_by_id and pair[1] in instance.judge_by_id
    return known and pair[1] not in bars.of(instance.entry_by_id[pair[0]]) and _fit(instance, pair) > 0


def _fit(instance: Instance, pair: Pair) -> int:
    return instance.judge_by_id[pair[1]].fit_for(instance.entry_by_id[pair[0]].category)


def _has_room(judge: Judge, load: int) -> bool:
    return judge.capacity is None or load < judge.capacity
