"""Reads and writes how the identities of an edition are sealed."""

from contest.editions.models import Edition
from contest.editions.rules.secrecy import NO_HOLDERS, Sealing
from contest.kernel.errors import NotFound
from contest.platform.database import db


def of(edition_id: int) -> Sealing:
    """Return how the identities of this edition are sealed. Raises NotFound."""
    row = db.session.get(Edition, edition_id)
    if row is None:
        raise NotFound(edition_id)
    return read(row)


def read(row: Edition) -> Sealing:
    """Return the choice as the rules take it."""
    return Sealing(row.sealing, row.keys_needed)


def write(row: Edition, sealing: Sealing) -> None:
    """Set the columns of the choice; how many keys are needed is kept where there are keys."""
    row.sealing = sealing.mode
    row.keys_needed = sealing.keys_needed if sealing.is_by_holders else NO_HOLDERS.keys_needed
