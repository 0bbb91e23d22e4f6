"""the spelling of an author's name on one work, as the office corrected it."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_on_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_name_on_work_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_name_on_work_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_on_work")),
        sa.UniqueConstraint("entry_id", "account_id", name=op.f("uq_name_on_work_entry_id_account_id")),
    )
    op.create_index(op.f("ix_name_on_work_account_id"), "name_on_work", ["account_id"])


def downgrade() -> None:
    op.drop_table("name_on_work")
