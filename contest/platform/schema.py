"""Brings the database up to date: on start for SQLite, by `flask db upgrade` elsewhere."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from contest.kernel.errors import ContestError
from contest.platform.database import db, migrations_folder


class SchemaOutdated(ContestError):
    """The database is older than the program; the message says the command that mends it."""


def bring_up_to_date(app: Flask) -> None:
    """Make or upgrade an SQLite database; on PostgreSQL only check, because others may be serving from it.

    Raises SchemaOutdated.
    """
    with app.app_context():
        if is_current():
            return
        if db.engine.dialect.name == "sqlite" or not inspect(db.engine).get_table_names():
            upgrade(directory=str(migrations_folder()))
        else:
            raise SchemaOutdated("The database is older than this program. Run: flask db upgrade")


def is_current() -> bool:
    """Tell whether the database stands at the newest migration."""
    script = ScriptDirectory(str(migrations_folder()))
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(script.get_heads())
