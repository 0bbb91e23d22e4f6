"""prizes beside the tables, prizes of one author, what publication joins of them."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("per_author", sa.Integer(), nullable=True))
    op.create_table(
        "extra_prize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("among", sa.String(20), nullable=False),
        sa.Column("born_from", sa.Integer(), nullable=True),
        sa.Column("only_without", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_extra_prize_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_prize")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_extra_prize_edition_id_position")),
    )
    op.create_table(
        "extra_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("extra_prize_id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_extra_choice_edition_id")),
        sa.ForeignKeyConstraint(
            ["extra_prize_id"], ["extra_prize.id"], name=op.f("fk_extra_choice_extra_prize_id")
        ),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_extra_choice_blind_copy_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_extra_choice_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_choice")),
        sa.UniqueConstraint(
            "extra_prize_id", "blind_copy_id", name=op.f("uq_extra_choice_extra_prize_id_blind_copy_id")
        ),
    )
    op.create_index(op.f("ix_extra_choice_edition_id"), "extra_choice", ["edition_id"])
    op.create_table(
        "author_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_author_check_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author_check")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_author_check_edition_id")),
    )
    op.create_table(
        "published_extra",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("extra_prize_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_published_extra_edition_id")),
        sa.ForeignKeyConstraint(
            ["extra_prize_id"], ["extra_prize.id"], name=op.f("fk_published_extra_extra_prize_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_published_extra_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_extra")),
        sa.UniqueConstraint(
            "extra_prize_id", "entry_id", name=op.f("uq_published_extra_extra_prize_id_entry_id")
        ),
    )
    op.create_index(op.f("ix_published_extra_edition_id"), "published_extra", ["edition_id"])
    op.create_index(op.f("ix_published_extra_entry_id"), "published_extra", ["entry_id"])


def downgrade() -> None:
    for name in ("published_extra", "author_check", "extra_choice", "extra_prize"):
        op.drop_table(name)
    op.drop_column("edition", "per_author")
