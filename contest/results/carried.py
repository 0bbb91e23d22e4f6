"""What works bring along from the first round into the last; on the side of the results alone, never before a judge."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from contest.anonymisation import queries as blind
from contest.editions import queries as editions
from contest.editions.queries import RoundView
from contest.judging import queries as judging
from contest.platform.database import db
from contest.results.models import CarriedScore
from contest.results.rules.carrying import Brought


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What a score of the last round is made up of: the score before, the round's own, how much the first counts."""

    before: Fraction
    own: Fraction
    percent: int


def scores(round_id: int) -> dict[str, Fraction]:
    """Return the scores of the round before by the codes of this one."""
    codes = {copy.id: copy.code for copy in blind.blind_copies(round_id)}
    if not codes:
        return {}
    among = CarriedScore.blind_copy_id.between(min(codes), max(codes))
    rows = db.session.scalars(select(CarriedScore).where(among).order_by(CarriedScore.blind_copy_id))
    return {codes[row.blind_copy_id]: Fraction(row.value) for row in rows if row.blind_copy_id in codes}


def brought(judged: RoundView, category_id: int) -> Brought | None:
    """Return how much the round before counts in the category; None where this round stands alone."""
    if judged.carried is None:
        return None
    before = editions.rounds(judged.edition_id)[judged.position - 1]
    full = judging.needed_rubric(before.id, category_id).full_score
    return Brought(judged.carried, full, judging.needed_rubric(judged.id, category_id).full_score)


def made_up(judged: RoundView, category_id: int, code: str, value: Fraction) -> MadeUp | None:
    """Return what the score is made up of, or None where the round stands alone."""
    rule = brought(judged, category_id)
    before = scores(judged.id).get(code) if rule is not None else None
    if rule is None or before is None:
        return None
    own = (value - rule.together(before, Fraction(0))) / (1 - Fraction(rule.percent, 100))
    return MadeUp(before, own, rule.percent)


def write(brought_along: dict[int, Fraction]) -> None:
    """Keep what the blind copies bring along, in the order of their own ids."""
    db.session.add_all(
        CarriedScore(blind_copy_id=copy_id, value=str(value))
        for copy_id, value in sorted(brought_along.items())
    )
    db.session.flush()
