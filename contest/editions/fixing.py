"""Writes the rules down as they stand, with their fingerprint: at the announcement, and at every change after it."""

from datetime import datetime

from sqlalchemy import func, select

from contest.editions import events, queries
from contest.editions.models import FixedRules
from contest.editions.rules import fixing
from contest.platform.database import db
from contest.platform.events import publish


def fix(edition_id: int, *, reason: str = "", actor_id: int, now: datetime) -> None:
    """Write the public settings down as the rules from now on; says nothing where they are what they were."""
    document = fixing.document(queries.spec(edition_id))
    sha256 = fixing.fingerprint(document)
    last = select(FixedRules.sha256).where(FixedRules.edition_id == edition_id)
    if db.session.scalar(last.order_by(FixedRules.number.desc()).limit(1)) == sha256:
        return
    count = select(func.count()).where(FixedRules.edition_id == edition_id)
    row = FixedRules(
        edition_id=edition_id,
        number=(db.session.scalar(count) or 0) + 1,
        document=document,
        sha256=sha256,
        reason=reason,
        fixed_at=now,
        fixed_by=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.RulesFixed(at=now, actor_id=actor_id, edition_id=edition_id, number=row.number, sha256=sha256)
    )
