"""who may enter: works in all, years of birth, units."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("works_in_all", "born_from", "born_until"):
        op.add_column("edition", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "entering_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_entering_unit_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_entering_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entering_unit")),
        sa.UniqueConstraint("edition_id", "unit_id", name=op.f("uq_entering_unit_edition_id_unit_id")),
    )


def downgrade() -> None:
    op.drop_table("entering_unit")
    for name in ("works_in_all", "born_from", "born_until"):
        op.drop_column("edition", name)
