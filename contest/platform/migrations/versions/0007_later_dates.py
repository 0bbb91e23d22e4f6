"""dates after the closing time, fixed rules, permissions to hand in late."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_milestone_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("edition_id", "kind", name=op.f("uq_milestone_edition_id_kind")),
    )
    op.create_index(op.f("ix_milestone_edition_id"), "milestone", ["edition_id"])
    op.create_table(
        "fixed_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("fixed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("fixed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_fixed_rules_edition_id")),
        sa.ForeignKeyConstraint(["fixed_by"], ["account.id"], name=op.f("fk_fixed_rules_fixed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixed_rules")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_fixed_rules_edition_id_number")),
    )
    op.create_index(op.f("ix_fixed_rules_edition_id"), "fixed_rules", ["edition_id"])
    op.create_table(
        "late_permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_late_permission_edition_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_late_permission_account_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_late_permission_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_permission")),
        sa.UniqueConstraint("key", name=op.f("uq_late_permission_key")),
    )
    op.create_index(op.f("ix_late_permission_edition_id"), "late_permission", ["edition_id"])
    op.create_index(op.f("ix_late_permission_account_id"), "late_permission", ["account_id"])


def downgrade() -> None:
    op.drop_table("late_permission")
    op.drop_table("fixed_rules")
    op.drop_table("milestone")
