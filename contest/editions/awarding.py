"""Writes and reads how prizes are given: how many may win, how ties are decided."""

from contest.editions.models import Edition
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.prizes import Caps
from contest.kernel.errors import NotFound
from contest.platform.database import db


def fill(edition: Edition, spec: EditionSpec) -> None:
    """Set the columns of the edition's own row."""
    caps = spec.caps
    edition.share, edition.share_of, edition.share_in = caps.share, caps.share_of, caps.share_in
    edition.ties = list(spec.ties)


def caps(edition_id: int) -> Caps:
    """Return how many may win. Raises NotFound."""
    row = _edition(edition_id)
    return Caps(row.share, row.share_of, row.share_in)


def ties(edition_id: int) -> tuple[str, ...]:
    """Return how ties are decided, in order; after the last comes the draw. Raises NotFound."""
    return tuple(_edition(edition_id).ties)


def _edition(edition_id: int) -> Edition:
    row = db.session.get(Edition, edition_id)
    if row is None:
        raise NotFound(edition_id)
    return row
