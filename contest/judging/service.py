"""Judging: marks saved as they are given, sheets submitted and locked, differences settled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update

from contest.anonymisation import queries as blind
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.assignment.queries import ReadingView
from contest.editions import queries as editions
from contest.editions.rules import rounds
from contest.judging import events, queries
from contest.judging.designing import Draft, held_rubric, remove_rubric, save, save_rubric
from contest.judging.models import Mark, Rubric, Scoresheet
from contest.judging.queries import RubricView
from contest.judging.rules import adjudication, scoresheet
from contest.judging.rules.criteria import criterion
from contest.judging.rules.criteria.kind import Mark as GivenMark
from contest.judging.rules.design import Line
from contest.judging.rules.scoresheet import State
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.crypto import keyring
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.locks import Subject, begin_writing_about

__all__ = [
    "Draft",
    "Line",
    "Saved",
    "Sent",
    "ask_for_thirds",
    "recuse",
    "remove_rubric",
    "save",
    "save_marks",
    "save_rubric",
    "save_sheet",
    "submit",
    "take_back",
]

LONGEST_COMMENT = 5000


@dataclass(frozen=True, slots=True)
class Saved:
    """What a judge's page shows after saving: the revision to send next time, the total once all is marked."""

    revision: int
    total: Decimal | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a judge's page sends: marks by criterion, and what it showed when they were given.

    `comment` None leaves it as it is; `rubric` is the digest of the rubric, None where the page does not say.
    """

    revision: int
    typed: Mapping[int, str]
    comment: str | None
    rubric: str | None = None


# --- marks --------------------------------------------------------------------------------------------------


def save_marks(
    reading_id: int,
    *,
    judge_id: int,
    revision: int,
    typed: Mapping[int, str],
    comment: str | None,
    now: datetime,
) -> Saved:
    """Save what was typed, whatever rubric was seen; see `save_sheet`."""
    return save_sheet(reading_id, Sent(revision, typed, comment), judge_id=judge_id, now=now)


def save_sheet(reading_id: int, sent: Sent, *, judge_id: int, now: datetime) -> Saved:
    """Save what was typed: an empty text takes a mark back, a criterion not in `typed` keeps its mark.

    Raises RuleBroken beside the field, Conflict where another window saved meanwhile, the rubric was changed, or the
    sheet is locked.
    """
    reading = _open_reading(reading_id, judge_id)
    row = _sheet_row(reading_id, now)
    scoresheet.check_open(State(row.state))
    if sent.revision != row.revision:
        raise Conflict(
            N_("These marks were changed in another window meanwhile. Reload the page to see them.")
        )
    rubric = _rubric_to_mark_by(reading)
    if sent.rubric not in {None, rubric.digest} or not rubric.ids.issuperset(sent.typed):
        raise Conflict(
            N_(
                "The rubric was changed after you opened this page. Load the page again and mark by the new one."
            )
        )
    kept = queries.sheet(reading_id).marks
    given = {key: mark for key, mark in kept.items() if key not in sent.typed} | _parse(rubric, sent.typed)
    _write_marks(row, given)
    if given and not rubric.is_frozen:
        _freeze(rubric, reading, judge_id, now)
    row.comment = row.comment if sent.comment is None else _comment(sent.comment)
    row.revision = row.revision + 1
    row.saved_at = now
    missing = rubric.rules.missing(given)
    row.total = None if missing else rubric.rules.total(given)
    return Saved(row.revision, row.total, missing)


def submit(reading_id: int, *, judge_id: int, now: datetime) -> None:
    """Lock the sheet and, where readings differ too much, ask for a third. Raises RuleBroken naming what is missing."""
    reading = _open_reading(reading_id, judge_id)
    rubric = queries.needed_rubric(reading.round_id, reading.category_id).rules
    row = db.session.scalar(select(Scoresheet).where(Scoresheet.reading_id == reading_id).with_for_update())
    marks = queries.sheet(reading_id).marks
    scoresheet.submit(State(row.state) if row is not None else State.DRAFT, rubric, marks)
    if row is None:  # a sheet without a row has no marks, and the line above has said so
        raise NotFound(reading_id)
    row.state, row.submitted_at, row.total = State.SUBMITTED.value, now, rubric.total(marks)
    db.session.flush()
    publish(
        events.ScoresheetSubmitted(
            at=now,
            actor_id=judge_id,
            edition_id=reading.edition_id,
            reading_id=reading_id,
            digest=_digest(reading_id, marks),
        )
    )
    if _is_unsettled(reading):
        assigning.assign_third(reading.blind_copy_id, now=now)


def recuse(reading_id: int, *, judge_id: int, reason: str, now: datetime) -> None:
    """Give a reading back, with a reason that names nobody. What was submitted stays submitted."""
    _open_reading(reading_id, judge_id)
    _, kept = scoresheet.recuse(State(queries.sheet(reading_id).state), reason)
    assigning.recuse(reading_id, judge_id=judge_id, reason=kept, now=now)


def take_back(round_id: int, judge_id: int, *, reason: str, actor_id: int, now: datetime) -> int:
    """Take all open readings from a judge who cannot go on, so that others can read; return how many.

    What was submitted stays submitted.
    """
    begin_writing()
    own = [r for r in assignment.readings(round_id) if r.judge_id == judge_id and r.is_assigned]
    for reading in sorted(own, key=lambda r: r.blind_copy_id):
        begin_writing_about(Subject.BLIND_COPY, reading.blind_copy_id)
    states = queries.sheets([reading.id for reading in own])
    left = [r for r in own if r.id not in states or states[r.id].state != State.SUBMITTED.value]
    if not left:
        raise RuleBroken(N_("This judge has no open works in this round. Nothing was changed."))
    for reading in left:
        assigning.recuse(reading.id, judge_id=judge_id, reason=reason, now=now, actor_id=actor_id)
    return len(left)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A judge's own reading in a round that is being judged."""

    round_id: int
    edition_id: int
    blind_copy_id: int
    category_id: int


