"""rights over one's data: agreements withdrawn, requests with terms, use restricted, works and accounts erased."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_public_holiday_day")),
    )
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("extended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.Integer(), nullable=True),
        sa.Column("reminded", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_data_request_account_id")),
        sa.ForeignKeyConstraint(["handled_by"], ["account.id"], name=op.f("fk_data_request_handled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("key", name=op.f("uq_data_request_key")),
    )
    op.create_index(op.f("ix_data_request_account_id"), "data_request", ["account_id"])
    op.create_index(op.f("ix_data_request_state"), "data_request", ["state"])
    for table, name in (
        ("account", "restricted_at"),
        ("account", "erased_at"),
        ("version", "erased_at"),
    ):
        op.add_column(table, sa.Column(name, UtcDateTime(timezone=True), nullable=True))
    op.add_column("published_result", sa.Column("copy_ids", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("published_result", "copy_ids")
    for table, name in (
        ("version", "erased_at"),
        ("account", "erased_at"),
        ("account", "restricted_at"),
    ):
        op.drop_column(table, name)
    op.drop_table("data_request")
    op.drop_table("public_holiday")
