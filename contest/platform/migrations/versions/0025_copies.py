"""texts compared to find copies, their samples, reference texts, what was found and what a secretary says of it."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compared_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("sample", sa.LargeBinary(), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("compared_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_compared_text_entry_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_compared_text_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compared_text")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_compared_text_entry_id")),
    )
    op.create_index(op.f("ix_compared_text_version_id"), "compared_text", ["version_id"])
    op.create_index(op.f("ix_compared_text_is_due"), "compared_text", ["is_due"])
    op.create_table(
        "reference_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("origin", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("may_be_quoted", sa.Boolean(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("sample", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_reference_text_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_text")),
        sa.UniqueConstraint("key", name=op.f("uq_reference_text_key")),
    )
    op.create_index(op.f("ix_reference_text_edition_id"), "reference_text", ["edition_id"])
    for name in ("sampled_shingle", "reference_shingle"):
        op.create_table(
            name,
            sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("holder_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.PrimaryKeyConstraint("value", "holder_id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("reference_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["compared_text.id"], name=op.f("fk_likeness_text_id")),
        sa.ForeignKeyConstraint(["source_id"], ["compared_text.id"], name=op.f("fk_likeness_source_id")),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["reference_text.id"], name=op.f("fk_likeness_reference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint("text_id", "source_id", name=op.f("uq_likeness_text_id_source_id")),
        sa.UniqueConstraint("text_id", "reference_id", name=op.f("uq_likeness_text_id_reference_id")),
    )
    op.create_table(
        "likeness_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("reference_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_likeness_mark_entry_id")),
        sa.ForeignKeyConstraint(["source_id"], ["compared_text.id"], name=op.f("fk_likeness_mark_source_id")),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["reference_text.id"], name=op.f("fk_likeness_mark_reference_id")
        ),
        sa.ForeignKeyConstraint(["secretary_id"], ["account.id"], name=op.f("fk_likeness_mark_secretary_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_mark")),
        sa.UniqueConstraint("entry_id", "source_id", name=op.f("uq_likeness_mark_entry_id_source_id")),
        sa.UniqueConstraint("entry_id", "reference_id", name=op.f("uq_likeness_mark_entry_id_reference_id")),
    )
    for table in ("likeness", "likeness_mark"):
        for column in ("source_id", "reference_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for name in (
        "likeness_mark", "likeness", "reference_shingle", "sampled_shingle", "reference_text", "compared_text",
    ):  # fmt: skip
        op.drop_table(name)
