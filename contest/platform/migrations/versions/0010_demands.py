"""what a category demands: unit of length, what does not count, size of files, similarity; notes of Word files."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RENAMED = (("words_minimum", "length_minimum"), ("words_maximum", "length_maximum"))


def upgrade() -> None:
    for old, new in RENAMED:
        op.execute(f"ALTER TABLE category RENAME COLUMN {old} TO {new}")
    op.add_column("category", sa.Column("length_unit", sa.String(20), nullable=False, server_default="words"))
    op.add_column("category", sa.Column("uncounted", sa.JSON(), nullable=False, server_default='["title"]'))
    op.add_column("category", sa.Column("file_limit_mb", sa.Integer(), nullable=True))
    op.add_column("category", sa.Column("similarity", sa.Integer(), nullable=True))
    op.add_column("stored_file", sa.Column("note_lines", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("stored_file", "note_lines")
    for name in ("similarity", "file_limit_mb", "uncounted", "length_unit"):
        op.drop_column("category", name)
    for old, new in RENAMED:
        op.execute(f"ALTER TABLE category RENAME COLUMN {new} TO {old}")
