"""Reads how units stand for their prizes: reckoned anew until they are confirmed, then as they stood.

Nothing of it can be asked before the results are published: whose unit a work is, is known from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select

from contest.editions import queries as editions
from contest.editions import unit_awards
from contest.editions.rules import unit_counting
from contest.editions.rules.unit_prizes import UnitPrizes
from contest.entries import unit_counts
from contest.entries.unit_counts import Credited
from contest.kernel.errors import NotFound
from contest.people import members, units
from contest.people.rules.unit_tree import Tree
from contest.platform.database import db
from contest.results import queries
from contest.results.models import PublishedResult, UnitChoice, UnitDecision, UnitPrizeReason, UnitStanding
from contest.results.rules import unit_choice, unit_outcome, unit_ranking
from contest.results.rules.unit_choice import Choice, Prize, Units
from contest.results.rules.unit_outcome import Empty, UnitLine, UnitResults
from contest.results.rules.unit_ranking import Line, Work


def are_waiting(edition_id: int) -> bool:
    """Tell whether prizes for units are still to be given, now that the results are public."""
    is_on = unit_awards.settings(edition_id).is_on
    return is_on and queries.is_published(edition_id) and _decision(edition_id) is None


def confirmed(edition_id: int) -> UnitResults | None:
    """Return how the prizes for units were given, None before."""
    row = _decision(edition_id)
    return None if row is None else _as_it_stood(row)


def of_edition(edition_id: int, *, now: datetime) -> UnitResults:
    """Return how units stand. Raises NotFound before publication, and where there are no prizes for units."""
    found = confirmed(edition_id)
    if found is not None:
        return found
    if not are_waiting(edition_id):
        raise NotFound(edition_id)
    zone = editions.by_id(edition_id, now=now).zone
    return _as_it_stands(edition_id, now.astimezone(zone).date())


def prizes(edition_id: int) -> tuple[Prize, ...]:
    """Return the prizes for units as the decision needs them."""
    return tuple(Prize(p.id, p.prize.name, p.prize.count) for p in unit_awards.prizes(edition_id))


def _decision(edition_id: int) -> UnitDecision | None:
    return db.session.scalar(select(UnitDecision).where(UnitDecision.edition_id == edition_id))


def _choices(edition_id: int) -> dict[int, Choice]:
    rows = db.session.scalars(select(UnitChoice).where(UnitChoice.edition_id == edition_id))
    return {row.unit_id: Choice(row.unit_prize_id, row.reason) for row in rows}


def _reasons(listed: Sequence[Prize]) -> dict[int, str]:
    query = select(UnitPrizeReason).where(UnitPrizeReason.unit_prize_id.in_([prize.id for prize in listed]))
    return {row.unit_prize_id: row.reason for row in db.session.scalars(query)}


# --- as it stands -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the ranking is made on: the tree, the codes of the units that authors named, and of whom they count for.

    `joined`: by unit the names of ended units whose works count for it through a successor.
    """

    tree: Tree
    on: date
    own: Mapping[int, str]
    counts: Mapping[str, str | None]
    joined: Mapping[str, list[str]]

    def counted(self, unit_id: int | None) -> str | None:
        return None if unit_id is None else self.counts[self.own[unit_id]]

    def divided_into(self, code: str) -> tuple[str, ...]:
        unit = self.tree[code]
        further = () if unit.is_valid(self.on) else unit.successors
        return tuple(sorted(self.tree[each].name for each in further if each in self.tree))


def _as_it_stands(edition_id: int, on: date) -> UnitResults:
    set_up = unit_awards.settings(edition_id)
    credited = unit_counts.credited(edition_id)
    ground = _ground(credited, set_up, on)
    works = _works(edition_id, credited, ground)
    ids = units.ids([code for code in set(ground.counts.values()) if code is not None])
    people = unit_awards.headcounts(edition_id)
    heads = {code: people[unit_id] for code, unit_id in ids.items() if unit_id in people}
    ranked = unit_ranking.ranked(set_up, unit_ranking.figures(works, set_up.credit, heads))
    lines = [_line(line, ids[line.unit], ground) for line in ranked]
    uncounted = sum(1 for work in works if not unit_ranking.shares(work.units, set_up.credit))
    return _decided(edition_id, ranked, UnitResults(set_up, prizes(edition_id), tuple(lines), (), uncounted))


def _ground(credited: Sequence[Credited], set_up: UnitPrizes, on: date) -> _Ground:
    named = frozenset(unit for each in credited for unit in each.units if unit is not None)
    own = {unit_id: label.code for unit_id, label in members.labels(named).items()}
    tree = units.tree()
    counts = {code: unit_counting.counts_for(tree, code, set_up.counted, on) for code in sorted(own.values())}
    joined: dict[str, list[str]] = {}
    for code, target in counts.items():
        if target is not None and unit_counting.stands_for(tree, code, on) != code:
            joined.setdefault(target, []).append(tree[code].name)
    return _Ground(tree, on, own, counts, joined)


