"""At which level an edition is run, whether it judges or only collects, and what it sends on to the one above."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contest.kernel.errors import N_, RuleBroken

# From the lowest up; works are sent on upwards.
UNIT, PROVINCE, CENTRE = "unit", "province", "centre"
NAMES: Final = (UNIT, PROVINCE, CENTRE)
QUOTA: Final = 10_000
FULL_SCORE: Final = 100


@dataclass(frozen=True, slots=True)
class Level:
    """`name` is "" where no level is named. An edition that `collects_only` has no judging: it ends with a list.

    Sent on are works from the top down: of at least `threshold` points, at most `quota`; fewer are no mistake.
    """

    name: str = ""
    collects_only: bool = False
    quota: int | None = None
    threshold: Decimal | None = None


NO_LEVEL: Final = Level()


def problems(level: Level) -> Iterator[RuleBroken]:
    """Name what is wrong; `field` is a name of Level."""
    if level.name not in {"", *NAMES}:
        yield RuleBroken(N_("Choose the level from the list."), field="name")
    if level.quota is not None and not 1 <= level.quota <= QUOTA:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d, or nothing."),
            field="quota",
            least=1,
            most=QUOTA,
        )
    if level.threshold is not None and not 0 <= level.threshold <= FULL_SCORE:
        yield RuleBroken(
            N_("Write points from 0 to %(most)d, or nothing."), field="threshold", most=FULL_SCORE
        )
    if level.collects_only and level.threshold is not None:
        yield RuleBroken(
            N_("Where works are only collected, nobody gives points. Leave the least points empty."),
            field="threshold",
        )


def refuse_above(lower: str, upper: str, *, line: Collection[int], lower_id: int) -> None:
    """Raise RuleBroken where an edition cannot stand above another; `line`: the upper one and all above it."""
    if lower_id in line:
        raise RuleBroken(
            N_("A contest cannot send works to itself or to one below it. Choose another one."), field="slug"
        )
    if lower and upper and NAMES.index(upper) <= NAMES.index(lower):
        raise RuleBroken(
            N_("That contest is not run at a higher level than this one. Choose another one."), field="slug"
        )
