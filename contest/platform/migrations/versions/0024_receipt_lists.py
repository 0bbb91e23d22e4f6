"""the receipts of each day in a chained list."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("sealed_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_list")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_list_number")),
        sa.UniqueConstraint("day", name=op.f("uq_receipt_list_day")),
    )
    op.create_index(op.f("ix_receipt_issued_at"), "receipt", ["issued_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_receipt_issued_at"), "receipt")
    op.drop_table("receipt_list")
