"""What a database still holds of rows that were changed or deleted: in its log, and on PostgreSQL in dead rows."""

from typing import Any, Final

from contest.platform.database import db

# Held shortly and alone on PostgreSQL: tables from which texts were taken out.
_TABLES: Final = (
    "entry", "version", "statement", "own_answer", "mend", "set_aside", "provenance", "stored_file", "receipt",
    "screening_decision", "provenance_opening", "after_request", "office_act", "paper_entry", "intake_batch",
    "batch_row", "compared_text", "sampled_shingle", "likeness", "likeness_mark", "rendition",
)  # fmt: skip


def wipe() -> None:
    """Remove it from the files of the database; outside any transaction.

    SQLite overwrites what is deleted at once (`secure_delete`); its log is emptied into the file and cut. PostgreSQL
    writes the tables anew. Copies that were made before are out of reach.
    """
    raw = db.engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        if db.engine.dialect.name == "sqlite":
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        connection.autocommit = True
        for table in _TABLES:
            connection.execute(f'VACUUM FULL "{table}"')
    finally:
        raw.invalidate()  # it was set to commit by itself
