"""the unit that a merge took from a work, so that the merge can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("office_act") as batch_op:
        batch_op.add_column(sa.Column("took_unit", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("unit_before_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_office_act_unit_before_id"), "unit", ["unit_before_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("office_act") as batch_op:
        batch_op.drop_constraint(op.f("fk_office_act_unit_before_id"), type_="foreignkey")
        batch_op.drop_column("unit_before_id")
        batch_op.drop_column("took_unit")
