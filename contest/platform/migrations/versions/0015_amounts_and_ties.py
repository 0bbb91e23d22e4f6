"""amounts of prizes, how many may win, the order of rules for ties, why a prize is not awarded."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("prize", sa.Column("amount", sa.BigInteger(), nullable=True))
    op.add_column("edition", sa.Column("share", sa.Integer(), nullable=True))
    op.add_column("edition", sa.Column("share_of", sa.String(20), server_default="works", nullable=False))
    op.add_column("edition", sa.Column("share_in", sa.String(20), server_default="category", nullable=False))
    op.add_column(
        "edition", sa.Column("ties", sa.JSON(), server_default='["criteria", "lowest"]', nullable=False)
    )
    op.create_table(
        "prize_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_prize_reason_edition_id")),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_prize_reason_prize_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_prize_reason_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_reason")),
        sa.UniqueConstraint("prize_id", "about", name=op.f("uq_prize_reason_prize_id_about")),
    )
    op.create_index(op.f("ix_prize_reason_edition_id"), "prize_reason", ["edition_id"])


def downgrade() -> None:
    op.drop_table("prize_reason")
    for name in ("ties", "share_in", "share_of", "share"):
        op.drop_column("edition", name)
    op.drop_column("prize", "amount")
