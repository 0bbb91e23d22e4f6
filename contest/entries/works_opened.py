"""The opening of a sealed edition's named side: what the key holders sealed is closed with the installation's key.

This is the short half, in the request of the last holder: only the small records are opened that say where a work
lies in sealed storage. The secret key comes from the ceremony and is kept nowhere. The long half, putting works back,
needs it no more: `works_put_back`.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from contest.entries import works_put_back
from contest.entries.models_sealed import SealedWork
from contest.platform import public_seals
from contest.platform.database import begin_writing, db

_AS_THEY_ARE: Final = {"synchronize_session": False}


def open_works(edition_id: int, secret_key: bytes, *, now: datetime) -> int:
    """Let all works of the edition be put back by the worker; return how many there are. Nothing where none is sealed.

    In the caller's transaction. Raises SealBroken for another key, or a damaged record.
    """
    begin_writing()
    query = select(SealedWork.id, SealedWork.entry_id, SealedWork.sealed)
    rows = db.session.execute(query.where(SealedWork.edition_id == edition_id)).all()
    given = [
        {
            "id": row.id,
            # Of a work that was erased meanwhile nothing is left but its receipts.
            "sealed": works_put_back.closed(public_seals.open_with(secret_key, row.sealed))
            if row.sealed
            else b"",
            "opened_at": now,
        }
        for row in rows
    ]
    if given:
        db.session.execute(update(SealedWork), given)
        db.session.expire_all()
        works_put_back.soon()
    return sum(1 for row in rows if row.entry_id is not None and row.sealed)
