"""what the office changed about works, and why."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("before", sa.String(200), nullable=False),
        sa.Column("after", sa.String(200), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("acted_by", sa.Integer(), nullable=False),
        sa.Column("acted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_office_act_entry_id")),
        sa.ForeignKeyConstraint(["other_id"], ["entry.id"], name=op.f("fk_office_act_other_id")),
        sa.ForeignKeyConstraint(["acted_by"], ["account.id"], name=op.f("fk_office_act_acted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_act")),
    )
    op.create_index(op.f("ix_office_act_entry_id"), "office_act", ["entry_id"])


def downgrade() -> None:
    op.drop_table("office_act")
