"""fields of an edition's own, and what authors answer."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("least", sa.String(length=30), nullable=False),
        sa.Column("most", sa.String(length=30), nullable=False),
        sa.Column("file_kinds", sa.JSON(), nullable=False),
        sa.Column("megabytes", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("for_judges", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_own_field_edition_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_own_field_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_field")),
        sa.UniqueConstraint("key", name=op.f("uq_own_field_key")),
    )
    op.create_table(
        "own_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_own_answer_entry_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_own_answer_version_id")),
        sa.ForeignKeyConstraint(["field_id"], ["own_field.id"], name=op.f("fk_own_answer_field_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_own_answer_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_answer")),
    )
    for table, column in (
        ("own_field", "edition_id"),
        ("own_field", "category_id"),
        ("own_answer", "entry_id"),
        ("own_answer", "version_id"),
        ("own_answer", "field_id"),
        ("own_answer", "file_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("receipt", sa.Column("sha256_own", sa.String(length=64), nullable=True))
    for table in ("rendition", "blind_copy"):
        op.add_column(table, sa.Column("own", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for table in ("blind_copy", "rendition"):
        op.drop_column(table, "own")
    op.drop_column("receipt", "sha256_own")
    op.drop_table("own_answer")
    op.drop_table("own_field")
