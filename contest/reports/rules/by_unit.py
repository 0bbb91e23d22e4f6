"""Works by unit over several editions: figures of a unit that has ended count for the one that took its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Successors = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many works were submitted, and how many of them accepted."""

    submitted: int = 0
    accepted: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.submitted + other.submitted, self.accepted + other.accepted)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with its figures, one an edition; `unit_id` None: works whose authors named no unit.

    `joined`: whose figures are counted in; `divided_into`: who took its place, where that were several.
    """

    unit_id: int | None
    figures: tuple[Figures, ...]
    joined: tuple[int, ...] = ()
    divided_into: tuple[int, ...] = ()


def stands_for(unit_id: int, successors: Successors) -> int:
    """Return where the unit's figures are counted: along single successors. What was divided is not followed."""
    seen = {unit_id}
    while len(further := successors.get(unit_id, ())) == 1 and further[0] not in seen:
        unit_id = further[0]
        seen.add(unit_id)
    return unit_id


def lines(counts: Sequence[Mapping[int | None, Figures]], successors: Successors) -> tuple[Line, ...]:
    """Return a line for each unit that has figures in one of the editions, in the order of ids, none at the end."""
    sources: dict[int | None, set[int | None]] = {}
    for unit_id in {unit_id for edition in counts for unit_id in edition}:
        target = None if unit_id is None else stands_for(unit_id, successors)
        sources.setdefault(target, set()).add(unit_id)
    ordered = sorted(sources, key=lambda unit_id: (unit_id is None, unit_id or 0))
    return tuple(_line(unit_id, sources[unit_id], counts, successors) for unit_id in ordered)


def _line(
    unit_id: int | None,
    sources: Collection[int | None],
    counts: Sequence[Mapping[int | None, Figures]],
    successors: Successors,
) -> Line:
    figures = tuple(
        sum((edition.get(source, Figures()) for source in sources), Figures()) for edition in counts
    )
    joined = tuple(sorted(source for source in sources if source is not None and source != unit_id))
    further = tuple(successors.get(unit_id, ())) if unit_id is not None else ()
    return Line(unit_id, figures, joined, further if len(further) > 1 else ())


def totals(found: Sequence[Line], editions: int) -> tuple[Figures, ...]:
    """Return the sums of all lines, one an edition."""
    return tuple(sum((line.figures[place] for line in found), Figures()) for place in range(editions))
