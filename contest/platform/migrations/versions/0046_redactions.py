"""what was blacked out of a work is kept, and is blacked out again whenever its copy is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("as_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_redaction_edition_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_redaction_entry_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_redaction_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_redaction_entry_id")),
    )
    op.create_index(op.f("ix_redaction_edition_id"), "redaction", ["edition_id"])


def downgrade() -> None:
    op.drop_table("redaction")
