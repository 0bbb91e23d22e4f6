"""where on pictures of pages the words of their text stand; what lies under black parts leaves the text, too."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_BLACK = "\u2587\u2587"


def upgrade() -> None:
    for table in ("rendition", "blind_copy"):
        op.add_column(table, sa.Column("placed", sa.Text(), server_default="", nullable=False))
    rendition = sa.table("rendition", sa.column("kind"), sa.column("html"), sa.column("text"))
    hidden = sa.and_(rendition.c.kind == "pages", rendition.c.html == f"<p>{_BLACK}</p>")
    op.execute(sa.update(rendition).where(hidden).values(text=_BLACK))


def downgrade() -> None:
    for table in ("rendition", "blind_copy"):
        op.drop_column(table, "placed")
