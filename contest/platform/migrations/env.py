"""How Alembic reaches the database of the running application."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import context
from flask import current_app
from sqlalchemy import Connection

from contest.platform import judge_role

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


@contextmanager
def _tables_stay_referenced(connection: Connection) -> Iterator[None]:
    """Let SQLite put a new table in the place of an old one, which is how it changes columns.

    With its foreign keys on, dropping the old one fails, or takes the rows with it that point there. They are switched
    off outside of a transaction, as the makers of SQLite say, and all are checked afterwards.
    Raises RuntimeError where a row points nowhere.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        lost = raw.execute("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"rows point nowhere after the migration: {lost[:5]}")
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run the migrations in one transaction each, on the application's own engine."""
    with database.engine.connect() as connection, _tables_stay_referenced(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadatas[None],
            transaction_per_migration=True,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
        problem = judge_role.prepare(connection)
        connection.commit()
    if problem is not None:
        click.echo(
            f"The role of judges could not be prepared ({problem}). `flask check` says what to do.", err=True
        )


run()
