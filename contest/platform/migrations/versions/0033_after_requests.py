"""what authors ask for after the closing time, and the answers."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "after_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("before", sa.String(200), nullable=False),
        sa.Column("wanted", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_after_request_entry_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_after_request_account_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_after_request_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_request")),
        sa.UniqueConstraint("key", name=op.f("uq_after_request_key")),
    )
    op.create_index(op.f("ix_after_request_entry_id"), "after_request", ["entry_id"])
    op.create_index(op.f("ix_after_request_account_id"), "after_request", ["account_id"])


def downgrade() -> None:
    op.drop_table("after_request")
