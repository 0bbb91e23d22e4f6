"""Turns a round into a problem for the engine: panel, conflicts, blind copies, and the readings there are."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from contest.access.duties import Duty
from contest.anonymisation import queries as blind
from contest.anonymisation.keys import chance, conflict_key
from contest.assignment import queries
from contest.assignment.queries import THIRD, ReadingView
from contest.assignment.rules import withheld as rule
from contest.assignment.rules.instance import Entry, Instance, Judge, Pair
from contest.editions import queries as editions
from contest.editions.queries import RoundView, SeatView
from contest.people import queries as people


def build(round_id: int, seed: str) -> Instance:
    """Return what is to be distributed; where readings exist, only what is missing, and nothing moves."""
    round_ = editions.round_by_id(round_id)
    panel, works = judges(round_), entries(round_id)
    there = queries.readings(round_id)
    given = [_pair(reading) for reading in there if reading.is_assigned]
    barred = _barred(given, panel, works)
    known = {judge.id for judge in panel}
    return Instance(
        readings=round_.readings,
        seed=seed,
        judges=panel,
        entries=_wanting(works, there, barred, round_.readings),
        forbidden=tuple(_pair(r) for r in there if not r.is_assigned and str(r.judge_id) in known),
        started=tuple(pair for pair in given if pair not in barred),
    )


def withheld(instance: Instance, round_: RoundView) -> tuple[Pair, ...]:
    """Return what is kept from each judge besides, in the order in which it counts (rules/withheld.py).

    Where differences ask for a third reading, every entry keeps a judge for it.
    """
    reserve = 0 if round_.tolerance is None else 1
    return rule.chosen(instance, chance(instance.seed), reserve=reserve)


def withheld_from(round_: RoundView, blind_copy_id: int) -> frozenset[str]:
    """Return from which judges this copy was withheld when the works of the round were given out."""
    confirmed = queries.confirmed(round_.id)
    if confirmed is None:
        return frozenset()
    seed, count = confirmed
    pairs = withheld(build(round_.id, seed), round_)[:count]
    return frozenset(judge for entry, judge in pairs if entry == str(blind_copy_id))


def judges(round_: RoundView) -> tuple[Judge, ...]:
    """Return the panel; where no seats were set, every judge of the edition reads every category."""
    appointed = editions.appointed(round_.edition_id, Duty.JUDGE)
    seats = editions.panel(round_.id)
    own: dict[int, list[SeatView]] = {}
    for seat in seats:
        own.setdefault(seat.account_id, []).append(seat)
    sitting = [judge_id for judge_id in appointed if judge_id in own or not seats]
    keys = _keys(round_.edition_id, sitting)
    return tuple(_judge(judge_id, own.get(judge_id), keys[judge_id]) for judge_id in sitting)


def entries(round_id: int) -> tuple[Entry, ...]:
    """Return the blind copies of the round with their opaque keys."""
    keys = blind.conflict_keys(round_id)
    copies = sorted(blind.blind_copies(round_id), key=lambda copy: copy.id)
    return tuple(Entry(str(c.id), str(c.category_id), keys.get(c.id, frozenset())) for c in copies)


def digest(instance: Instance) -> str:
    """Return what stands for the whole instance: equal only where nothing that matters has changed."""
    written = [
        [instance.readings, instance.seed, instance.mixing],
        [[j.id, j.capacity, sorted((j.fit or {}).items()), sorted(j.keys)] for j in instance.judges],
        [[e.id, e.category, sorted(e.keys), instance.wanted(e)] for e in instance.entries],
        [sorted(instance.forbidden), sorted(instance.started)],
    ]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def _judge(judge_id: int, seats: list[SeatView] | None, keys: frozenset[str]) -> Judge:
    if seats is None:
        return Judge(str(judge_id), keys=keys)
    ceilings = [seat.capacity for seat in seats if seat.capacity is not None]
    # The panel page sets one ceiling a judge and writes it into every seat.
    capacity = max(ceilings) if len(ceilings) == len(seats) else None
    return Judge(str(judge_id), capacity, {str(seat.category_id): 1 for seat in seats}, keys)


def _keys(edition_id: int, judge_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return each judge's opaque keys: the own unit, the own person, the units declared."""
    declared = queries.declared_keys(edition_id)
    known = people.people(frozenset(judge_ids))
    found = {}
    for judge_id in judge_ids:
        keys = {conflict_key("person", judge_id), *declared.get(judge_id, ())}
        unit_id = known[judge_id].unit_id
        if unit_id is not None:
            keys.add(conflict_key("unit", unit_id))
        found[judge_id] = frozenset(keys)
    return found


def _barred(given: Iterable[Pair], panel: Iterable[Judge], works: Iterable[Entry]) -> frozenset[Pair]:
    """Return the readings in which a conflict came up after they were given out; they stay where they are.

    Taking them away would tell the judge which works come from the unit in question.
    """
    judge_keys = {judge.id: judge.keys for judge in panel}
    entry_keys = {work.id: work.keys for work in works}
    return frozenset(
        (entry, judge)
        for entry, judge in given
        if not judge_keys.get(judge, frozenset()).isdisjoint(entry_keys[entry])
    )


def _wanting(
    works: Iterable[Entry], there: Iterable[ReadingView], barred: Iterable[Pair], readings: int
) -> tuple[Entry, ...]:
    """Set how many readings each entry wants of the engine: thirds come on top, barred ones it cannot see."""
    further = Counter(str(r.blind_copy_id) for r in there if r.is_assigned and r.kind == THIRD)
    further.subtract(entry for entry, _ in barred)
    return tuple(replace(work, readings=max(0, readings + further[work.id])) for work in works)


def _pair(reading: ReadingView) -> Pair:
    return str(reading.blind_copy_id), str(reading.judge_id)
