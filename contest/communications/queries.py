"""Reads the outbox, as frozen values: to whom and whether it left, never what it says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from contest.communications.models import OutboxMessage
from contest.kernel.errors import NotFound
from contest.platform.database import db

SENT, WAITING, FAILED = "sent", "waiting", "failed"
PAGE = 50


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `state`: sent, waiting (not tried yet, or on its way), failed (and tried again at `due_at`)."""

    key: str
    notice: str
    address: str
    language: str
    written_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    problem: str

    @property
    def state(self) -> str:
        if self.sent_at is not None:
            return SENT
        return FAILED if self.problem else WAITING


def messages(*, before: str | None = None, limit: int = PAGE) -> tuple[MessageView, ...]:
    """Return the newest messages first; `before` is the key of the last one of the page before."""
    query = (
        select(OutboxMessage).order_by(OutboxMessage.written_at.desc(), OutboxMessage.id.desc()).limit(limit)
    )
    if before is not None:
        query = query.where(_older_than(before))
    return tuple(_view(row) for row in db.session.scalars(query))


def message(key: str) -> MessageView:
    """Return one message. Raises NotFound."""
    row = db.session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if row is None:
        raise NotFound(key)
    return _view(row)


def counts() -> dict[str, int]:
    """Return how many messages are sent, waiting and failed."""
    query = select(
        func.count(OutboxMessage.sent_at),
        func.count().filter(OutboxMessage.sent_at.is_(None), OutboxMessage.problem == ""),
        func.count().filter(OutboxMessage.sent_at.is_(None), OutboxMessage.problem != ""),
    )
    sent, waiting, failed = db.session.execute(query).one()
    return {SENT: sent, WAITING: waiting, FAILED: failed}


def _older_than(key: str) -> ColumnElement[bool]:
    row = db.session.execute(
        select(OutboxMessage.written_at, OutboxMessage.id).where(OutboxMessage.key == key)
    ).first()
    if row is None:
        raise NotFound(key)
    return or_(
        OutboxMessage.written_at < row[0], and_(OutboxMessage.written_at == row[0], OutboxMessage.id < row[1])
    )


def _view(row: OutboxMessage) -> MessageView:
    return MessageView(
        key=row.key,
        notice=row.notice,
        address=row.address,
        language=row.language,
        written_at=row.written_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        problem=row.problem,
    )
