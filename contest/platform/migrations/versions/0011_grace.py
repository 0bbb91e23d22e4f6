"""a grace after the closing time, and which versions came within it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("grace_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("version", sa.Column("in_grace", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("version", "in_grace")
    op.drop_column("edition", "grace_minutes")
