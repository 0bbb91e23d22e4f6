"""Checks the seals of this installation: each is there and can be opened, or is what the key holders' key makes."""

from sqlalchemy import select

from contest.anonymisation.models import BlindCopy, Seal
from contest.anonymisation.models_sealing import EditionKey
from contest.anonymisation.rules import seal
from contest.platform import public_seals
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db


def unopenable() -> list[str]:
    """Name the blind copies whose seal is missing or cannot be opened; whose they are is not told.

    Of a seal that only the key holders can open it can be told no more than that it has the form and the length of one.
    """
    closed = select(EditionKey.edition_id).where(EditionKey.public_key.is_not(None))
    by_holders = frozenset(db.session.scalars(closed))
    query = (
        select(BlindCopy.edition_id, BlindCopy.code, Seal.sealed)
        .outerjoin(Seal, Seal.blind_copy_id == BlindCopy.id)
        .order_by(BlindCopy.id)
    )
    return [
        _IS_BROKEN[edition_id in by_holders] % code
        for edition_id, code, sealed in db.session.execute(query)
        if not (_is_of_holders(sealed) if edition_id in by_holders else _opens(sealed))
    ]


_IS_BROKEN = {
    False: "the seal of the blind copy %s is missing or cannot be opened: restore this installation's keys",
    True: "the seal of the blind copy %s is missing or is not one that the key holders can open: restore a backup",
}


def _is_of_holders(sealed: bytes | None) -> bool:
    return (
        sealed is not None
        and sealed[:1] == public_seals.VERSION
        and len(sealed) == public_seals.sealed_length()
    )


def _opens(sealed: bytes | None) -> bool:
    try:
        return sealed is not None and bool(seal.read(keyring().open(sealed)))
    except (SealBroken, ValueError):
        return False
