"""Says in words why readings cannot be filled."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from contest.assignment.rules.classes import EntryClass
from contest.assignment.rules.instance import Judge
from contest.assignment.rules.reasons import Reason
from contest.kernel.errors import N_

_NO_JUDGE: Final = N_("No judge reads this category. Let at least %(wanted)d judges read it.")
_CONFLICTS: Final = N_(
    "Judges free of conflict who read this category: %(free)d, for entries that want %(wanted)d"
    " readings each (entries: %(entries)d). Appoint more judges for it or ask for fewer readings."
)
_CEILINGS: Final = N_(
    "All judges who may read these entries have reached their ceilings (entries: %(entries)d)."
    " Raise a ceiling or appoint more judges."
)


class _Why(NamedTuple):
    """What lines are added up by."""

    message: str
    free: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """`missing` readings of a category that nobody can take, all for the same reason."""

    category: str
    missing: int
    why: Reason


def shortages(missing: Iterable[tuple[EntryClass, int]], judges: Sequence[Judge]) -> tuple[Shortage, ...]:
    """Return one line for each category and reason, in a fixed order."""
    competent: dict[str, frozenset[str]] = {}
    totals: defaultdict[tuple[str, _Why], list[int]] = defaultdict(lambda: [0, 0])
    for each, count in missing:
        if count:
            if each.category not in competent:
                competent[each.category] = _who_reads(each.category, judges)
            total = totals[each.category, _why(each, competent[each.category])]
            total[0] += count
            total[1] += min(count, each.size)
    return tuple(
        Shortage(category, count, _reason(why, entries))
        for (category, why), (count, entries) in sorted(totals.items())
    )


def _who_reads(category: str, judges: Sequence[Judge]) -> frozenset[str]:
    return frozenset(judge.id for judge in judges if judge.fit_for(category))


def _why(each: EntryClass, competent: frozenset[str]) -> _Why:
    free = len((competent - each.barred) | each.readers)
    if not competent:
        return _Why(_NO_JUDGE, 0, each.wanted)
    if free < each.wanted:
        return _Why(_CONFLICTS, free, each.wanted)
    return _Why(_CEILINGS, 0, 0)


def _reason(why: _Why, entries: int) -> Reason:
    return Reason(why.message, {"free": why.free, "wanted": why.wanted, "entries": entries})
