"""recordings made anew: beside what waits for its code, and beside blind copies."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind, default in (
        ("recording_kind", sa.String(length=3), ""),
        ("recording_seconds", sa.Integer(), "0"),
        ("recording_key", sa.String(length=40), ""),
    ):
        op.add_column("rendition", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "blind_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=3), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_blind_recording_blind_copy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_recording")),
        sa.UniqueConstraint("blind_copy_id", name=op.f("uq_blind_recording_blind_copy_id")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_blind_recording_storage_key")),
    )


def downgrade() -> None:
    op.drop_table("blind_recording")
    with op.batch_alter_table("rendition") as batch:
        for name in ("recording_key", "recording_seconds", "recording_kind"):
            batch.drop_column(name)
