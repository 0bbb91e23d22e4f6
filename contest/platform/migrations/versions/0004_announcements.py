"""announcements with files."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_announcement_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("key", name=op.f("uq_announcement_key")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_published_at"), ["published_at"], unique=False)

    op.create_table(
        "announcement_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_file_announcement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_file")),
        sa.UniqueConstraint("key", name=op.f("uq_announcement_file_key")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_announcement_file_storage_key")),
    )
    with op.batch_alter_table("announcement_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_announcement_file_announcement_id"), ["announcement_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("announcement_file")
    op.drop_table("announcement")
