"""tolerance in per cent, least points to go on, by category too; scores carried to the next round."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import ExactDecimal

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

POINTS = ExactDecimal(precision=12, scale=4)


def upgrade() -> None:
    op.add_column("round", sa.Column("unit", sa.String(10), nullable=False, server_default="points"))
    op.add_column("round", sa.Column("threshold", POINTS, nullable=True))
    op.add_column("round", sa.Column("carried", sa.Integer(), nullable=True))
    op.add_column("category", sa.Column("advancing", sa.Integer(), nullable=True))
    op.add_column("category", sa.Column("threshold", POINTS, nullable=True))
    op.create_table(
        "carried_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_carried_score_blind_copy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_score")),
        sa.UniqueConstraint("blind_copy_id", name=op.f("uq_carried_score_blind_copy_id")),
    )


def downgrade() -> None:
    op.drop_table("carried_score")
    for name in ("threshold", "advancing"):
        op.drop_column("category", name)
    for name in ("carried", "threshold", "unit"):
        op.drop_column("round", name)
