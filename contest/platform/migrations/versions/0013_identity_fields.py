"""what authors are asked about themselves, guardians of the under-aged, ID numbers of who may not take part."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("of_age", sa.Integer(), server_default="18", nullable=False))
    op.add_column("barred_person", sa.Column("id_number", sa.String(12), server_default="", nullable=False))
    op.add_column("edition", sa.Column("identity_fields", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "about_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("pen_name", sa.String(length=100), nullable=False),
        sa.Column("by_pen_name", sa.Boolean(), nullable=False),
        sa.Column("position", sa.String(length=150), nullable=False),
        sa.Column("academic_title", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("id_number", sa.String(length=12), nullable=False),
        sa.Column("saved_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_about_author_entry_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_about_author_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about_author")),
        sa.UniqueConstraint("entry_id", "account_id", name=op.f("uq_about_author_entry_id_account_id")),
    )
    op.create_table(
        "guardian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_guardian_entry_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_guardian_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint("entry_id", "account_id", name=op.f("uq_guardian_entry_id_account_id")),
    )
    for table in ("about_author", "guardian"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    for table in ("guardian", "about_author"):
        op.drop_table(table)
    op.drop_column("barred_person", "id_number")
    for name in ("identity_fields", "of_age"):
        op.drop_column("edition", name)
