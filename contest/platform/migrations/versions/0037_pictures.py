"""pictures of handwritten pages that are one work."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("parts", "previews"):
        op.add_column("stored_file", sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("stored_file") as batch_op:
        for column in ("previews", "parts"):
            batch_op.drop_column(column)
