"""Chooses who gives one further reading of an essay."""

import hashlib
from collections.abc import Collection, Iterable, Mapping

from contest.assignment.rules.instance import Entry, Judge


def pick(
    entry: Entry, judges: Iterable[Judge], loads: Mapping[str, int], taken: Collection[str]
) -> str | None:
    """Return the least loaded judge free to read the entry, or None.

    `taken` are those who have or had a reading of it. Ties are broken by a hash of both ids: the same choice
    every time, favouring nobody over many entries.
    """
    free = [judge for judge in judges if _may(judge, entry, loads) and judge.id not in taken]
    chosen = min(free, key=lambda judge: (loads.get(judge.id, 0), _lot(entry, judge)), default=None)
    return None if chosen is None else chosen.id


def _may(judge: Judge, entry: Entry, loads: Mapping[str, int]) -> bool:
    if not judge.fit_for(entry.category) or not judge.keys.isdisjoint(entry.keys):
        return False
    return judge.capacity is None or loads.get(judge.id, 0) < judge.capacity


def _lot(entry: Entry, judge: Judge) -> str:
    return hashlib.sha256(f"{entry.id}\0{judge.id}".encode()).hexdigest()
