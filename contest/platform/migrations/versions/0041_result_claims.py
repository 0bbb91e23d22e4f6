"""codes that authors proved to be theirs."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("receipt_number", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_result_claim_edition_id")),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_result_claim_blind_copy_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_result_claim_entry_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"], name=op.f("fk_result_claim_claimed_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_result_claim_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_result_claim_key")),
        sa.UniqueConstraint("blind_copy_id", name=op.f("uq_result_claim_blind_copy_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_result_claim_entry_id")),
    )
    op.create_index(op.f("ix_result_claim_edition_id"), "result_claim", ["edition_id"])


def downgrade() -> None:
    op.drop_table("result_claim")
