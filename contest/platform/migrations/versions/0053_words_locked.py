"""what judges write of who may have written a work is locked, and what was blacked out cannot be tried."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from contest.platform.locked_text import LockedText

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("identity_flag", "said", LockedText("what judges told of a copy", 500)),
    ("reading", "recusal_reason", LockedText("why a judge gave a work back", 1000)),
)


def upgrade() -> None:
    op.add_column("copy_redaction", sa.Column("former", sa.LargeBinary(), nullable=True))
    for table, column, locked in _COLUMNS:
        _change(
            table, column, sa.LargeBinary(), lambda said, kind=locked: kind.process_bind_param(said, _DIALECT)
        )


def downgrade() -> None:
    for table, column, locked in _COLUMNS:
        _change(table, column, sa.Text(), lambda said, kind=locked: kind.process_result_value(said, _DIALECT))
    with op.batch_alter_table("copy_redaction") as batch_op:
        batch_op.drop_column("former")


_DIALECT = sa.engine.default.DefaultDialect()


def _change(table: str, column: str, kind: sa.types.TypeEngine[Any], made: Callable[[Any], Any]) -> None:
    """Give the column another kind, with what stands in it; the table stays, as others refer to its rows."""
    empty = "" if isinstance(kind, sa.Text) else sa.text(_NO_BYTES[op.get_bind().dialect.name])
    op.add_column(table, sa.Column("changed", kind, nullable=False, server_default=empty))
    found = sa.table(table, sa.column("id"), sa.column(column), sa.column("changed"))
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(found.c.id, found.c[column]).where(sa.func.length(found.c[column]) > 0)
    )
    for number, said in rows.all():
        connection.execute(sa.update(found).where(found.c.id == number).values(changed=made(said)))
    op.drop_column(table, column)
    op.alter_column(table, "changed", new_column_name=column)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column, server_default=None)


_NO_BYTES = {"sqlite": "(x'')", "postgresql": "''::bytea"}
