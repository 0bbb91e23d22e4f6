"""bank details of winners, encrypted, and that prizes were paid."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_bank_details_edition_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bank_details_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_details")),
        sa.UniqueConstraint("edition_id", "account_id", name=op.f("uq_bank_details_edition_id_account_id")),
    )
    op.create_index(op.f("ix_bank_details_account_id"), "bank_details", ["account_id"])
    op.create_index(op.f("ix_bank_details_given_at"), "bank_details", ["given_at"])
    op.create_table(
        "prize_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("marked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["published_result.id"], name=op.f("fk_prize_payment_result_id")
        ),
        sa.ForeignKeyConstraint(["marked_by"], ["account.id"], name=op.f("fk_prize_payment_marked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_payment")),
        sa.UniqueConstraint("result_id", name=op.f("uq_prize_payment_result_id")),
    )


def downgrade() -> None:
    op.drop_table("prize_payment")
    op.drop_table("bank_details")
