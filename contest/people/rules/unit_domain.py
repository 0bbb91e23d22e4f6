"""Which units belong to one: all below it, and all whose place those took."""

from collections.abc import Iterable, Mapping, Sequence

Further = Mapping[int, Sequence[int]]


def pairs(rows: Iterable[Sequence[int | None]]) -> Further:
    """Collect (from, to) pairs by where they lead from; a pair from nowhere is left out."""
    found: dict[int, list[int]] = {}
    for start, end in rows:
        if start is not None and end is not None:
            found.setdefault(start, []).append(end)
    return found


def reached(start: Iterable[int], *ways: Further) -> frozenset[int]:
    """Return what can be reached from these along any of the ways, themselves included; a loop ends where it closes."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(further for way in ways for further in way.get(each, ()))
    return frozenset(found)
