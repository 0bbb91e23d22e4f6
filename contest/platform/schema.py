"""Brings the database up to date: on start for SQLite, by `flask db upgrade` elsewhere."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from contest.kernel.errors import ContestError
from contest.platform import judge_role
from contest.platform.database import db, migrations_folder


class SchemaOutdated(ContestError):
    """The database is older than the program; the message says the command that mends it."""


def bring_up_to_date(app: Flask) -> None:
    """Make or upgrade an SQLite database; on PostgreSQL only check, because others may be serving from it.

    Raises SchemaOutdated.
    """
    with app.app_context():
        if is_current():
            _prepare_role()
            return
        if db.engine.dialect.name == "sqlite" or not inspect(db.engine).get_table_names():
            upgrade(directory=str(migrations_folder()))
        else:
            raise SchemaOutdated("The database is older than this program. Run: flask db upgrade")


def _prepare_role() -> None:
    """Give the role of judges what a new version lets it ask, where no migration did; `flask check` tells a failure."""
    with db.engine.begin() as connection:
        if not judge_role.is_ready(connection):
            judge_role.prepare(connection)


def is_current() -> bool:
    """Tell whether the database stands at the newest migration."""
    script = ScriptDirectory(str(migrations_folder()))
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(script.get_heads())
