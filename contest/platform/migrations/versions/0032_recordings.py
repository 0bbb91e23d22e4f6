"""recordings beside works: what a category takes, how long one lasts, files larger than two gigabytes."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("category", sa.Column("recordings", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("category", sa.Column("recording_limit_mb", sa.Integer(), nullable=True))
    op.add_column("category", sa.Column("script", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("stored_file", sa.Column("seconds", sa.Integer(), nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":  # SQLite's integers are long enough
        op.alter_column("stored_file", "size", type_=sa.BigInteger())
    with op.batch_alter_table("statement") as batch:
        batch.add_column(sa.Column("recording_file_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_statement_recording_file_id"), "stored_file", ["recording_file_id"], ["id"]
        )
        batch.create_index(op.f("ix_statement_recording_file_id"), ["recording_file_id"])


def downgrade() -> None:
    with op.batch_alter_table("statement") as batch:
        batch.drop_index(op.f("ix_statement_recording_file_id"))
        batch.drop_constraint(op.f("fk_statement_recording_file_id"), type_="foreignkey")
        batch.drop_column("recording_file_id")
    op.drop_column("stored_file", "seconds")
    for name in ("script", "recording_limit_mb", "recordings"):
        op.drop_column("category", name)
