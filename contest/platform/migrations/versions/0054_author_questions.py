"""what secretaries ask authors about their works, and the answers."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "author_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("coded_asked", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("coded_answered", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_author_question_entry_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_author_question_asked_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_author_question_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author_question")),
        sa.UniqueConstraint("key", name=op.f("uq_author_question_key")),
    )
    op.create_index(op.f("ix_author_question_entry_id"), "author_question", ["entry_id"])


def downgrade() -> None:
    op.drop_table("author_question")
