"""Lets those who write about one thing wait for one another, in this and every other process."""

from enum import IntEnum

from sqlalchemy import func, select

from contest.platform.database import begin_writing, db


class Subject(IntEnum):
    """What can be held; the number is a part of the lock's name in the database."""

    BLIND_COPY = 1
    RESULTS = 2
    RUBRICS = 3
    PAYMENTS = 4
    RECEIPT_LISTS = 5
    COPIES = 6
    COMMITMENTS = 7
    HOURLY_LETTERS = 8


def begin_writing_about(subject: Subject, thing_id: int) -> None:
    """Begin a writing transaction that others about the same thing wait for; it ends with the transaction.

    SQLite lets one write at a time anyway. On PostgreSQL two who read first and write then would not see each
    other; what was read before is read again.
    """
    begin_writing()
    if db.session.connection().dialect.name != "postgresql":
        return
    db.session.flush()
    db.session.execute(select(func.pg_advisory_xact_lock(int(subject), thing_id)))
    db.session.expire_all()
