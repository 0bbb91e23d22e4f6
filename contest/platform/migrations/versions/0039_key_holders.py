"""sealing by key holders: the choice, their keys, what they met for."""

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("sealing", sa.String(10), nullable=False, server_default="plain"))
    op.add_column("edition", sa.Column("keys_needed", sa.Integer(), nullable=False, server_default="2"))
    op.create_table(
        "holder_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("next_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_holder_key_edition_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_holder_key_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_key")),
        sa.UniqueConstraint("edition_id", "account_id", name=op.f("uq_holder_key_edition_id_account_id")),
    )
    op.create_index(op.f("ix_holder_key_edition_id"), "holder_key", ["edition_id"])
    op.create_table(
        "edition_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("test_seal", sa.LargeBinary(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("rehearsed_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("given_up_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_key_edition_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_edition_key_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_key")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_edition_key_edition_id")),
    )
    op.create_table(
        "key_package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_key_package_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_package")),
    )
    op.create_index(op.f("ix_key_package_edition_id"), "key_package", ["edition_id"])
    op.create_table(
        "key_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(26), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_key_meeting_edition_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name=op.f("fk_key_meeting_begun_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_meeting")),
        sa.UniqueConstraint("key", name=op.f("uq_key_meeting_key")),
    )
    op.create_index(op.f("ix_key_meeting_edition_id"), "key_meeting", ["edition_id"])
    op.create_table(
        "key_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(32), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("layers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["key_meeting.id"], name=op.f("fk_key_turn_meeting_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_key_turn_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_turn")),
        sa.UniqueConstraint("meeting_id", "account_id", name=op.f("uq_key_turn_meeting_id_account_id")),
    )
    op.create_index(op.f("ix_key_turn_meeting_id"), "key_turn", ["meeting_id"])


def downgrade() -> None:
    for table in ("key_turn", "key_meeting", "key_package", "edition_key", "holder_key"):
        op.drop_table(table)
    with op.batch_alter_table("edition") as batch_op:
        for column in ("keys_needed", "sealing"):
            batch_op.drop_column(column)
