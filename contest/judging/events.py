"""What happens while judging; a judge is an actor here, an author never appears."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSaved(Event):
    """The rubric of a round was made or changed."""

    NAME: ClassVar[str] = "rubric.saved"
    round_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFrozen(Event):
    """The first mark was given: the rubric cannot change any more."""

    NAME: ClassVar[str] = "rubric.frozen"
    round_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresheetSubmitted(Event):
    """A judge handed in the marks of one reading; the digest stands for all of them."""

    NAME: ClassVar[str] = "scoresheet.submitted"
    reading_id: int
    digest: str
