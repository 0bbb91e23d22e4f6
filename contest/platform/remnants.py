"""What a database still holds of rows that were changed or deleted: in its log, and on PostgreSQL in dead rows."""

from collections.abc import Iterable
from typing import Any, Final

from contest.platform.database import db

_PATIENCE_MS: Final = 1000  # to wait for readers of an SQLite file


def wipe(tables: Iterable[str]) -> bool:
    """Remove what is left of rows of these tables from the files of the database; outside any transaction.

    Return False where somebody was reading just then, so that it has to be tried again.

    SQLite overwrites what is deleted at once (`secure_delete`); its log is emptied into the file and cut. PostgreSQL
    writes the tables anew, each held shortly and alone. Copies that were made before are out of reach.
    """
    raw = db.engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        if db.engine.dialect.name == "sqlite":
            connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        connection.autocommit = True
        for table in sorted(tables):
            connection.execute(f'VACUUM FULL "{table}"')
        return True
    finally:
        raw.invalidate()  # it was set to commit by itself
