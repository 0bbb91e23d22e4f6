"""texts typed in the editor: headings, lists and tables beside the plain text."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("entry", "version"):
        op.add_column(table, sa.Column("markup", sa.Text(), nullable=False, server_default=""))
    op.add_column("mend", sa.Column("markup", sa.Text(), nullable=False, server_default=""))
