"""What happens while judging; a judge is an actor here, an author never appears."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSaved(Event):
    """The rubric of a round, or of one category in it, was made or changed."""

    NAME: ClassVar[str] = "rubric.saved"
    round_id: int
    digest: str
    category_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRemoved(Event):
    """A rubric was taken away before anybody had marked by it."""

    NAME: ClassVar[str] = "rubric.removed"
    round_id: int
    category_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFrozen(Event):
    """The first mark was given: the rubric cannot change any more."""

    NAME: ClassVar[str] = "rubric.frozen"
    round_id: int
    category_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresheetSubmitted(Event):
    """A judge handed in the marks of one reading; the digest stands for all of them."""

    NAME: ClassVar[str] = "scoresheet.submitted"
    reading_id: int
    digest: str
