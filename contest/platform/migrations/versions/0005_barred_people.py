"""people whom the rules keep from taking part."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "barred_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("why", sa.String(length=120), nullable=False),
        sa.Column("listed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_barred_person_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barred_person")),
        sa.UniqueConstraint("key", name=op.f("uq_barred_person_key")),
    )
    with op.batch_alter_table("barred_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_barred_person_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    op.drop_table("barred_person")
