"""works that their authors take back while they are judged."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "entry", sa.Column("withdrawn_late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "withdrawal_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_withdrawal_check_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_check")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_withdrawal_check_edition_id")),
    )
    op.create_table(
        "withdrawn_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_withdrawn_result_category_id")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_withdrawn_result_edition_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_withdrawn_result_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_result")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_withdrawn_result_round_id_code")),
    )
    op.create_index(op.f("ix_withdrawn_result_edition_id"), "withdrawn_result", ["edition_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_withdrawn_result_edition_id"), table_name="withdrawn_result")
    op.drop_table("withdrawn_result")
    op.drop_table("withdrawal_check")
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_column("withdrawn_late")