def _works(edition_id: int, credited: Sequence[Credited], ground: _Ground) -> tuple[Work, ...]:
    """Join works with how they were judged."""
    last = editions.rounds(edition_id)[-1].id
    names = {p.id: p.name for category in editions.categories(edition_id) for p in category.prizes}
    query = select(PublishedResult.entry_id, PublishedResult.round_id, PublishedResult.prize_id)
    rows = db.session.execute(query.where(PublishedResult.edition_id == edition_id))
    judged = {row.entry_id: (row.round_id == last, names.get(row.prize_id or 0, "")) for row in rows}
    return tuple(
        Work(
            tuple(map(ground.counted, each.units)),
            each.is_accepted,
            *judged.get(each.entry_id, (False, "")),
        )
        for each in credited
    )


def _line(line: Line, unit_id: int, ground: _Ground) -> UnitLine:
    return UnitLine(
        unit_id=unit_id,
        code=line.unit,
        name=ground.tree[line.unit].name,
        joined=tuple(sorted(ground.joined.get(line.unit, ()))),
        divided_into=ground.divided_into(line.unit),
        figures=line.figures,
        points=line.points,
        place=line.place,
        shut=line.shut,
    )


def _decided(edition_id: int, ranked: Sequence[Line], found: UnitResults) -> UnitResults:
    """Add to the ranking what it proposes, what people chose, and what is still to be said."""
    codes = {line.unit_id: line.code for line in found.lines}
    chosen, reasons = _choices(edition_id), _reasons(found.prizes)
    gone = members.labels(frozenset(chosen.keys() - codes.keys()))
    codes |= {unit_id: label.code for unit_id, label in gone.items()}
    choices = {codes[unit_id]: choice for unit_id, choice in chosen.items()}
    proposal = unit_choice.propose(ranked, found.prizes)
    given = unit_choice.decided(proposal, choices)
    names = {line.code: line.name for line in found.lines} | {each.code: each.name for each in gone.values()}
    known = Units(names, frozenset(line.code for line in found.may_be_chosen))
    left = unit_choice.empty(found.prizes, given)
    lines = {
        line.code: replace(
            line,
            prize_id=given.get(line.code),
            proposed_id=proposal.given.get(line.code),
            reason=choices[line.code].reason if line.code in choices else "",
        )
        for line in found.lines
    }
    return replace(
        found,
        lines=tuple(lines.values()),
        empty=tuple(
            Empty(p, left[p.id], left[p.id] <= proposal.left.get(p.id, 0), reasons.get(p.id, ""))
            for p in found.prizes
            if p.id in left
        ),
        ties=tuple(
            tuple(lines[unit] for unit in tie.units) for tie in unit_choice.undecided(proposal, choices)
        ),
        stale=tuple((unit_id, gone[unit_id].name) for unit_id in sorted(gone)),
        problems=tuple(unit_choice.problems(found.prizes, proposal, choices, reasons, known)),
    )


# --- as it stood --------------------------------------------------------------------------------------------


def _as_it_stood(row: UnitDecision) -> UnitResults:
    listed = prizes(row.edition_id)
    lines = _kept_lines(row.edition_id)
    reasons, by_ranking = _reasons(listed), set(row.left_by_ranking)
    left = unit_choice.empty(
        listed, {line.code: line.prize_id for line in lines if line.prize_id is not None}
    )
    return UnitResults(
        set_up=unit_awards.settings(row.edition_id),
        prizes=listed,
        lines=lines,
        empty=tuple(
            Empty(p, left[p.id], p.id in by_ranking, reasons.get(p.id, "")) for p in listed if p.id in left
        ),
        uncounted=row.uncounted,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
    )


def _kept_lines(edition_id: int) -> tuple[UnitLine, ...]:
    query = select(UnitStanding).where(UnitStanding.edition_id == edition_id)
    return tuple(
        UnitLine(
            unit_id=row.unit_id,
            code=row.code,
            name=row.name,
            joined=tuple(row.joined),
            divided_into=tuple(row.divided_into),
            figures=unit_outcome.read(row.figures),
            points=Fraction(row.points),
            place=row.place,
            shut=tuple(row.shut),
            prize_id=row.unit_prize_id,
            proposed_id=row.proposed_id,
            reason=row.reason,
        )
        for row in db.session.scalars(query.order_by(UnitStanding.place, UnitStanding.code))
    )


def faults(edition_id: int | None = None) -> list[str]:
    """Reckon the prizes for units that were given again; name what does not agree."""
    rows = db.session.scalars(select(UnitDecision).order_by(UnitDecision.edition_id)).all()
    return [
        f"the prizes for units of edition {row.edition_id}: {fault}"
        for row in rows
        if edition_id in {None, row.edition_id}
        for fault in unit_outcome.faults(_as_it_stood(row), row.digest)
    ]
