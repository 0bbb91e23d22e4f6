"""What the chair says beside the awards: why a prize is not awarded, how a tie was settled."""

from datetime import datetime

from sqlalchemy import select

from contest.editions import queries as editions
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken
from contest.platform.database import db
from contest.platform.events import publish
from contest.results import events
from contest.results.models import PrizeReason
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
