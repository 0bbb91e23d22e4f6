"""What is written in requests while the works are sealed: locked until the opening, as an author may quote the work.

What was written before the coding lies sealed with the work; its author keeps it with title and receipts.
"""

import json
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import select

from contest.entries import kept_locked
from contest.entries.models_office import AfterRequest
from contest.entries.rules.sealed_columns import ASKED
from contest.platform.crypto import SealBroken, keyring
from contest.platform.database import db

_PURPOSE: Final = "what was asked for while works are sealed"
_LENGTH: Final = (
    12 * 1024
)  # twice the longest reason of rules/requests.py, whatever letters it is of, in JSON


def write(row: AfterRequest, name: str, said: str) -> None:
    """Write a reason of a request, `reason` or `answer_reason`: locked where its work is sealed."""
    if not kept_locked.is_sealed(row.entry_id):
        setattr(row, name, said)
        return
    content = json.dumps({**_unlocked(row.locked), name: said}, ensure_ascii=False).encode()
    row.locked = keyring().lock(_PURPOSE, content, _LENGTH)


def read(rows: Collection[AfterRequest], *, own: bool) -> dict[int, Mapping[str, str]]:
    """Return by the number of each request what it says: title before and wanted, reason, reason of the answer.

    `own`: for the author, who also keeps what was written before the works were sealed.
    """
    bare = {row.entry_id for row in rows if own and not row.reason}
    kept = kept_locked.of(bare)
    return {
        row.id: {
            **{name: getattr(row, name) for name in ASKED},
            **kept.get(row.entry_id, kept_locked.NOTHING).asked.get(row.id, {}),
            **_unlocked(row.locked),
        }
        for row in rows
    }


def put_back(entry_id: int) -> None:
    """Write in the rows what was locked; call when the work is opened, after what was sealed with it is back."""
    query = select(AfterRequest).where(AfterRequest.entry_id == entry_id, AfterRequest.locked.is_not(None))
    for row in db.session.scalars(query.execution_options(populate_existing=True)):
        for name, said in _unlocked(row.locked).items():
            setattr(row, name, said)
        row.locked = None
    db.session.flush()


def _unlocked(locked: bytes | None) -> dict[str, str]:
    """Return what is locked; nothing where it is damaged or of other keys."""
    if locked is None:
        return {}
    try:
        found: dict[str, str] = json.loads(keyring().unlock(_PURPOSE, locked))
    except (SealBroken, ValueError):
        return {}
    return found
