"""prizes for units: the prizes and the formula by which units are ranked for them, how many people units have."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import ExactDecimal

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_formula",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.String(60), nullable=False),
        sa.Column("credit", sa.String(10), nullable=False),
        sa.Column("submitted", ExactDecimal(precision=12, scale=4), nullable=False),
        sa.Column("admitted", ExactDecimal(precision=12, scale=4), nullable=False),
        sa.Column("finalists", ExactDecimal(precision=12, scale=4), nullable=False),
        sa.Column("rate", ExactDecimal(precision=12, scale=4), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("admitted_least", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_formula_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_formula")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_unit_formula_edition_id")),
    )
    op.create_table(
        "unit_prize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_prize_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_prize")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_unit_prize_edition_id_position")),
    )
    op.create_table(
        "unit_headcount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_headcount_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_headcount_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_headcount")),
        sa.UniqueConstraint("edition_id", "unit_id", name=op.f("uq_unit_headcount_edition_id_unit_id")),
    )


def downgrade() -> None:
    for name in ("unit_headcount", "unit_prize", "unit_formula"):
        op.drop_table(name)
