"""Lets one transaction at a time change renditions or draw codes, in this and every other process."""

from sqlalchemy import func, select

from contest.platform.database import begin_writing, db, is_writing

_LOCK = 0xB11D


def begin_alone() -> None:
    """Begin a writing transaction that others of this part wait for.

    SQLite lets one write at a time anyway. PostgreSQL would let a work be redacted while its codes are drawn,
    or be rendered twice; the lock ends with the transaction.
    """
    begun = is_writing()
    begin_writing()
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        if not begun:
            db.session.expire_all()
