"""What happens while essays are given to judges; essays are blind copies here, authors never appear."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalMade(Event):
    """Somebody asked who should read what; nothing is given out yet. `missing` readings found no reader."""

    NAME: ClassVar[str] = "assignment.proposed"
    round_id: int
    proposal_id: int
    readings: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDiscarded(Event):
    """A proposal was put aside."""

    NAME: ClassVar[str] = "assignment.discarded"
    round_id: int
    proposal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentConfirmed(Event):
    """A proposal counts: its readings lie on the judges' desks."""

    NAME: ClassVar[str] = "assignment.confirmed"
    round_id: int
    proposal_id: int
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAdded(Event):
    """One further reading was given to a judge: a third one."""

    NAME: ClassVar[str] = "reading.added"
    round_id: int
    reading_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRecused(Event):
    """A judge gave a reading back, or the actor took it from one who cannot go on; it wants another reader."""

    NAME: ClassVar[str] = "judge.recused"
    round_id: int
    reading_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDeclared(Event):
    """A judge named a unit whose works the judge must not read."""

    NAME: ClassVar[str] = "conflict.declared"
    judge_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictWithdrawn(Event):
    """A judge took back a declaration made by mistake."""

    NAME: ClassVar[str] = "conflict.withdrawn"
    judge_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdReadingWanting(Event):
    """A third reading is asked for and no judge is free to give it."""

    NAME: ClassVar[str] = "reading.third-wanting"
    round_id: int
    blind_copy_id: int
