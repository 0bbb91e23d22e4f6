"""units' lists of works with their files, and works that units only report."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("files_key", sa.String(length=40), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("began_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_intake_batch_edition_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_intake_batch_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
        sa.UniqueConstraint("key", name=op.f("uq_intake_batch_key")),
    )
    op.create_index(op.f("ix_intake_batch_edition_id"), "intake_batch", ["edition_id"])
    op.create_index(op.f("ix_intake_batch_state"), "intake_batch", ["state"])
    op.create_index(op.f("ix_intake_batch_made_by"), "intake_batch", ["made_by"])
    op.create_table(
        "batch_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["intake_batch.id"], name=op.f("fk_batch_row_batch_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_batch_row_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_row_batch_id_number")),
    )
    op.create_index(op.f("ix_batch_row_entry_id"), "batch_row", ["entry_id"])
    op.create_table(
        "reported_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Integer(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_reported_count_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reported_count_unit_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_reported_count_category_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["account.id"], name=op.f("fk_reported_count_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_count")),
        sa.UniqueConstraint(
            "edition_id",
            "unit_id",
            "category_id",
            name=op.f("uq_reported_count_edition_id_unit_id_category_id"),
        ),
    )
    op.create_index(op.f("ix_reported_count_unit_id"), "reported_count", ["unit_id"])
    op.create_index(op.f("ix_reported_count_category_id"), "reported_count", ["category_id"])


def downgrade() -> None:
    for table in ("reported_count", "batch_row", "intake_batch"):
        op.drop_table(table)
