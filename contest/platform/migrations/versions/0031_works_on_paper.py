"""people without an account, works on paper, by which day those count."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("unclaimed_since", UtcDateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("contact_email", sa.String(length=254), nullable=True))
    op.create_index(op.f("ix_account_contact_email"), "account", ["contact_email"])
    op.add_column(
        "edition",
        sa.Column("paper_counts_by", sa.String(length=10), nullable=False, server_default="arrival"),
    )
    op.add_column("edition", sa.Column("paper_last_arrival", sa.Date(), nullable=True))
    op.add_column("edition", sa.Column("unit_lists", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("postmark", sa.Date(), nullable=True),
        sa.Column("arrived", sa.Date(), nullable=False),
        sa.Column("clock", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("taken_in_by", sa.Integer(), nullable=False),
        sa.Column("taken_in_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_reason", sa.String(length=300), nullable=False),
        sa.Column("claim_reason", sa.String(length=300), nullable=False),
        sa.Column("code_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_paper_entry_entry_id")),
        sa.ForeignKeyConstraint(["taken_in_by"], ["account.id"], name=op.f("fk_paper_entry_taken_in_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_paper_entry_entry_id")),
    )
    op.create_index(op.f("ix_paper_entry_taken_in_at"), "paper_entry", ["taken_in_at"])


def downgrade() -> None:
    op.drop_table("paper_entry")
    for name in ("unit_lists", "paper_last_arrival", "paper_counts_by"):
        op.drop_column("edition", name)
    op.drop_index(op.f("ix_account_contact_email"), "account")
    for name in ("contact_email", "unclaimed_since"):
        op.drop_column("account", name)
