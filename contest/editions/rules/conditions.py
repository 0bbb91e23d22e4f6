"""Who may enter: born when, from which units and countries, with how many works; what is wrong with such conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from contest.kernel.errors import N_, RuleBroken

# Nobody alive was born before; a year of birth in the account is refused below it as well.
EARLIEST_BIRTH: Final = 1900
WORKS_IN_ALL: Final = 100
UNITS: Final = 100
COUNTRIES: Final = 250
CITIZENSHIP, RESIDENCE = "citizenship", "residence"
_COUNTRY: Final = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Conditions:
    """None and empty stand for no condition. Years of birth both included; `units`: codes, each with all below it.

    `countries`: codes of ISO 3166, of citizenship or of residence as `countries_by` says.
    """

    works_in_all: int | None = None
    born_from: int | None = None
    born_until: int | None = None
    units: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    countries_by: str = CITIZENSHIP


OPEN_TO_ALL: Final = Conditions()


def clean(conditions: Conditions) -> Conditions:
    """Bring units and countries into one order, each once."""
    return replace(
        conditions,
        units=tuple(sorted(set(conditions.units))),
        countries=tuple(sorted(set(conditions.countries))),
    )


def problems(conditions: Conditions, *, year: int) -> Iterator[RuleBroken]:
    """Name what is wrong; `year` is the edition's. `field` is a name of Conditions."""
    if conditions.works_in_all is not None and not 1 <= conditions.works_in_all <= WORKS_IN_ALL:
        yield _number("works_in_all", 1, WORKS_IN_ALL)
    for field, value in (("born_from", conditions.born_from), ("born_until", conditions.born_until)):
        if value is not None and not EARLIEST_BIRTH <= value <= year:
            yield _number(field, EARLIEST_BIRTH, year)
    if conditions.born_from and conditions.born_until and conditions.born_from > conditions.born_until:
        yield RuleBroken(
            N_("The first year of birth is later than the last. Correct one of the two."), field="born_until"
        )
    if len(conditions.units) > UNITS:
        yield RuleBroken(
            N_("At most %(most)d units can be named. Name the unit above them instead."),
            field="units",
            most=UNITS,
        )
    yield from _countries(conditions)


def _countries(conditions: Conditions) -> Iterator[RuleBroken]:
    if conditions.countries_by not in {CITIZENSHIP, RESIDENCE}:
        yield RuleBroken(N_("Choose from the list which country counts."), field="countries_by")
    for code in conditions.countries:
        if not _COUNTRY.fullmatch(code):
            yield RuleBroken(
                N_("There is no country “%(name)s”. Check its spelling."), field="countries", name=code
            )
    if len(conditions.countries) > COUNTRIES:
        yield RuleBroken(
            N_("These are all countries that there are. Leave the field empty instead."), field="countries"
        )


def _number(field: str, least: int, most: int) -> RuleBroken:
    return RuleBroken(
        N_("Write a whole number from %(least)d to %(most)d, or nothing."),
        field=field,
        least=least,
        most=most,
    )
