"""What every kind of criterion is made of and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Protocol

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a judge gave for one criterion: points, or words."""

    points: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a work is like that earns these points or more."""

    points: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """One line of a rubric as it is kept; a kind uses what it knows. `weight` is its share of the whole."""

    name: str
    weight: Decimal = NOTHING
    minimum: Decimal = NOTHING
    maximum: Decimal = NOTHING
    step: Decimal = NOTHING
    descriptors: tuple[Descriptor, ...] = ()
    description: str = ""


class Criterion(Protocol):
    """A line of a rubric. Making one out of senseless settings raises RuleBroken beside the field."""

    kind: ClassVar[str]
    scored: ClassVar[bool]  # its points must be given, and are its share of the whole
    bonus: ClassVar[bool]  # its points may be given, and are added to the total

    def __init__(self, settings: Settings) -> None: ...

    @property
    def settings(self) -> Settings: ...

    def parse(self, raw: str) -> Mark:
        """Return the mark that was typed. Raises RuleBroken saying how to mend it."""
        ...

    def points(self, mark: Mark) -> Decimal:
        """Return what the mark counts, from 0 to the maximum."""
        ...

    def written(self, mark: Mark) -> str:
        """Return the mark as `parse` reads it again."""
        ...


Kinds = Mapping[str, type[Criterion]]
