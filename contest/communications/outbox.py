"""Writes notices into the outbox and delivers them after the commit, one recipient a message."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

from flask import current_app
from sqlalchemy import CursorResult, delete, select, update

from contest.access.duties import Duty
from contest.communications import events, rendering
from contest.communications.models import OutboxMessage
from contest.communications.notices import (
    BY_EVENT,
    HOURLY,
    NOT_FOR_THE_BLIND,
    TO_THE_RESTRICTED,
    UNDOABLE,
)
from contest.communications.notices.account import account_erased
from contest.editions import queries as editions
from contest.editions.rules import schedule
from contest.kernel import clock
from contest.kernel.errors import Forbidden, NotFound
from contest.kernel.events import Event
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform import mail
from contest.platform.database import begin_writing, db
from contest.platform.events import publish
from contest.platform.jobs import poke, task
from contest.platform.locks import Subject, begin_writing_about
from contest.platform.mail import Letter
from contest.settings import Settings

BATCH = 50
TOGETHER = 1000
# Longer than any mail server keeps us waiting; after it a message whose sender died is tried again.
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
# Who knows works by their codes alone until the results are published, and when that is over.
BLIND: Final = frozenset({Duty.ORGANISER, Duty.JUDGE, Duty.CHAIR, Duty.OBSERVER})
OPENED: Final = frozenset({schedule.PUBLISHED, schedule.ARCHIVED})


# --- writing -------------------------------------------------------------------------------------------------------


def write_notices(event: Event) -> None:
    """Write the notices that this event causes, in its own transaction."""
    for notice in BY_EVENT.get(type(event), ()):
        _write_all(notice.TEMPLATE, list(notice.recipients(event)), now=event.at)


def _write_all(notice: str, to: Sequence[tuple[int, Mapping[str, Any]]], *, now: datetime) -> None:
    # A closing time put off on the last evening goes to thousands: they are looked up together, and written together.
    for start in range(0, len(to), TOGETHER):
        batch = to[start : start + TOGETHER]
        if notice in HOURLY:
            begin_writing_hourly({account_id for account_id, _ in batch})
        known = people.people(frozenset(account_id for account_id, _ in batch))
        for account_id, context in batch:
            if _may_write(notice, known[account_id]) and not _waits(notice, account_id, context):
                _add(_message(notice, known[account_id], context, now))


def begin_writing_hourly(account_ids: Collection[int]) -> None:
    """Let others wait who write letters that are one an hour to these people, or call them back.

    Without it two who ask at one moment whether such a letter waits would both write one, or none. In the order of ids:
    two who wait for each other would wait for ever.
    """
    for account_id in sorted(account_ids):
        begin_writing_about(Subject.HOURLY_LETTERS, account_id)


def _may_write(notice: str, to: Person) -> bool:
    """Tell whether the person gets this letter: no account, none; restricted data, only answers."""
    if to.is_erased or to.is_unclaimed:
        return False
    return to.restricted_at is None or notice in TO_THE_RESTRICTED


def _waits(notice: str, account_id: int, context: Mapping[str, Any]) -> bool:
    """Tell whether the same letter waits for its hour: what it says is looked up when it leaves.

    One that a worker has in hand may be written already: what comes now is told by the next.
    """
    if notice not in HOURLY:
        return False
    query = select(OutboxMessage.context).where(
        OutboxMessage.account_id == account_id,
        OutboxMessage.notice == notice,
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.attempts == 0,
    )
    return dict(context) in db.session.scalars(query).all()


def _due_at(notice: str, now: datetime) -> datetime:
    if notice in HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    settings: Settings = current_app.extensions["contest_settings"]
    return now + timedelta(minutes=settings.decision_minutes if notice in UNDOABLE else 0)


def _message(notice: str, to: Person, context: Mapping[str, Any], now: datetime) -> OutboxMessage:
    return OutboxMessage(
        notice=notice, address=to.email, account_id=to.id, language=to.language, context=dict(context),
        written_at=now, due_at=_due_at(notice, now),
    )  # fmt: skip


def write(notice: str, account_id: int, context: Mapping[str, Any], *, now: datetime) -> None:
    """Put one notice to one person into the outbox; `context` holds ids and numbers, never names or links."""
    to = people.person(account_id)
    if _may_write(notice, to):
        _add(_message(notice, to, context, now))


def write_to_address(
    notice: str, address: str, context: Mapping[str, Any], *, language: str, now: datetime
) -> None:
    """Put one notice to somebody without an account into the outbox: an invitation."""
    _add(OutboxMessage(
        notice=notice, address=address, account_id=None, language=language, context=dict(context),
        written_at=now, due_at=now,
    ))  # fmt: skip


def _add(message: OutboxMessage) -> None:
    begin_writing()
    db.session.add(message)
    poke("deliver_mail")


# --- delivering ----------------------------------------------------------------------------------------------------


@task("deliver_mail")
def deliver_due() -> int:
    """Send all that is due and return how many left; what fails is tried again, later each time.

    Ends whatever transaction is open: to be called by the worker, not from a page.
    """
    now = clock.now()
    sent = 0
    while due := _due(now):
        sent += sum(_deliver(message_id, clock.now()) for message_id in due)
    return sent


def _due(now: datetime) -> list[int]:
    query = (
        select(OutboxMessage.id)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(BATCH)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _deliver(message_id: int, now: datetime) -> bool:
    # Rendered and sent outside the transaction: a slow mail server must not hold the database. The price: a crash
    # between sending and noting sends a message twice; never is one lost.
    if not _claim(message_id, now):
        return False
    claimed = db.session.get(OutboxMessage, message_id)
    problem = _send(claimed) if claimed is not None else ""
    db.session.rollback()
    begin_writing()
    message = db.session.get(OutboxMessage, message_id)
    if message is None:  # its recipient was erased meanwhile
        db.session.rollback()
        return False
    message.problem = problem
    if problem:
        message.due_at = now + min(timedelta(minutes=2**message.attempts), LONGEST_WAIT)
    elif message.notice == account_erased.TEMPLATE:
        db.session.delete(message)  # the address in it was the last that was held of the person
    else:
        message.sent_at = now
    db.session.commit()
    return not problem


def _claim(message_id: int, now: datetime) -> bool:
    """Take the message for this worker alone: another one that looks at the same moment finds it not due."""
    begin_writing()
    waiting = (OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= now)
    taken = db.session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, *waiting)
        .values(due_at=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return taken is not None


def _send(message: OutboxMessage) -> str:
    """Render and send; return what went wrong, "" when nothing did."""
    try:
        mail.send(rendering.letter(message), current_app.extensions["contest_settings"])
    except Exception as error:  # noqa: BLE001 -- one bad message must not hold up all the others
        current_app.logger.warning("message %s could not be sent: %s", message.key, type(error).__name__)
        return f"{type(error).__name__}: {error}"[:200]
    return ""


# --- administrators ------------------------------------------------------------------------------------------------


def is_readable() -> bool:
    """Tell whether administrators may read messages: only where mail goes nowhere but to this machine."""
    return current_app.extensions["contest_settings"].mail_url is None


def may_read(notice: str, *, actor_id: int, now: datetime) -> bool:
    """Tell whether this administrator may read messages of this kind.

    Letters about works join a title to a name, and titles are what judges, chair and organiser see beside the
    codes: whoever holds such a duty too reads them after the publication only.
    """
    if not is_readable():
        return False
    if notice not in NOT_FOR_THE_BLIND:
        return True
    held = editions.editions_of(actor_id, now=now)
    return all(edition.phase in OPENED or not duties & BLIND for edition, duties in held)


def read(key: str, *, actor_id: int, now: datetime) -> Letter:
    """Render a message as it would leave now, and log who read it. Raises NotFound, Forbidden."""
    begin_writing()
    message = _by_key(key)
    if not may_read(message.notice, actor_id=actor_id, now=now):
        raise Forbidden
    publish(events.MessageRead(at=now, actor_id=actor_id, message_id=message.id))
    return rendering.letter(message)


def retry(key: str, *, actor_id: int, now: datetime) -> None:
    """Make a message due now. Raises NotFound; one that has left stays as it is."""
    begin_writing()
    message = _by_key(key)
    if message.sent_at is None:
        message.due_at = now
        publish(events.MessageRetried(at=now, actor_id=actor_id, message_id=message.id))
        poke("deliver_mail")


def _by_key(key: str) -> OutboxMessage:
    row = db.session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    if row is None:
        raise NotFound(key)
    return row


def forget_waiting(*, now: datetime) -> int:
    """Throw away what waits to be sent; only for the demonstration, whose people do not exist. Return how many."""
    begin_writing()
    query = delete(OutboxMessage).where(OutboxMessage.sent_at.is_(None), OutboxMessage.written_at <= now)
    return cast("CursorResult[Any]", db.session.execute(query)).rowcount
