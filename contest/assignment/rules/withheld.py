"""Keeps one further entry from each judge, so that what never lies on a desk proves nothing (security.md L27); pure.

A judge knows the own unit and what was declared. Where judges read nearly everything, an entry that others have and
this one has not would be of that unit; with one more withheld from everybody, it may as well be that one. From
everybody, not from those alone whom a conflict keeps from something: whose desk lacks more than what the loads ask
for would show the office who declared anything.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from contest.assignment.rules import engine
from contest.assignment.rules.conflicts import Bars
from contest.assignment.rules.instance import Entry, Instance, Judge, Pair


def chosen(instance: Instance, salt: str, *, reserve: int) -> tuple[Pair, ...]:
    """Return one entry for each judge, none that a conflict keeps away anyway; in an order that tells nothing.

    An entry that would be left with fewer free judges than its readings and `reserve` further ones is passed over,
    and a judge for whom that is all gets none. All of it follows from `salt`, which judges must not know: it follows
    from the seed, and the seed is announced.
    """
    bars = Bars(instance)
    barred = {entry.id: bars.of(entry) for entry in instance.entries}
    spare = Counter(
        {entry.id: _spare(instance, entry, barred[entry.id], reserve) for entry in instance.entries}
    )
    found = []
    for judge in sorted(instance.judges, key=lambda judge: _lot(salt, judge.id)):
        may_read = (e for e in instance.entries if judge.fit_for(e.category) and judge.id not in barred[e.id])
        for entry in sorted(may_read, key=lambda entry: _lot(salt, judge.id, entry.id)):
            if spare[entry.id] > 0:
                spare[entry.id] -= 1
                found.append((entry.id, judge.id))
                break
    return tuple(found)


def without(instance: Instance, pairs: Sequence[Pair]) -> Instance:
    """Return the instance in which these are forbidden; what is started stays."""
    started = set(instance.started)
    return replace(
        instance, forbidden=(*instance.forbidden, *(pair for pair in pairs if pair not in started))
    )


def propose(instance: Instance, pairs: Sequence[Pair]) -> tuple[engine.Proposal, int]:
    """Return the proposal, and how many of these pairs, from the first, are withheld in it.

    Half as many, again and again, while a reading goes unfilled that would be filled without them: the ceilings of
    judges may want each of them everywhere.
    """
    count, least = len(pairs), None
    while count:
        found = engine.propose(without(instance, pairs[:count]))
        missing = _missing(found)
        if missing and least is None:
            least = _missing(engine.propose(instance))
        if not missing or missing == least:
            return found, count
        count //= 2
    return engine.propose(instance), 0


def _missing(proposal: engine.Proposal) -> int:
    return sum(shortage.missing for shortage in proposal.shortages)


def _spare(instance: Instance, entry: Entry, barred: frozenset[str], reserve: int) -> int:
    free = sum(1 for judge in instance.judges if _may_read(judge, entry, barred))
    return free - instance.readings - reserve


def _may_read(judge: Judge, entry: Entry, barred: frozenset[str]) -> bool:
    return judge.id not in barred and judge.capacity != 0 and judge.fit_for(entry.category) > 0


def _lot(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
