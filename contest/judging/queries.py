"""Reads rubrics, scoresheets and scores: everything by code or opaque id, nothing named."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.judging.models import Criterion, Mark, Rubric, Scoresheet
from contest.judging.rules import adjudication
from contest.judging.rules import rubric as rules
from contest.judging.rules.criteria import criterion
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.criteria.kind import Mark as GivenMark
from contest.kernel.errors import NotFound
from contest.platform.database import db

# SQLite takes 32,766 values in one statement.
_MOST_VALUES = 30_000


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A line of the rubric as it is shown; `settings` as the rules know it."""

    id: int
    position: int
    kind: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class RubricView:
    """The rubric of a round."""

    id: int
    round_id: int
    full_score: Decimal
    is_frozen: bool
    criteria: tuple[CriterionView, ...]

    @property
    def rules(self) -> rules.Rubric[int]:
        """The rubric as the rules reckon with it, criteria by their ids."""
        listed = {c.id: criterion(c.kind, c.settings) for c in self.criteria}
        return rules.Rubric(listed, self.full_score)

    @property
    def digest(self) -> str:
        """What tells this rubric from every other: SHA-256 of all that an organiser wrote."""
        written = repr((f"{self.full_score:f}", [(c.kind, c.settings) for c in self.criteria]))
        return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SheetView:
    """A scoresheet with its marks by criterion id; `revision` is 0 for a sheet that was never saved."""

    reading_id: int
    state: str
    revision: int
    comment: str
    total: Decimal | None
    saved_at: datetime | None
    marks: Mapping[int, GivenMark]


@dataclass(frozen=True, slots=True)
class Score:
    """A submitted scoresheet, as results need it."""

    reading_id: int
    blind_copy_id: int
    judge_id: int
    kind: str
    total: Decimal
    marks: Mapping[int, GivenMark]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a judge is in a round; `thirds` are the third readings among the assigned ones."""

    judge_id: int
    assigned: int
    begun: int
    submitted: int
    recused: int
    thirds: int


EMPTY = SheetView(0, "draft", 0, "", None, None, {})


def rubric(round_id: int) -> RubricView | None:
    """Return the rubric of the round, or None while there is none."""
    row = db.session.scalar(select(Rubric).where(Rubric.round_id == round_id))
    if row is None:
        return None
    lines = db.session.scalars(
        select(Criterion).where(Criterion.rubric_id == row.id).order_by(Criterion.position)
    )
    listed = tuple(CriterionView(c.id, c.position, c.kind, _settings(c)) for c in lines)
    return RubricView(row.id, row.round_id, row.full_score, row.frozen_at is not None, listed)


def needed_rubric(round_id: int) -> RubricView:
    """Return the rubric of the round. Raises NotFound."""
    found = rubric(round_id)
    if found is None:
        raise NotFound(round_id)
    return found


def _settings(row: Criterion) -> Settings:
    return Settings(
        name=row.name,
        weight=row.weight,
        minimum=row.minimum,
        maximum=row.maximum,
        step=row.step,
        descriptors=tuple(Descriptor(Decimal(str(d["points"])), str(d["text"])) for d in row.descriptors),
        description=row.description,
    )


def sheet(reading_id: int) -> SheetView:
    """Return the scoresheet of a reading; an empty one where nothing was saved yet."""
    row = db.session.scalar(select(Scoresheet).where(Scoresheet.reading_id == reading_id))
    if row is None:
        return EMPTY
    return _sheet(row, _marks((row.id,)).get(row.id, {}))


def sheets(reading_ids: Collection[int]) -> dict[int, SheetView]:
    """Return the scoresheets of these readings without their marks, by reading."""
    found: dict[int, SheetView] = {}
    for part in _parts(reading_ids):
        rows = db.session.scalars(select(Scoresheet).where(Scoresheet.reading_id.in_(part)))
        found.update((row.reading_id, _sheet(row, {})) for row in rows)
    return found


def _sheet(row: Scoresheet, marks: Mapping[int, GivenMark]) -> SheetView:
    return SheetView(row.reading_id, row.state, row.revision, row.comment, row.total, row.saved_at, marks)


def _marks(sheet_ids: Collection[int]) -> dict[int, dict[int, GivenMark]]:
    found: dict[int, dict[int, GivenMark]] = {}
    for part in _parts(sheet_ids):
        query = select(Mark.scoresheet_id, Mark.criterion_id, Mark.points, Mark.text)
        rows = db.session.execute(query.where(Mark.scoresheet_id.in_(part)).order_by(Mark.criterion_id))
        for sheet_id, criterion_id, points, text in rows:
            found.setdefault(sheet_id, {})[criterion_id] = GivenMark(points, text)
    return found


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _MOST_VALUES):
        yield ordered[start : start + _MOST_VALUES]


def scores(round_id: int) -> tuple[Score, ...]:
    """Return every submitted scoresheet of readings that still count, by blind copy and reading."""
    readings = {r.id: r for r in assignment.readings(round_id) if r.state == assignment.ASSIGNED}
    rows: dict[int, tuple[int, Decimal | None]] = {}
    for part in _parts(readings):
        query = select(Scoresheet.id, Scoresheet.reading_id, Scoresheet.total).where(
            Scoresheet.reading_id.in_(part), Scoresheet.state == "submitted"
        )
        rows.update((row.id, (row.reading_id, row.total)) for row in db.session.execute(query))
    marks = _marks(rows)
    found = [
        Score(
            reading_id=reading_id,
            blind_copy_id=readings[reading_id].blind_copy_id,
            judge_id=readings[reading_id].judge_id,
            kind=readings[reading_id].kind,
            total=total if total is not None else Decimal(0),
            marks=marks.get(sheet_id, {}),
        )
        for sheet_id, (reading_id, total) in rows.items()
    ]
    return tuple(sorted(found, key=lambda score: (score.blind_copy_id, score.reading_id)))


def unsettled(round_id: int) -> tuple[int, ...]:
    """Return the blind copies whose readings lie too far apart and that nobody reads a third time, by id."""
    judged = editions.round_by_id(round_id)
    found = rubric(round_id)
    if found is None or judged.tolerance is None:
        return ()
    reckoned = found.rules
    thirds = {
        r.blind_copy_id for r in assignment.readings(round_id) if r.is_assigned and r.kind == assignment.THIRD
    }
    totals: defaultdict[int, list[Fraction]] = defaultdict(list)
    for score in scores(round_id):
        totals[score.blind_copy_id].append(reckoned.exact(score.marks))
    return tuple(
        copy
        for copy, those in sorted(totals.items())
        if copy not in thirds
        and len(those) >= judged.readings
        and adjudication.third_needed(those, judged.tolerance)
    )


def progress(round_id: int) -> tuple[Progress, ...]:
    """Return how far each judge of the round is, by judge."""
    readings = assignment.readings(round_id)
    states = {s.reading_id: s.state for s in sheets([r.id for r in readings]).values()}
    found = []
    for judge_id in sorted({r.judge_id for r in readings}):
        own = [r for r in readings if r.judge_id == judge_id]
        kept = [r for r in own if r.is_assigned]
        found.append(
            Progress(
                judge_id=judge_id,
                assigned=len(kept),
                begun=sum(1 for r in kept if r.id in states),
                submitted=sum(1 for r in kept if states.get(r.id) == "submitted"),
                recused=len(own) - len(kept),
                thirds=sum(1 for r in kept if r.kind == assignment.THIRD),
            )
        )
    return tuple(found)
