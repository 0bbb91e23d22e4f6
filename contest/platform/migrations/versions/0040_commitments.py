"""commitments to receipts and blind copies, and the published proof that joins them."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "receipt_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_receipt_commitment_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_commitment")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_receipt_commitment_edition_id_number")),
    )
    op.create_table(
        "committed_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["receipt_commitment.id"], name=op.f("fk_committed_receipt_commitment_id")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_committed_receipt_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committed_receipt")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_committed_receipt_receipt_id")),
        sa.UniqueConstraint("commitment_id", "leaf", name=op.f("uq_committed_receipt_commitment_id_leaf")),
    )
    op.create_table(
        "copy_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_copy_commitment_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_commitment")),
        sa.UniqueConstraint("round_id", name=op.f("uq_copy_commitment_round_id")),
    )
    op.create_table(
        "committed_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_committed_copy_blind_copy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committed_copy")),
        sa.UniqueConstraint("blind_copy_id", name=op.f("uq_committed_copy_blind_copy_id")),
        sa.UniqueConstraint("leaf", name=op.f("uq_committed_copy_leaf")),
    )
    op.create_table(
        "proof_package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_proof_package_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_package")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_proof_package_edition_id")),
    )


def downgrade() -> None:
    for table in (
        "proof_package",
        "committed_copy",
        "copy_commitment",
        "committed_receipt",
        "receipt_commitment",
    ):
        op.drop_table(table)