def _open_reading(reading_id: int, judge_id: int) -> _Reading:
    """Begin writing about the blind copy, alone, and return the reading as it stands. Raises NotFound, RuleBroken."""
    begin_writing_about(Subject.BLIND_COPY, _own(reading_id, judge_id).blind_copy_id)
    reading = _own(reading_id, judge_id)
    if reading.state == assignment.RECUSED:
        scoresheet.check_open(State.RECUSED)
    judged = editions.round_by_id(reading.round_id)
    if judged.state != rounds.JUDGING:
        raise RuleBroken(N_("This round of judging is not open. Nothing was changed."))
    copy = blind.copies([reading.blind_copy_id])[reading.blind_copy_id]
    return _Reading(judged.id, judged.edition_id, copy.id, copy.category_id)


def _own(reading_id: int, judge_id: int) -> ReadingView:
    reading = assignment.by_id(reading_id)
    if reading.judge_id != judge_id:
        raise NotFound(reading_id)
    return reading


def _rubric_to_mark_by(reading: _Reading) -> RubricView:
    """Return the rubric; one that is not frozen yet is held, so that nobody changes it under the first mark."""
    found = queries.needed_rubric(reading.round_id, reading.category_id)
    if found.is_frozen:
        return found
    held_rubric(reading.round_id, found.category_id)
    return queries.needed_rubric(reading.round_id, reading.category_id)


def _freeze(rubric: RubricView, reading: _Reading, judge_id: int, now: datetime) -> None:
    db.session.execute(update(Rubric).where(Rubric.id == rubric.id).values(frozen_at=now))
    publish(
        events.RubricFrozen(
            at=now,
            actor_id=judge_id,
            edition_id=reading.edition_id,
            round_id=rubric.round_id,
            category_id=rubric.category_id,
        )
    )


def _sheet_row(reading_id: int, now: datetime) -> Scoresheet:
    row = db.session.scalar(select(Scoresheet).where(Scoresheet.reading_id == reading_id).with_for_update())
    if row is None:
        row = Scoresheet(reading_id=reading_id, state=State.DRAFT.value, comment="", revision=0, saved_at=now)
        db.session.add(row)
        db.session.flush()
    return row


def _parse(rubric: RubricView, typed: Mapping[int, str]) -> dict[int, GivenMark]:
    given = {}
    for line in rubric.criteria:
        raw = typed.get(line.id, "").strip()
        if not raw:
            continue
        try:
            given[line.id] = criterion(line.kind, line.settings).parse(raw)
        except RuleBroken as error:
            raise RuleBroken(error.message, field=f"mark_{line.id}", **error.params) from error
    return given


def _write_marks(row: Scoresheet, given: Mapping[int, GivenMark]) -> None:
    kept = {mark.criterion_id: mark for mark in row.marks}
    for criterion_id, mark in kept.items():
        if criterion_id not in given:
            row.marks.remove(mark)
    for criterion_id, new in given.items():
        if criterion_id in kept:
            kept[criterion_id].points, kept[criterion_id].text = new.points, new.text
        else:
            row.marks.append(Mark(criterion_id=criterion_id, points=new.points, text=new.text))


def _comment(value: str) -> str:
    comment = text.nfc(value).strip()
    if len(comment) > LONGEST_COMMENT:
        raise RuleBroken(
            N_("The comment is too long: at most %(limit)d characters."),
            field="comment",
            limit=LONGEST_COMMENT,
        )
    return comment


def _digest(reading_id: int, marks: Mapping[int, GivenMark]) -> str:
    """What stands for the marks in the log. Keyed: a plain digest of so few values could be guessed by its readers."""
    written = [reading_id, [[key, str(mark.points), mark.text] for key, mark in sorted(marks.items())]]
    return keyring().opaque("scoresheet", json.dumps(written, ensure_ascii=False))


# --- adjudication ---------------------------------------------------------------------------------------------


def ask_for_thirds(round_id: int, *, now: datetime) -> int:
    """Ask again for the third readings that nobody was free to give; return how many are still wanting."""
    begin_writing()
    if editions.round_by_id(round_id).state != rounds.JUDGING:
        raise Conflict(N_("This round of judging is not open. Nothing was changed."))
    asked = [assigning.assign_third(copy_id, now=now) for copy_id in queries.unsettled(round_id)]
    return asked.count(None)


def _is_unsettled(reading: _Reading) -> bool:
    """Tell whether all regular readings are in, two lie too far apart, and nobody reads a third time yet."""
    judged = editions.round_by_id(reading.round_id)
    those = [r for r in assignment.readings_of(reading.blind_copy_id) if r.is_assigned]
    if judged.tolerance is None or any(r.kind == assignment.THIRD for r in those):
        return False
    states = queries.sheets([r.id for r in those])
    ready = [s.reading_id for s in states.values() if s.state == State.SUBMITTED.value]
    if len(ready) < judged.readings:
        return False
    rubric = queries.needed_rubric(reading.round_id, reading.category_id)
    rules = rubric.rules
    totals = [rules.exact(queries.sheet(reading_id).marks) for reading_id in ready]
    return adjudication.third_needed(totals, queries.tolerated(judged, rubric))
