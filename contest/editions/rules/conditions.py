"""Who may enter: born when, from which units, with how many works in all; and what is wrong with such conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contest.kernel.errors import N_, RuleBroken

# Nobody alive was born before; a year of birth in the account is refused below it as well.
EARLIEST_BIRTH: Final = 1900
WORKS_IN_ALL: Final = 100
UNITS: Final = 100


@dataclass(frozen=True, slots=True)
class Conditions:
    """None and empty stand for no condition. Years of birth both included; `units`: codes, each with all below it."""

    works_in_all: int | None = None
    born_from: int | None = None
    born_until: int | None = None
    units: tuple[str, ...] = ()


OPEN_TO_ALL: Final = Conditions()


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


def _number(field: str, least: int, most: int) -> RuleBroken:
    return RuleBroken(
        N_("Write a whole number from %(least)d to %(most)d, or nothing."),
        field=field,
        least=least,
        most=most,
    )
