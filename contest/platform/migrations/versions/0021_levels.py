"""levels of editions, which stands above which, and where an entry came from."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import ExactDecimal, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("level", sa.String(length=10), nullable=False, server_default=""))
    op.add_column(
        "edition", sa.Column("collects_only", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("edition", sa.Column("forward_quota", sa.Integer(), nullable=True))
    op.add_column("edition", sa.Column("forward_threshold", ExactDecimal(), nullable=True))
    with op.batch_alter_table("entry") as batch_op:
        batch_op.add_column(sa.Column("came_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_entry_came_from_id"), "entry", ["came_from_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_entry_came_from_id"), ["came_from_id"])
    op.create_table(
        "edition_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("lower_id", sa.Integer(), nullable=False),
        sa.Column("upper_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["lower_id"], ["edition.id"], name=op.f("fk_edition_link_lower_id")),
        sa.ForeignKeyConstraint(["upper_id"], ["edition.id"], name=op.f("fk_edition_link_upper_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_edition_link_asked_by")),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_edition_link_agreed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_link")),
        sa.UniqueConstraint("key", name=op.f("uq_edition_link_key")),
        sa.UniqueConstraint("lower_id", name=op.f("uq_edition_link_lower_id")),
    )
    op.create_index(op.f("ix_edition_link_upper_id"), "edition_link", ["upper_id"])


def downgrade() -> None:
    op.drop_table("edition_link")
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_constraint(op.f("uq_entry_came_from_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_entry_came_from_id"), type_="foreignkey")
        batch_op.drop_column("came_from_id")
    for name in ("forward_threshold", "forward_quota", "collects_only", "level"):
        op.drop_column("edition", name)
