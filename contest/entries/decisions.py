"""What was decided about works: what letters, authors and the statistics say of it. What was taken back counts not."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select

from contest.entries.models import Entry, ScreeningDecision, Version
from contest.entries.rules.screening import CAUSES
from contest.entries.rules.states import ACCEPTED, REFUSED, RETURNED, Act
from contest.kernel.errors import NotFound
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a letter says of a decision; `causes` as sentences to be translated."""

    entry_id: int
    entry_key: str
    edition_id: int
    author_id: int
    title: str
    version_number: int
    verdict: str
    reason: str
    causes: tuple[str, ...]
    return_by: datetime | None


def last() -> ScalarSelect[int]:
    """Return the newest decision on a version: what was accepted may be refused later, until the codes are drawn."""
    newest = select(func.max(ScreeningDecision.id)).where(
        ScreeningDecision.version_id == Version.id, ScreeningDecision.undone_at.is_(None)
    )
    return newest.correlate(Version).scalar_subquery()


def return_by(version_id: int) -> datetime | None:
    """Return until when the author was asked to correct that version; None where no time was named."""
    query = select(ScreeningDecision.return_by).join(Version, Version.id == ScreeningDecision.version_id)
    return db.session.scalar(query.where(Version.id == version_id, ScreeningDecision.id == last()))


def sentences(causes: list[str] | None) -> tuple[str, ...]:
    """Return the causes as sentences to be translated."""
    return tuple(CAUSES[name] for name in causes or () if name in CAUSES)


def facts(decision_id: int) -> DecisionFacts:
    """Return what a letter says of the decision. Raises NotFound."""
    query = (
        select(
            Entry.id, Entry.key, Entry.edition_id, Entry.author_id, Version.title, Version.number,
            ScreeningDecision.verdict, ScreeningDecision.reason, ScreeningDecision.causes, ScreeningDecision.return_by,
        )
        .join(Version, Version.id == ScreeningDecision.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(ScreeningDecision.id == decision_id)
    )  # fmt: skip
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(decision_id)
    return DecisionFacts(*row[:8], sentences(row.causes), row.return_by)


def refused_because(edition_id: int) -> tuple[int, Counter[str]]:
    """Return how many works are refused, and for how many each cause was named; in words alone counts as ""."""
    query = (
        select(ScreeningDecision.causes)
        .join(Version, Version.id == ScreeningDecision.version_id)
        .join(Entry, (Entry.id == Version.entry_id) & (Version.number == Entry.version_number))
        .where(
            Entry.edition_id == edition_id,
            Entry.state == REFUSED,
            ScreeningDecision.id == last(),
            ScreeningDecision.verdict == Act.REFUSE.value,
        )
    )
    rows = list(db.session.scalars(query))
    return len(rows), Counter(cause for causes in rows for cause in (causes or [""]))


def accepted_by(edition_id: int, moment: datetime) -> dict[int, str]:
    """Return the keys of the accepted works of which that was decided by then, by entry, in the order of ids."""
    query = (
        select(Entry.id, Entry.key)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .join(ScreeningDecision, ScreeningDecision.id == last())
        .where(
            Entry.edition_id == edition_id,
            Entry.state == ACCEPTED,
            ScreeningDecision.decided_at <= moment,
        )
        .order_by(Entry.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def overdue(edition_id: int, *, now: datetime) -> int:
    """Count the works that were returned until a time that has passed, and did not come again."""
    query = (
        select(func.count())
        .select_from(Entry)
        .join(Version, (Version.entry_id == Entry.id) & (Version.number == Entry.version_number))
        .join(ScreeningDecision, ScreeningDecision.id == last())
        .where(Entry.edition_id == edition_id, Entry.state == RETURNED, ScreeningDecision.return_by <= now)
    )
    return db.session.scalar(query) or 0
