"""who has which work in hand, causes of decisions, until when to correct, decisions taken back, own lines to check."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening_hold",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_screening_hold_entry_id")),
        sa.ForeignKeyConstraint(
            ["secretary_id"], ["account.id"], name=op.f("fk_screening_hold_secretary_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_screening_hold")),
    )
    for column in (
        sa.Column("causes", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("return_by", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
    ):
        op.add_column("screening_decision", column)
    op.add_column("category", sa.Column("own_checks", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("category") as batch:
        batch.drop_column("own_checks")
    with op.batch_alter_table("screening_decision") as batch:
        for name in ("undone_at", "return_by", "causes"):
            batch.drop_column(name)
    op.drop_table("screening_hold")
