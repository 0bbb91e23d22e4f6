"""Next year's edition from this one: the same settings in new rows, every date a whole number of years later."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.own_fields import OwnField


def following(spec: EditionSpec, *, years: int = 1) -> EditionSpec:
    """Return the spec of the edition `years` later: the next number, and no ids of rows.

    The year in title and summary goes on as well. The text of the rules stays as it is: a person has to read it.
    """
    zone = ZoneInfo(spec.time_zone)
    return replace(
        spec,
        title=_another_year(spec.title, spec.year, years),
        summary=_another_year(spec.summary, spec.year, years),
        number=spec.number + 1,
        year=spec.year + years,
        opens_at=years_later(spec.opens_at, years, zone),
        closes_at=years_later(spec.closes_at, years, zone),
        milestones=tuple(replace(each, at=years_later(each.at, years, zone)) for each in spec.milestones),
        categories=tuple(
            replace(category, id=None, own_fields=_anew(category.own_fields)) for category in spec.categories
        ),
        own_fields=_anew(spec.own_fields),
        rounds=tuple(replace(each, id=None) for each in spec.rounds),
    )


def _anew(fields: tuple[OwnField, ...]) -> tuple[OwnField, ...]:
    return tuple(replace(field, id=None) for field in fields)


def years_later(instant: datetime, years: int, zone: ZoneInfo) -> datetime:
    """Return the same day and time of day in the zone, `years` later; 28 February for the 29th where there is none."""
    local = instant.astimezone(zone)
    try:
        return local.replace(year=local.year + years)
    except ValueError:
        return local.replace(year=local.year + years, day=28)


def names_year(text: str, year: int) -> int:
    """Count how often the text names the year, alone or at the end of a date."""
    return len(re.findall(rf"(?<!\d){year}(?!\d)", text))


def _another_year(text: str, year: int, years: int) -> str:
    return re.sub(rf"(?<!\d){year}(?!\d)", str(year + years), text)
