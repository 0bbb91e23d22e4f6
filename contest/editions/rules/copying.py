"""Next year's edition from this one: the same settings in new rows, every date a whole number of years later."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from contest.editions.rules import extra_prizes
from contest.editions.rules.edition import CategorySpec, EditionSpec
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
        paper=replace(
            spec.paper,
            last_arrival=_day_later(spec.paper.last_arrival, years) if spec.paper.last_arrival else None,
        ),
        categories=tuple(_category(category, years) for category in spec.categories),
        own_fields=_anew(spec.own_fields),
        extra_prizes=extra_prizes.later(spec.extra_prizes, years),
        rounds=tuple(replace(each, id=None) for each in spec.rounds),
    )


def _anew(fields: tuple[OwnField, ...]) -> tuple[OwnField, ...]:
    return tuple(replace(field, id=None) for field in fields)


def _category(category: CategorySpec, years: int) -> CategorySpec:
    demands = category.demands
    window: dict[str, Any] = {
        name: _day_later(day, years)
        for name in ("published_from", "published_until")
        if (day := getattr(demands, name)) is not None
    }
    return replace(
        category,
        id=None,
        own_fields=_anew(category.own_fields),
        demands=replace(demands, **window),
    )


def _day_later(day: date, years: int) -> date:
    """Return the same day, `years` later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


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
