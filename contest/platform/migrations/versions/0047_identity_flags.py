"""judges tell that an author can be recognised; copies blacked out since their codes were drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "identity_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("told_at", _AT, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("settled_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_identity_flag_blind_copy_id")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["account.id"], name=op.f("fk_identity_flag_judge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_flag")),
    )
    op.create_index(op.f("ix_identity_flag_blind_copy_id"), "identity_flag", ["blind_copy_id"])
    op.create_index(op.f("ix_identity_flag_judge_id"), "identity_flag", ["judge_id"])
    op.create_index(op.f("ix_identity_flag_outcome"), "identity_flag", ["outcome"])
    op.create_table(
        "copy_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_copy_redaction_blind_copy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_redaction")),
    )
    op.create_index(op.f("ix_copy_redaction_blind_copy_id"), "copy_redaction", ["blind_copy_id"])


def downgrade() -> None:
    op.drop_table("copy_redaction")
    op.drop_table("identity_flag")
