"""co-authors: how many a work may have, who is asked, and who they were at each submit."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("category", sa.Column("authors_most", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("entry", sa.Column("author_place", sa.Integer(), nullable=True))
    op.create_table(
        "co_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_co_author_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_co_author_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_author")),
        sa.UniqueConstraint("entry_id", "email", name=op.f("uq_co_author_entry_id_email")),
        sa.UniqueConstraint("key", name=op.f("uq_co_author_key")),
    )
    op.create_index(op.f("ix_co_author_account_id"), "co_author", ["account_id"])
    op.create_index(op.f("ix_co_author_email"), "co_author", ["email"])
    op.create_table(
        "version_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("left_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_version_author_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_version_author_unit_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_version_author_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_author")),
        sa.UniqueConstraint("version_id", "account_id", name=op.f("uq_version_author_version_id_account_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_version_author_version_id_position")),
    )
    op.create_index(op.f("ix_version_author_account_id"), "version_author", ["account_id"])


def downgrade() -> None:
    op.drop_table("version_author")
    op.drop_table("co_author")
    op.drop_column("entry", "author_place")
    op.drop_column("category", "authors_most")
