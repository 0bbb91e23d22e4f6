"""works that are sealed to the key holders until the opening, and stored bytes that must surely go."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_sealed_work_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_sealed_work_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_work")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_sealed_work_entry_id")),
    )
    op.create_index(op.f("ix_sealed_work_edition_id"), "sealed_work", ["edition_id"])
    op.create_table(
        "sealed_chunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_sealed_chunk_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_chunk")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_sealed_chunk_storage_key")),
    )
    op.create_index(op.f("ix_sealed_chunk_edition_id"), "sealed_chunk", ["edition_id"])
    op.create_table(
        "discarded_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(40), nullable=False),
        sa.Column("discarded_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discarded_file")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_discarded_file_storage_key")),
    )


def downgrade() -> None:
    for table in ("discarded_file", "sealed_chunk", "sealed_work"):
        op.drop_table(table)
