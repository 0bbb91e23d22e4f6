"""How Alembic reaches the database of the running application."""

import click
from alembic import context
from flask import current_app

from contest.platform import judge_role

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def run() -> None:
    """Run the migrations in one transaction each, on the application's own engine."""
    with database.engine.connect() as connection:
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
