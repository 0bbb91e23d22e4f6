"""who wins the prizes for units: what organisers chose and why, and the ranking as it stood."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_prize_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_choice_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_choice_unit_id")),
        sa.ForeignKeyConstraint(
            ["unit_prize_id"], ["unit_prize.id"], name=op.f("fk_unit_choice_unit_prize_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_unit_choice_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_choice")),
        sa.UniqueConstraint("edition_id", "unit_id", name=op.f("uq_unit_choice_edition_id_unit_id")),
    )
    op.create_table(
        "unit_prize_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_prize_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_prize_id"], ["unit_prize.id"], name=op.f("fk_unit_prize_reason_unit_prize_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_unit_prize_reason_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_prize_reason")),
        sa.UniqueConstraint("unit_prize_id", name=op.f("uq_unit_prize_reason_unit_prize_id")),
    )
    op.create_table(
        "unit_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("uncounted", sa.Integer(), nullable=False),
        sa.Column("left_by_ranking", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_decision_edition_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_unit_decision_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_decision")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_unit_decision_edition_id")),
    )
    op.create_table(
        "unit_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("joined", sa.JSON(), nullable=False),
        sa.Column("divided_into", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("shut", sa.JSON(), nullable=False),
        sa.Column("unit_prize_id", sa.Integer(), nullable=True),
        sa.Column("proposed_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_standing_edition_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_standing_unit_id")),
        sa.ForeignKeyConstraint(
            ["unit_prize_id"], ["unit_prize.id"], name=op.f("fk_unit_standing_unit_prize_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_id"], ["unit_prize.id"], name=op.f("fk_unit_standing_proposed_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_standing")),
        sa.UniqueConstraint("edition_id", "unit_id", name=op.f("uq_unit_standing_edition_id_unit_id")),
    )


def downgrade() -> None:
    for name in ("unit_standing", "unit_decision", "unit_prize_reason", "unit_choice"):
        op.drop_table(name)
