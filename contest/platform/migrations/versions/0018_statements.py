"""languages, translation, publication, countries: what a category asks and what an author says of a work."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("languages", sa.JSON(), nullable=False, server_default='["vi"]'),
        sa.Column("any_language", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("translation", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("publication", sa.String(20), nullable=False, server_default=""),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(10), nullable=False, server_default=""),
        sa.Column("own_declarations", sa.JSON(), nullable=False, server_default="[]"),
    ):
        op.add_column("category", column)
    op.add_column("edition", sa.Column("countries", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "edition", sa.Column("countries_by", sa.String(20), nullable=False, server_default="citizenship")
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.Column("translation_file_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(8), nullable=False),
        sa.Column("published", sa.String(8), nullable=False),
        sa.Column("published_in", sa.String(200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("proof_file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_statement_entry_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_statement_version_id")),
        sa.ForeignKeyConstraint(
            ["translation_file_id"], ["stored_file.id"], name=op.f("fk_statement_translation_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["proof_file_id"], ["stored_file.id"], name=op.f("fk_statement_proof_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("version_id", name=op.f("uq_statement_version_id")),
    )
    for column in ("entry_id", "translation_file_id", "proof_file_id"):
        op.create_index(op.f(f"ix_statement_{column}"), "statement", [column])


def downgrade() -> None:
    op.drop_table("statement")
    op.drop_column("edition", "countries_by")
    op.drop_column("edition", "countries")
    for name in (
        "own_declarations",
        "proof",
        "published_until",
        "published_from",
        "publication",
        "translation",
        "any_language",
        "languages",
    ):
        op.drop_column("category", name)
