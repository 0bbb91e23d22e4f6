"""What a prize table may hold beside names and counts: amounts of money and how many may win; what is wrong with it.

Money is whole Vietnamese đồng, as an integer: nothing is ever rounded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from contest.kernel.errors import N_, RuleBroken

AMOUNT: Final = 99_999_999_999
COUNT, NAME = 1000, 80
# What a share is taken of, and where it is kept to.
WORKS, AUTHORS = "works", "authors"
CATEGORY, EDITION = "category", "edition"


@dataclass(frozen=True, slots=True)
class Caps:
    """How much may be won at most.

    `share`: in percent of the works that were judged, or of their authors (`share_of`), rounded down, in each category
    or in the whole edition (`share_in`). `per_author`: prizes of one author in the edition. None: no such limit.
    """

    share: int | None = None
    share_of: str = WORKS
    share_in: str = CATEGORY
    per_author: int | None = None


NO_CAPS: Final = Caps()


class Line(Protocol):
    """What has a count and perhaps an amount of money for each."""

    @property
    def count(self) -> int: ...

    @property
    def amount(self) -> int | None: ...


def money(lines: Iterable[Line]) -> int:
    """Return what all of these prizes together cost, in whole đồng."""
    return sum(line.count * (line.amount or 0) for line in lines)


def problems(caps: Caps) -> Iterator[RuleBroken]:
    """Name what is wrong. `field` is a name of Caps."""
    if caps.share is not None and not 1 <= caps.share <= 100:
        yield RuleBroken(N_("Write a share from 1 to 100 percent, or nothing."), field="share")
    if caps.per_author is not None and not 1 <= caps.per_author <= COUNT:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d, or nothing."),
            field="per_author",
            least=1,
            most=COUNT,
        )
    for field, value, known in (
        ("share_of", caps.share_of, (WORKS, AUTHORS)),
        ("share_in", caps.share_in, (CATEGORY, EDITION)),
    ):
        if value not in known:
            yield RuleBroken(N_("Choose from the list."), field=field)


def amount(value: int | None, path: str) -> Iterator[RuleBroken]:
    """Name what is wrong with an amount; None is no amount."""
    if value is not None and not 0 <= value <= AMOUNT:
        yield RuleBroken(
            N_("Write a whole amount of đồng up to %(most)d, or nothing."), field=path, most=AMOUNT
        )


def most(share: int, base: int) -> int:
    """Return how many that share of `base` is, rounded down."""
    return share * base // 100
