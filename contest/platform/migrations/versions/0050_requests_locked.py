"""requests that are written while works are sealed are locked."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("after_request", sa.Column("locked", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("after_request") as batch_op:
        batch_op.drop_column("locked")
