"""Works by unit in this edition and in earlier ones: counts only, through the successors of units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contest.entries import reporting, unit_counts
from contest.entries.rules import states
from contest.kernel.names import alphabet_key
from contest.people import members
from contest.people.members import Label
from contest.reports.rules import by_unit
from contest.reports.rules.by_unit import Figures

NOWHERE = Label("", "")
NAME, CODE, SUBMITTED, ACCEPTED = "name", "code", "submitted", "accepted"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as it is shown; `joined` and `divided_into` are names. No code and no name: no unit was named."""

    code: str
    name: str
    figures: tuple[Figures, ...]
    joined: tuple[str, ...]
    divided_into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What a unit says it received and keeps: numbers that stand in no other line and in no sum."""

    code: str
    name: str
    works: int
    authors: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All lines, and the sums of each edition."""

    lines: tuple[UnitLine, ...]
    totals: tuple[Figures, ...]


def kept_by_units(edition_id: int) -> tuple[KeptLine, ...]:
    """Return what units keep, in the order of their names."""
    found = reporting.by_unit(edition_id)
    labels = members.labels(frozenset(each.unit_id for each in found))
    lines = [KeptLine(labels[e.unit_id].code, labels[e.unit_id].name, e.works, e.authors) for e in found]
    return tuple(sorted(lines, key=lambda line: (alphabet_key(line.name), line.code)))


def by_units(edition_ids: Sequence[int], *, sort: str = NAME, place: int = 0) -> Statistics:
    """Return the figures of these editions. `sort`: name, code, or the largest submitted or accepted at `place`."""
    counts = [_counts(edition_id) for edition_id in edition_ids]
    found = by_unit.lines(counts, members.successions())
    named = {line.unit_id for line in found} | {
        unit for line in found for unit in (*line.joined, *line.divided_into)
    }
    labels = members.labels(frozenset(unit for unit in named if unit is not None))
    shown = [
        UnitLine(
            code=labels.get(line.unit_id or 0, NOWHERE).code,
            name=labels.get(line.unit_id or 0, NOWHERE).name,
            figures=line.figures,
            joined=_names(line.joined, labels),
            divided_into=_names(line.divided_into, labels),
        )
        for line in found
    ]
    return Statistics(_sorted(shown, sort, place), by_unit.totals(found, len(edition_ids)))


def _counts(edition_id: int) -> dict[int | None, Figures]:
    """Works that were withdrawn count as never submitted; those with codes were accepted."""
    return {
        each.unit_id: Figures(
            submitted=each.total - each.by_state.get(states.WITHDRAWN, 0),
            accepted=each.by_state.get(states.ACCEPTED, 0) + each.by_state.get(states.CODED, 0),
        )
        for each in unit_counts.counts_by_unit(edition_id)
        if each.by_state.keys() != {states.WITHDRAWN}
    }


def _names(unit_ids: Sequence[int], labels: Mapping[int, Label]) -> tuple[str, ...]:
    return tuple(sorted((labels[unit].name for unit in unit_ids), key=alphabet_key))


def _sorted(lines: Sequence[UnitLine], sort: str, place: int) -> tuple[UnitLine, ...]:
    """Order by what was asked for, then by name and code; works of no unit come last among equals."""
    by_name = sorted(lines, key=lambda line: (not line.code, alphabet_key(line.name), line.code))
    if sort == CODE:
        return tuple(sorted(by_name, key=lambda line: (not line.code, line.code)))
    if sort in {SUBMITTED, ACCEPTED}:
        return tuple(sorted(by_name, key=lambda line: -int(getattr(line.figures[place], sort))))
    return tuple(by_name)
