"""Reads the log of what happened."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select

from contest.audit.models import AuditEvent, AuditLink
from contest.audit.rules import chain
from contest.platform.database import db

UNSEALED_ALARM = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many links, and the digest that vouches for all of them."""

    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log as a page shows it; `digest` is empty while the sealer has not linked it."""

    id: int
    at: datetime
    name: str
    actor_id: int | None
    details: dict[str, object]
    digest: str


def head() -> Head:
    """Return the chain's end; of an empty chain the beginning."""
    row = db.session.execute(
        select(AuditLink.id, AuditLink.digest).order_by(AuditLink.id.desc()).limit(1)
    ).first()
    return Head(row[0], row[1]) if row else Head(0, chain.BEGINNING)


def log(edition_id: int | None, *, before: int | None = None, limit: int = 50) -> tuple[LogLine, ...]:
    """Return the newest lines first, of one edition or of all; `before` is the last id of the page before."""
    query = (
        select(AuditEvent, AuditLink.digest)
        .outerjoin(AuditLink, AuditLink.event_id == AuditEvent.id)
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    if edition_id is not None:
        query = query.where(AuditEvent.edition_id == edition_id)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return tuple(
        LogLine(e.id, e.at, e.name, e.actor_id, e.details, digest or "")
        for e, digest in db.session.execute(query)
    )


def faults(now: datetime) -> list[str]:
    """Name what is wrong with the chain: broken links, deleted events, a tail that nobody sealed."""
    found = []
    with closing(_pairs()) as pairs:
        fault = chain.first_fault(pairs)
    if fault:
        found.append(fault)
    oldest = db.session.scalar(
        select(AuditEvent.at)
        .where(AuditEvent.id.not_in(select(AuditLink.event_id)))
        .order_by(AuditEvent.id)
        .limit(1)
    )
    if oldest is not None and now - oldest > UNSEALED_ALARM:
        found.append("the audit chain is behind: run `flask work`, which seals it every second")
    return found


def _line(e: AuditEvent) -> chain.Line:
    return chain.Line(e.id, e.at, e.name, e.actor_id, e.edition_id, e.details)


def _pairs() -> Generator[tuple[chain.Link, chain.Line | None]]:
    query = (
        select(AuditLink, AuditEvent)
        .outerjoin(AuditEvent, AuditEvent.id == AuditLink.event_id)
        .order_by(AuditLink.id)
        .execution_options(yield_per=1000)
    )
    with db.session.execute(query) as rows:  # closed here also when the reader stops at the first fault
        for stored, event in rows:
            found = cast(
                "AuditEvent | None", event
            )  # the outer join may find none, which the types do not know
            yield (
                chain.Link(stored.id, stored.event_id, stored.digest),
                None if found is None else _line(found),
            )
