"""What the chair sees of the readings of one code: every mark, and the judges by number only."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contest.anonymisation import queries as blind
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions.queries import RoundView
from contest.judging import queries as judging
from contest.judging.queries import RubricView, Score
from contest.results import reckoning


@dataclass(frozen=True, slots=True)
class MarkView:
    """What a judge gave for one criterion: points, or words."""

    criterion: str
    points: Decimal | None
    maximum: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A reading. `judge` is a number that stands for the same judge through the whole round."""

    judge: int
    is_third: bool
    counts: bool
    total: Fraction
    marks: tuple[MarkView, ...]
    comment: str


def of_code(round_id: int, code: str) -> tuple[ReadingView, ...]:
    """Return the submitted readings of that code, a third one last. Raises NotFound."""
    blind_copy_id = blind.id_of(round_id, code)
    judged = editions.round_by_id(round_id)
    rubric = judging.needed_rubric(round_id, blind.copies([blind_copy_id])[blind_copy_id].category_id)
    numbers = _numbers(judged)
    scores = reckoning.in_order(_scores(blind_copy_id))
    totals = [rubric.rules.exact(score.marks) for score in scores]
    counting = reckoning.counted(scores, totals, judged.counting)
    return tuple(
        ReadingView(
            judge=numbers[score.judge_id],
            is_third=score.kind == assignment.THIRD,
            counts=position in counting,
            total=totals[position],
            marks=_marks(rubric, score),
            comment=judging.sheet(score.reading_id).comment,
        )
        for position, score in enumerate(scores)
    )


def _scores(blind_copy_id: int) -> list[Score]:
    found = []
    for reading in assignment.readings_of(blind_copy_id):
        sheet = judging.sheet(reading.id)
        if reading.is_assigned and sheet.state == "submitted" and sheet.total is not None:
            found.append(
                Score(reading.id, blind_copy_id, reading.judge_id, reading.kind, sheet.total, sheet.marks)
            )
    return found


def _marks(rubric: RubricView, score: Score) -> tuple[MarkView, ...]:
    return tuple(
        MarkView(
            line.settings.name, score.marks[line.id].points, line.settings.maximum, score.marks[line.id].text
        )
        for line in rubric.criteria
        if line.id in score.marks
    )


def _numbers(judged: RoundView) -> dict[int, int]:
    """Return a number for each judge of the round, in an order that tells nothing of who it is."""
    seed = editions.seed(judged.edition_id)

    def lot(judge_id: int) -> str:
        return hashlib.sha256(f"{seed}|{judged.id}|{judge_id}".encode()).hexdigest()

    judges = {reading.judge_id for reading in assignment.readings(judged.id)}
    return {judge_id: number for number, judge_id in enumerate(sorted(judges, key=lot), start=1)}
