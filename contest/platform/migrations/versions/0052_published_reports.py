"""reports of checks that organisers publish."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("blind_check", sa.Column("published_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("blind_check") as batch_op:
        batch_op.drop_column("published_at")
