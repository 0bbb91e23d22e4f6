"""Reads what an edition asks of authors about themselves, and the day that their age is counted on."""

from datetime import date
from zoneinfo import ZoneInfo

from contest.editions.models import Edition
from contest.editions.rules.identity import Asked, IdentitySpec
from contest.kernel.errors import NotFound
from contest.platform.database import db


def identity(edition_id: int) -> IdentitySpec:
    """Return what is asked, in the order of the kinds. Raises NotFound."""
    edition = _edition(edition_id)
    return IdentitySpec(tuple(Asked(**each) for each in edition.identity_fields), edition.of_age)


def closing_day(edition_id: int) -> date:
    """Return the last day for handing works in, in the contest's own zone. Raises NotFound."""
    edition = _edition(edition_id)
    return edition.closes_at.astimezone(ZoneInfo(edition.time_zone)).date()


def _edition(edition_id: int) -> Edition:
    edition = db.session.get(Edition, edition_id)
    if edition is None:
        raise NotFound(edition_id)
    return edition
