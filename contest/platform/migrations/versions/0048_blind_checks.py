"""checks, asked for by organisers, that an edition is blind."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blind_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_blind_check_asked_by_account")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_blind_check_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_check")),
    )
    op.create_index(op.f("ix_blind_check_edition_id"), "blind_check", ["edition_id"])


def downgrade() -> None:
    op.drop_table("blind_check")
