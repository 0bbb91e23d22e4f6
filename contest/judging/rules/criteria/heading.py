"""A heading over the criteria that follow it, up to the next one: a group. Nothing is marked at it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from contest.judging.rules.criteria.kind import NOTHING, Mark, Settings
from contest.kernel.errors import N_, RuleBroken


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group; its share of the whole is the sum of its criteria's."""

    kind: ClassVar[str] = "heading"
    scored: ClassVar[bool] = False
    bonus: ClassVar[bool] = False
    settings: Settings

    def parse(self, raw: str) -> Mark:  # noqa: ARG002 -- no page of ours asks for one
        raise RuleBroken(N_("%(name)s is a heading; nothing is marked there."), name=self.settings.name)

    def points(self, mark: Mark) -> Decimal:  # noqa: ARG002 -- there are none
        return NOTHING

    def written(self, mark: Mark) -> str:  # noqa: ARG002 -- there are none
        return ""
