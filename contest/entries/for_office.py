"""A work as the office reaches it: by its key within an edition, or by the number of its receipt."""

from sqlalchemy import select

from contest.entries.models import Entry, Receipt, Version
from contest.entries.rules import receipt
from contest.kernel.errors import NotFound
from contest.platform.database import db


def locked(entry_key: str, edition_id: int) -> Entry:
    """Return a work of the edition, held until the transaction ends. Raises NotFound."""
    query = select(Entry).where(Entry.key == entry_key, Entry.edition_id == edition_id).with_for_update()
    entry = db.session.scalar(query.execution_options(populate_existing=True))
    if entry is None:
        raise NotFound(entry_key)
    return entry


def by_number(edition_id: int, typed: str) -> tuple[int, str] | None:
    """Return (id, key) of the work with that receipt, however its number was typed; None where there is none here."""
    number = receipt.read_number(typed)
    if number is None:
        return None
    query = (
        select(Entry.id, Entry.key)
        .join(Version, Version.entry_id == Entry.id)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Receipt.number == number, Entry.edition_id == edition_id)
    )
    row = db.session.execute(query).first()
    return None if row is None else (row[0], row[1])
