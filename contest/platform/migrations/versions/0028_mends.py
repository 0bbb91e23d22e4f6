"""what authors take out of drafts and can put back, and warnings that were set aside."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_mend_entry_id_entry")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_mend_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mend")),
    )
    op.create_index(op.f("ix_mend_entry_id"), "mend", ["entry_id"])
    op.create_index(op.f("ix_mend_file_id"), "mend", ["file_id"])
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("token", sa.String(300), nullable=False),
        sa.Column("set_aside_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_set_aside_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("entry_id", "kind", "token", name=op.f("uq_set_aside_entry_id_kind_token")),
    )


def downgrade() -> None:
    op.drop_table("set_aside")
    op.drop_table("mend")
