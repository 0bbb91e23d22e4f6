"""Reads rubrics, scoresheets and scores: everything by code or opaque id, nothing named."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import bindparam, select

from contest.anonymisation import queries as blind
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions.queries import RoundView
from contest.editions.rules import passing
from contest.judging.models import Criterion, Mark, Rubric, Scoresheet
from contest.judging.rules import adjudication
from contest.judging.rules import rubric as rules
from contest.judging.rules.criteria import criterion
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.criteria.kind import Mark as GivenMark
from contest.judging.rules.design import Line
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
    """A rubric of a round, for one category or (None) for all without one of their own."""

    id: int
    round_id: int
    category_id: int | None
    full_score: Decimal
    weighing: str
    is_frozen: bool
    criteria: tuple[CriterionView, ...]

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(c.id for c in self.criteria)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The criteria as an organiser wrote them."""
        return tuple(Line(c.kind, c.settings) for c in self.criteria)

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
class Rubrics:
    """The rubrics of a round by category; under None the one for all categories without one of their own."""

    round_id: int
    own: Mapping[int | None, RubricView]

    def of(self, category_id: int | None) -> RubricView | None:
        """Return the rubric by which works of the category are marked, or None while there is none."""
        return self.own.get(category_id) or self.own.get(None)

    def needed(self, category_id: int | None) -> RubricView:
        """Return the rubric by which works of the category are marked. Raises NotFound."""
        found = self.of(category_id)
        if found is None:
            raise NotFound(self.round_id)
        return found


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


# Asked for every essay that a judge opens, and so put together once.
_CRITERIA = (
    select(Criterion)
    .join(Rubric, Rubric.id == Criterion.rubric_id)
    .where(Rubric.round_id == bindparam("round_id"))
    .order_by(Criterion.position)
)
_RUBRICS = select(Rubric).where(Rubric.round_id == bindparam("round_id")).order_by(Rubric.id)


def rubrics(round_id: int) -> Rubrics:
    """Return all rubrics of the round."""
    lines: defaultdict[int, list[CriterionView]] = defaultdict(list)
    for c in db.session.scalars(_CRITERIA, {"round_id": round_id}):
        lines[c.rubric_id].append(CriterionView(c.id, c.position, c.kind, _settings(c)))
    rows = db.session.scalars(_RUBRICS, {"round_id": round_id})
    return Rubrics(round_id, {row.category_id: _rubric(row, lines[row.id]) for row in rows})


def _rubric(row: Rubric, lines: Sequence[CriterionView]) -> RubricView:
    return RubricView(
        id=row.id,
        round_id=row.round_id,
        category_id=row.category_id,
        full_score=row.full_score,
        weighing=row.weighing,
        is_frozen=row.frozen_at is not None,
        criteria=tuple(lines),
    )


def rubric(round_id: int, category_id: int | None = None) -> RubricView | None:
    """Return the rubric by which the category is marked in the round, or None while there is none.

    Without a category: the one for all categories that have none of their own.
    """
    return rubrics(round_id).of(category_id)


def needed_rubric(round_id: int, category_id: int | None = None) -> RubricView:
    """Return the rubric by which the category is marked in the round. Raises NotFound."""
    return rubrics(round_id).needed(category_id)


def without_rubric(edition_id: int, round_id: int) -> tuple[str, ...]:
    """Return the names of the categories whose works cannot be marked in the round yet, in their order."""
    there = rubrics(round_id)
    return tuple(c.name for c in editions.categories(edition_id) if there.of(c.id) is None)


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
    if judged.tolerance is None:
        return ()
    marking = rubrics(round_id)
    categories = {copy.id: copy.category_id for copy in blind.blind_copies(round_id)}
    found = {category: marking.of(category) for category in set(categories.values())}
    reckoned = {category: rubric.rules for category, rubric in found.items() if rubric is not None}
    apart = {category: tolerated(judged, rubric) for category, rubric in found.items() if rubric is not None}
    thirds = {
        r.blind_copy_id for r in assignment.readings(round_id) if r.is_assigned and r.kind == assignment.THIRD
    }
    totals: defaultdict[int, list[Fraction]] = defaultdict(list)
    for score in scores(round_id):
        totals[score.blind_copy_id].append(reckoned[categories[score.blind_copy_id]].exact(score.marks))
    return tuple(
        copy
        for copy, those in sorted(totals.items())
        if copy not in thirds
        and len(those) >= judged.readings
        and adjudication.third_needed(those, apart[categories[copy]])
    )


def tolerated(judged: RoundView, rubric: RubricView) -> Fraction | None:
    """Return how many points two readings by this rubric may lie apart; None: any number."""
    is_percent = judged.unit == passing.PERCENT
    return adjudication.tolerated(judged.tolerance, percent=is_percent, full_score=rubric.full_score)


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
