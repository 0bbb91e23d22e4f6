"""opaque keys of a blind copy locked in one record, so that how often one occurs cannot be counted."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from contest.platform.crypto import keyring

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

# As anonymisation/keys.py had them at this migration.
_PURPOSE: Final = "conflict keys of a blind copy"
_RECORD: Final = 1024
_BYTES: Final = 16

_OLD: Final = sa.table("conflict_key", sa.column("blind_copy_id", sa.Integer), sa.column("key", sa.String))
_NEW: Final = sa.table(
    "closed_keys", sa.column("blind_copy_id", sa.Integer), sa.column("locked", sa.LargeBinary)
)
_COPIES: Final = sa.table("blind_copy", sa.column("id", sa.Integer), sa.column("round_id", sa.Integer))


def upgrade() -> None:
    op.create_table(
        "closed_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_closed_keys_blind_copy_id_blind_copy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_keys")),
        sa.UniqueConstraint("blind_copy_id", name=op.f("uq_closed_keys_blind_copy_id")),
    )
    for round_id in op.get_bind().scalars(sa.select(_COPIES.c.round_id).distinct()).all():
        _close(round_id)
    op.drop_table("conflict_key")


def _close(round_id: int) -> None:
    """Lock the keys of a round with the keys of this installation, which a migration runs with."""
    bind = op.get_bind()
    copies = bind.scalars(
        sa.select(_COPIES.c.id).where(_COPIES.c.round_id == round_id).order_by(_COPIES.c.id)
    )
    keys: dict[int, list[bytes]] = {copy_id: [] for copy_id in copies}
    rows = sa.select(_OLD.c.blind_copy_id, _OLD.c.key).join(_COPIES, _COPIES.c.id == _OLD.c.blind_copy_id)
    for copy_id, key in bind.execute(rows.where(_COPIES.c.round_id == round_id)):
        keys[copy_id].append(bytes.fromhex(key))
    longest = max(map(len, keys.values()), default=0) * _BYTES
    length = _RECORD * (1 + (longest + 1) // _RECORD)
    ring = keyring()
    locked = [
        {"blind_copy_id": copy_id, "locked": ring.lock(_PURPOSE, b"".join(sorted(each)), length)}
        for copy_id, each in keys.items()
    ]
    op.bulk_insert(_NEW, locked)


def downgrade() -> None:
    bind, ring = op.get_bind(), keyring()
    op.create_table(
        "conflict_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blind_copy_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["blind_copy_id"], ["blind_copy.id"], name=op.f("fk_conflict_key_blind_copy_id_blind_copy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_key")),
        sa.UniqueConstraint("blind_copy_id", "key", name=op.f("uq_conflict_key_blind_copy_id_key")),
    )
    op.create_index(op.f("ix_conflict_key_blind_copy_id"), "conflict_key", ["blind_copy_id"])
    op.create_index(op.f("ix_conflict_key_key"), "conflict_key", ["key"])
    for row in bind.execute(sa.select(_NEW.c.blind_copy_id, _NEW.c.locked)).all():
        written = ring.unlock(_PURPOSE, row.locked)
        opened = [written[at : at + _BYTES].hex() for at in range(0, len(written), _BYTES)]
        op.bulk_insert(_OLD, [{"blind_copy_id": row.blind_copy_id, "key": key} for key in opened])
    op.drop_table("closed_keys")
