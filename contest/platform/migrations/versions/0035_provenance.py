"""drafts and notes that authors keep sealed with a work, and the reviews that opened them."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "edition", sa.Column("keeps_drafts", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "provenance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_provenance_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_provenance_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provenance")),
        sa.UniqueConstraint("key", name=op.f("uq_provenance_key")),
    )
    op.create_index(op.f("ix_provenance_entry_id"), "provenance", ["entry_id"])
    op.create_index(op.f("ix_provenance_file_id"), "provenance", ["file_id"])
    op.create_table(
        "provenance_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_provenance_opening_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_provenance_opening_opened_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provenance_opening")),
        sa.UniqueConstraint("key", name=op.f("uq_provenance_opening_key")),
    )
    op.create_index(op.f("ix_provenance_opening_entry_id"), "provenance_opening", ["entry_id"])


def downgrade() -> None:
    op.drop_table("provenance_opening")
    op.drop_table("provenance")
    op.drop_column("edition", "keeps_drafts")
