"""second factors, passkeys, known devices, addresses that change."""

import secrets

import sqlalchemy as sa
from alembic import op

from contest.platform.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tf_primary_method", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("tf_totp_secret", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("totp_counter", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("mf_recovery_codes", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("links_used", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("new_email", sa.String(length=254), nullable=True))
        # An index and no constraint: for that SQLite would make the table anew, and lose what points to it.
        batch_op.create_index(
            batch_op.f("ix_account_fs_webauthn_user_handle"), ["fs_webauthn_user_handle"], unique=True
        )
    _sessions()
    # Contests that exist already go on as they were: nobody is stopped in the midst of one.
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_factor", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_known_device_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("account_id", "token_hash", name=op.f("uq_known_device_account_id_token_hash")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("extensions", sa.String(length=255), nullable=True),
        sa.Column("lastuse_datetime", INSTANT, nullable=False),
        sa.Column("usage", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_passkey_account_id_name")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )


def _sessions() -> None:
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_strong", sa.Boolean(), nullable=False, server_default=sa.false()))
    session = sa.table("web_session", sa.column("id", sa.Integer), sa.column("key", sa.String))
    connection = op.get_bind()
    for row_id in connection.scalars(sa.select(session.c.id)).all():
        key = secrets.token_hex(13)
        connection.execute(sa.update(session).where(session.c.id == row_id).values(key=key))
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=26), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_web_session_key"), ["key"])


def downgrade() -> None:
    op.drop_table("passkey")
    op.drop_table("known_device")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("second_factor")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_web_session_key"), type_="unique")
        for name in ("is_strong", "device", "key"):
            batch_op.drop_column(name)
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_fs_webauthn_user_handle"))
        for name in (
            "new_email",
            "links_used",
            "fs_webauthn_user_handle",
            "mf_recovery_codes",
            "totp_counter",
            "tf_totp_secret",
            "tf_primary_method",
        ):
            batch_op.drop_column(name)
