"""What the chair decides beside the awards: why a prize is not awarded, how a tie was settled, prizes for a theme."""

from datetime import datetime

from sqlalchemy import select

from contest.editions import awarding
from contest.editions import queries as editions
from contest.editions.rules.extra_prizes import THEMATIC, ExtraPrize
from contest.kernel import text
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.events import publish
from contest.results import choices, events, queries
from contest.results.models import ExtraChoice, PrizeReason
from contest.results.rules import deciding
from contest.results.service import LONGEST_REASON, SHORTEST_REASON, begin


def explain(edition_id: int, prize_id: int, about: str, *, reason: str, actor_id: int, now: datetime) -> None:
    """Say why a prize is not awarded (`about`: empty), or how a tie at its end was settled (tie). Raises RuleBroken."""
    kept = checked_reason(reason)
    begin(edition_id)
    known = {prize.id for category in editions.categories(edition_id) for prize in category.prizes}
    if prize_id not in known or about not in deciding.ABOUT:
        raise RuleBroken(N_("There is no such prize in this contest. Look at the page again."))
    row = db.session.scalar(
        select(PrizeReason).where(PrizeReason.prize_id == prize_id, PrizeReason.about == about)
    )
    if row is None:
        row = PrizeReason(edition_id=edition_id, prize_id=prize_id, about=about)
        db.session.add(row)
    row.reason, row.decided_by = kept, actor_id
    db.session.flush()
    publish(
        events.PrizeExplained(
            at=now, actor_id=actor_id, edition_id=edition_id, prize_id=prize_id, about=about
        )
    )


def choose(
    edition_id: int, extra_prize_id: int, code: str, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Choose a work for a prize beside the tables, by its code in the last round. Raises RuleBroken, NotFound."""
    kept = checked_reason(reason)
    begin(edition_id)
    prize = _thematic(edition_id, extra_prize_id)
    taken = [each for each in choices.chosen(edition_id) if each.extra_prize_id == extra_prize_id]
    copy_id = _copy(edition_id, code)
    if copy_id in {each.blind_copy_id for each in taken}:
        raise RuleBroken(N_("This work has been chosen for this prize already."), field="code")
    if len(taken) >= prize.count:
        raise RuleBroken(
            N_("“%(prize)s” is given %(count)d times at most. Take a choice back first."),
            field="code",
            prize=prize.name,
            count=prize.count,
        )
    row = ExtraChoice(
        edition_id=edition_id,
        extra_prize_id=extra_prize_id,
        blind_copy_id=copy_id,
        reason=kept,
        decided_by=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    _tell(row, chosen=True, actor_id=actor_id, now=now)


def take_back(edition_id: int, extra_prize_id: int, code: str, *, actor_id: int, now: datetime) -> None:
    """Take the choice of a work for a prize beside the tables back. Raises RuleBroken, NotFound."""
    begin(edition_id)
    row = db.session.scalar(
        select(ExtraChoice).where(
            ExtraChoice.edition_id == edition_id,
            ExtraChoice.extra_prize_id == extra_prize_id,
            ExtraChoice.blind_copy_id == _copy(edition_id, code),
        )
    )
    if row is None:
        raise NotFound(code)
    db.session.delete(row)
    db.session.flush()
    _tell(row, chosen=False, actor_id=actor_id, now=now)


def _thematic(edition_id: int, extra_prize_id: int) -> ExtraPrize:
    for each in awarding.extra_prizes(edition_id):
        if each.id == extra_prize_id and each.prize.kind == THEMATIC:
            return each.prize
    raise NotFound(extra_prize_id)


def _copy(edition_id: int, code: str) -> int:
    try:
        return queries.final_standing(edition_id, code.strip().upper()).blind_copy_id
    except NotFound as error:
        raise RuleBroken(
            N_("No work of the last round has the code “%(code)s”. Check it in the ranking."),
            field="code",
            code=code,
        ) from error


def _tell(row: ExtraChoice, *, chosen: bool, actor_id: int, now: datetime) -> None:
    publish(
        events.ExtraPrizeChosen(
            at=now,
            actor_id=actor_id,
            edition_id=row.edition_id,
            extra_prize_id=row.extra_prize_id,
            blind_copy_id=row.blind_copy_id,
            chosen=chosen,
        )
    )


def checked_reason(written: str) -> str:
    """Return a reason in the form it is kept in. Raises RuleBroken."""
    kept = text.one_line(written)
    if not SHORTEST_REASON <= len(kept) <= LONGEST_REASON:
        raise RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."),
            field="reason",
            least=SHORTEST_REASON,
            most=LONGEST_REASON,
        )
    return kept
