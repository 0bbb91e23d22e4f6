"""Reckons the standings of a round from its scores: the same scores and settings give the same, to the last digit."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.anonymisation import queries as blind
from contest.assignment import queries as assignment
from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions.queries import RoundView
from contest.judging import queries as judging
from contest.judging.queries import Rubrics
from contest.judging.queries import Score as Given
from contest.judging.rules import adjudication
from contest.results import carried
from contest.results.rules import aggregate, carrying, methods, ranking
from contest.results.rules.aggregate import Reading, Score
from contest.results.rules.carrying import Brought
from contest.results.rules.ranking import Standing


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Standings by category and place; `digest` stands for them and for the scores that led to them."""

    standings: tuple[Standing, ...]
    digest: str


def reckon(round_id: int, method: str = "mean") -> Reckoned:
    """Rank the round as it stands. Raises NotFound without a rubric, RuleBroken for an incomplete reading."""
    judged = editions.round_by_id(round_id)
    rubrics = judging.rubrics(round_id)
    before = carried.scores(round_id) if judged.carried is not None else {}
    by_category = _readings(judged, rubrics)
    scores = [
        score
        for category, readings in by_category.items()
        for score in _joined(
            aggregate.aggregate(readings, methods.method(method), rubrics.needed(category).rules.tie_order()),
            before,
            carried.brought(judged, category),
        )
    ]
    readings = [reading for those in by_category.values() for reading in those]
    standings = ranking.rank(scores, editions.seed(judged.edition_id), awarding.ties(judged.edition_id))
    return Reckoned(standings, _digest(readings, standings))


def _joined(scores: list[Score], before: Mapping[str, Fraction], brought: Brought | None) -> list[Score]:
    return scores if brought is None else carrying.joined(scores, before, brought)


def counted(scores: Sequence[Given], totals: Sequence[Fraction], how: str) -> tuple[int, ...]:
    """Return the positions of the scores that count; only a third reading can put others out of account."""
    if not any(score.kind == assignment.THIRD for score in scores):
        return tuple(range(len(scores)))
    return adjudication.counted(totals, how)


def in_order(scores: Sequence[Given]) -> list[Given]:
    """Return the scores of one blind copy as counting wants them: a third one stands last."""
    return sorted(scores, key=lambda score: (score.kind == assignment.THIRD, score.reading_id))


def _readings(judged: RoundView, rubrics: Rubrics) -> Mapping[int, list[Reading]]:
    """Return the readings that count, each total exact, by category and blind copy."""
    copies = {c.id: c for c in blind.blind_copies(judged.id)}
    by_copy: defaultdict[int, list[Given]] = defaultdict(list)
    for score in judging.scores(judged.id):
        by_copy[score.blind_copy_id].append(score)
    rules = {
        category: rubrics.needed(category).rules for category in {copies[c].category_id for c in by_copy}
    }
    found: defaultdict[int, list[Reading]] = defaultdict(list)
    for copy_id, those in sorted(by_copy.items()):
        scores, copy = in_order(those), copies[copy_id]
        totals = [rules[copy.category_id].exact(score.marks) for score in scores]
        for position in counted(scores, totals, judged.counting):
            points = rules[copy.category_id].points_by_name(scores[position].marks)
            found[copy.category_id].append(
                Reading(copy.code, str(copy.category_id), totals[position], points)
            )
    return found


def _digest(readings: Sequence[Reading], standings: Sequence[Standing]) -> str:
    scores = sorted([r.category, r.code, str(r.total)] for r in readings)
    places = [[s.category, s.code, s.rank, str(s.value)] for s in standings]
    return hashlib.sha256(json.dumps([scores, places], separators=(",", ":")).encode()).hexdigest()
