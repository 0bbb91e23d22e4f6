"""Rubrics are made, changed and taken away until the first mark; every version since the announcement is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from contest.editions import queries as editions
from contest.editions.queries import CategoryView, RoundView
from contest.editions.rules import passing, schedule
from contest.judging import events, queries, rubric_versions
from contest.judging.models import Criterion, Rubric, RubricVersion
from contest.judging.queries import Rubrics
from contest.judging.rules import design, versions
from contest.judging.rules.design import Line
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about


@dataclass(frozen=True, slots=True)
class Draft:
    """A rubric as an organiser writes it: for a round, and for one category or (None) all without one of their own."""

    round_id: int
    full_score: Decimal
    lines: tuple[Line, ...]
    category_id: int | None = None
    weighing: str = design.FREE


def save_rubric(
    round_id: int,
    full_score: Decimal,
    lines: tuple[Line, ...],
    *,
    actor_id: int | None,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Make or replace the rubric of a round for all categories; see `save`."""
    save(Draft(round_id, full_score, lines), actor_id=actor_id, now=now, seen=seen)


def save(draft: Draft, *, actor_id: int | None, now: datetime, seen: str | None = None) -> None:
    """Make or replace a rubric. Raises RuleBroken beside the field, Conflict once it is frozen.

    `seen` is the digest of the rubric that the organiser changed, "" for none: another's is not overwritten.
    """
    draft = replace(draft, lines=design.clean(draft.lines))
    for problem in design.problems(draft.full_score, draft.lines, draft.weighing):
        raise problem
    begin_writing_about(Subject.RUBRICS, draft.round_id)
    judged = editions.round_by_id(draft.round_id)
    there = queries.rubrics(judged.id)
    for problem in unreachable(judged, draft.full_score, _served(judged, there, draft.category_id)):
        raise problem
    _make_room(there, draft.category_id, seen)
    _write(draft)
    _keep(
        there,
        judged,
        _Kept(draft.category_id, versions.document(draft.full_score, draft.lines), actor_id, now),
    )
    publish(
        events.RubricSaved(
            at=now,
            actor_id=actor_id,
            edition_id=judged.edition_id,
            round_id=judged.id,
            digest=queries.needed_rubric(judged.id, draft.category_id).digest,
            category_id=draft.category_id,
        )
    )


def _write(draft: Draft) -> None:
    saved = Rubric(
        round_id=draft.round_id,
        category_id=draft.category_id,
        full_score=draft.full_score,
        weighing=draft.weighing,
    )
    saved.criteria = [_row(position, line) for position, line in enumerate(draft.lines, start=1)]
    db.session.add(saved)
    db.session.flush()


def remove_rubric(round_id: int, category_id: int | None, *, seen: str, actor_id: int, now: datetime) -> None:
    """Take a rubric away; a category then has the one for all. Raises NotFound, Conflict once it is frozen."""
    begin_writing_about(Subject.RUBRICS, round_id)
    judged = editions.round_by_id(round_id)
    there = queries.rubrics(round_id)
    if category_id not in there.own:
        raise NotFound(round_id)
    _make_room(there, category_id, seen)
    _keep(there, judged, _Kept(category_id, "", actor_id, now))
    publish(
        events.RubricRemoved(
            at=now,
            actor_id=actor_id,
            edition_id=judged.edition_id,
            round_id=round_id,
            category_id=category_id,
        )
    )


def held_rubric(round_id: int, category_id: int | None) -> Rubric | None:
    """Hold exactly this rubric until the transaction ends, so that it is not changed under a mark."""
    query = select(Rubric).where(Rubric.round_id == round_id)
    own = Rubric.category_id.is_(None) if category_id is None else Rubric.category_id == category_id
    held = query.where(own).with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(held)


def unreachable(
    judged: RoundView, full_score: Decimal, served: Iterable[CategoryView]
) -> Iterator[RuleBroken]:
    """Name what the round or the prizes of these categories ask for and no work could ever reach."""
    listed = list(served)
    if judged.unit == passing.POINTS:
        yield from design.never_apart(full_score, judged.tolerance)
    if judged.id == editions.rounds(judged.edition_id)[-1].id:
        yield from design.no_prize(full_score, [p.threshold for c in listed for p in c.prizes])
    else:
        needed = [judged.threshold if c.threshold is None else c.threshold for c in listed]
        yield from design.none_goes_on(full_score, needed)


def _served(judged: RoundView, there: Rubrics, category_id: int | None) -> list[CategoryView]:
    """Return the categories that are marked by this rubric once it is saved. Raises NotFound."""
    if category_id is not None:
        return [editions.category(category_id, edition_id=judged.edition_id)]
    return [category for category in editions.categories(judged.edition_id) if category.id not in there.own]


def _make_room(there: Rubrics, category_id: int | None, seen: str | None) -> None:
    """Take out the rubric there is, unless marks or another organiser stand in the way."""
    held = {each: held_rubric(there.round_id, each) for each in (None, category_id)}
    found = held[category_id]
    if found is not None and found.frozen_at is not None:
        raise Conflict(N_("The first mark has been given: the rubric cannot be changed any more."))
    for_all = held[None]
    if found is None and for_all is not None and for_all.frozen_at is not None:
        raise Conflict(
            N_(
                "The first mark has been given by the rubric for all categories, so no category can get one of its"
                " own any more."
            )
        )
    kept = there.own.get(category_id)
    if seen is not None and seen != (kept.digest if kept else ""):
        raise Conflict(
            N_(
                "Somebody else changed this rubric meanwhile. Open the page again in another window and compare."
            )
        )
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def _row(position: int, line: Line) -> Criterion:
    s = line.settings
    return Criterion(
        position=position,
        kind=line.kind,
        name=s.name,
        description=s.description,
        weight=s.weight,
        minimum=s.minimum,
        maximum=s.maximum,
        step=s.step,
        descriptors=[{"points": str(d.points), "text": d.text} for d in s.descriptors],
    )


# --- versions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kept:
    """A version to be written down; an empty document: the rubric was taken away."""

    category_id: int | None
    document: str
    by: int | None
    at: datetime


def _keep(there: Rubrics, judged: RoundView, new: _Kept) -> None:
    """Write the version down: of a draft the last one alone, since the announcement each that differs.

    `there` are the rubrics as they were before.
    """
    query = rubric_versions.of(judged.id, new.category_id).order_by(RubricVersion.id)
    rows = list(db.session.scalars(query))
    before = there.own.get(new.category_id)
    if editions.by_id(judged.edition_id, now=new.at).stored_phase == schedule.DRAFT:
        for row in rows:
            db.session.delete(row)
        rows = []
        if not new.document:
            return
    elif not rows and before is not None:
        former = versions.document(before.full_score, before.lines)
        rows = [_version(judged.id, replace(new, document=former))]
    if not rows or rows[-1].document != new.document:
        row = _version(judged.id, new)
        row.saved_at, row.saved_by = new.at, new.by


def _version(round_id: int, new: _Kept) -> RubricVersion:
    row = RubricVersion(round_id=round_id, category_id=new.category_id, document=new.document)
    db.session.add(row)
    db.session.flush()
    return row
