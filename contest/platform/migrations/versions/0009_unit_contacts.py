"""contacts of units; agreements that can be taken back."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_appointment_unit_id"), "unit", ["unit_id"], ["id"])
    op.add_column("consent", sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("consent", "withdrawn_at")
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.drop_constraint(op.f("fk_appointment_unit_id"), type_="foreignkey")
        batch_op.drop_column("unit_id")
